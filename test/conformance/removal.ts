/** Erasing a person, and retention, on any store: what goes, what stays, and that figures and keys say the same afterwards. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Fact } from '../../src/facts/index.ts'
import type { InstanceOptions } from '../../src/instance.ts'
import { DEFAULT_SETTINGS } from '../../src/settings.ts'
import { connect } from '../../src/store/clickhouse.ts'
import type { Store } from '../../src/store/store.ts'
import { openTestInstance, type TestInstance } from '../support/engine.ts'
import { call, change, DAY, fact, message, NOON, session, state, tool } from '../support/facts.ts'
import { expectInvariants } from '../support/invariants.ts'
import { columnsNaming } from '../support/naming.ts'

const JO = 'jo.canary@secret.example'
const ADA = 'ada@example.com'
const PEOPLE = 12
const OLDEST = Date.now() - 30 * DAY

/** Of enough sessions that each shard has some of everybody. */
function told(): Fact[] {
  const facts: Fact[] = [
    state({ type: 'member', id: 'm-jo', user: JO, name: 'Jo Canary', aliases: ['jo@canary-laptop'] }),
  ]
  for (let i = 0; i < PEOPLE; i++) {
    const theirs = `canary-${i}`
    facts.push(
      session({ id: theirs, user: JO }),
      // What tells nobody is of whoever the session is of; its twin is told by another source.
      call({ keys: [`req:jo${i}`], session: theirs, in_uncached: 1000 }),
      call({ keys: [`req:jo${i}`, `msg:jo${i}`], session: theirs, in_uncached: 1000 }),
      message({ keys: [`m:jo${i}`], session: theirs }),
      tool({ keys: [`t:jo${i}`], session: theirs, user: 'jo@canary-laptop' }),
      change({ keys: [`c:jo${i}`], session: theirs, path: `/home/canary/${i}.ts` }),
      session({ id: `ada-${i}`, user: ADA }),
      call({ keys: [`req:ada${i}`], session: `ada-${i}`, in_uncached: 1 }),
      call({ keys: [`req:both${i}`], session: `ada-${i}`, user: JO, in_uncached: 1000 }),
      state({
        type: 'pull_request',
        id: `pr${i}`,
        author: JO,
        sessions: [theirs, `ada-${i}`],
        merged_at: NOON,
      }),
    )
  }
  return facts
}

/** Of a session that tells sums alone. Its old readings stay while there are newer ones: those say something by them. */
const reading = (i: number, at: number, value: number) =>
  fact({
    ...{ type: 'counter', keys: [`n:${i}:${value}`], at, session: `counted-${i}`, user: ADA },
    ...{ series: `s${i}`, temporality: 'cumulative', name: 'tokens_input', value },
  })

/** Old and new ones of every session. */
const aged = (): Fact[] =>
  Array.from({ length: PEOPLE }, (_, i) => [
    session({ id: `aged-${i}`, user: ADA, observed_at: Date.now() }),
    call({ keys: [`req:old${i}`], session: `aged-${i}`, at: OLDEST, in_uncached: 100_000 }),
    call({ keys: [`req:new${i}`], session: `aged-${i}`, at: Date.now(), in_uncached: 10 }),
    fact({ type: 'commit', keys: [`sha:${i}`], at: OLDEST, sha: `${i}`, author: ADA }),
    reading(i, OLDEST, 5),
    reading(i, Date.now(), 8),
  ]).flat()

/** `urls` are addresses of every node, each of which has to say the same. */
export function removalSuite(options: () => Partial<InstanceOptions> & { urls: readonly string[] }): void {
  let instance: TestInstance
  let stores: Store[]
  beforeAll(async () => {
    const { urls, ...more } = options()
    instance = await openTestInstance(more)
    stores = urls.map((url) => connect(url, instance.database))
  }, 60_000)
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()))
    await instance.destroy()
  })

  const tokens = async (): Promise<unknown[]> => {
    await instance.rebuilder.flush()
    const sql = 'SELECT user, sum(in_uncached) AS tokens FROM rollup_usage FINAL GROUP BY user ORDER BY user'
    return Promise.all(stores.map((store) => store.rows(sql)))
  }
  const everywhere = <T>(one: T): T[] => stores.map(() => one)

  const naming = (store: Store) => columnsNaming(store, 'canary')

  it('a person who is erased is gone from every node, and nobody else', async () => {
    await instance.writer.write(told())
    expect(await tokens()).toEqual(
      everywhere([
        { user: ADA, tokens: PEOPLE },
        { user: JO, tokens: 2 * PEOPLE * 1000 },
      ]),
    )
    for (const store of stores) expect((await naming(store)).length).toBeGreaterThan(10)
    await instance.erasures.erase(JO)
    for (const store of stores) expect(await naming(store)).toEqual([])
    expect(await tokens()).toEqual(everywhere([{ user: ADA, tokens: PEOPLE }]))
    expect(
      await instance.store.rows(
        `SELECT count() AS n FROM pull_request FINAL WHERE sessions = [concat('ada-', substring(id, 3))]`,
      ),
    ).toEqual([{ n: PEOPLE }])
    await expectInvariants(instance.store, 'default')
    await instance.writer.write(told())
    for (const store of stores) expect(await naming(store)).toEqual([])
    expect(await tokens()).toEqual(everywhere([{ user: ADA, tokens: PEOPLE }]))
  }, 120_000)

  it('what is older than its limit is gone from every node, with its keys and sums', async () => {
    await instance.writer.write(aged())
    expect(await tokens()).toEqual(everywhere([{ user: ADA, tokens: PEOPLE * 100_019 }]))
    instance = await instance.reopen({
      settings: { ...DEFAULT_SETTINGS, retention_days: { model_call: 20, counter: 20 } },
    })
    expect(await instance.retention.sweep(Date.now())).toBeGreaterThan(0)
    const left = 'SELECT count() AS n FROM model_call WHERE at < now() - INTERVAL 20 DAY'
    for (const store of stores) expect(await store.rows(left)).toEqual([{ n: 0 }])
    const commits = 'SELECT count() AS n FROM commit'
    for (const store of stores) expect(await store.rows(commits)).toEqual([{ n: PEOPLE }])
    expect(await tokens()).toEqual(everywhere([{ user: ADA, tokens: PEOPLE * 18 }]))
    await expectInvariants(instance.store, 'default')
    await instance.writer.write(aged())
    expect(await tokens()).toEqual(everywhere([{ user: ADA, tokens: PEOPLE * 18 }]))
  }, 120_000)
}
