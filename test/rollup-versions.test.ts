/** Rows that another version of the program has made are made anew when the store is opened, and no others. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Store } from '../src/store/store.ts'
import { openTestInstance, type TestInstance } from './support/engine.ts'
import { call, change, DAY, MINUTE, message, NOON, session, tool } from './support/facts.ts'
import { expectInvariants } from './support/invariants.ts'
import { rolled } from './support/rolled.ts'

const ORG = 'personal'
let instance: TestInstance
beforeEach(async () => {
  instance = await openTestInstance({ org: ORG })
})
afterEach(() => instance.destroy())

const marked = async (store: Store) =>
  (
    await store.rows<{ name: string; n: number }>(
      `SELECT mark.rollup AS name, count() AS n FROM mark FINAL WHERE org = {org:String} AND mark.rollup != 'clock' GROUP BY name ORDER BY name`,
      { params: { org: ORG } },
    )
  ).map((r) => [r.name, r.n])

/** Over two days, in five quarter-hours, two of them with a message that ends a gap. */
async function fill({ writer, rebuilder }: TestInstance): Promise<void> {
  await writer.write([
    session({ id: 's1', user: 'jo' }),
    message({ keys: ['m1'], at: NOON }),
    call({ keys: ['c1'], at: NOON + 20 * MINUTE, latency_ms: 900, attempts: 2, status: 'ok' }),
    message({ keys: ['m2'], at: NOON + 22 * MINUTE }),
    tool({ keys: ['t1'], at: NOON + 40 * MINUTE, duration_ms: 7 }),
    change({ keys: ['f1'], at: NOON + 50 * MINUTE, added: 5, removed: 3 }),
    message({ keys: ['m3'], at: NOON + DAY }),
  ])
  await rebuilder.flush()
}

it('marks nothing where there is nothing, and notes what it makes', async () => {
  const noted = await instance.store.rows('SELECT rollup, version FROM rollup_version FINAL')
  expect(noted).toHaveLength(9)
  expect(await marked(instance.store)).toEqual([])
})

it('makes everything anew of a folder from before versions were noted', async () => {
  await fill(instance)
  const before = await rolled(instance.store, ORG)
  expect(before.performance).toHaveLength(2) // What it sums, and the bin of its latency.
  const { store } = instance
  // As a program left it that knew neither these tables nor these columns.
  for (const table of ['rollup_version', 'rollup_performance', 'rollup_execution'])
    await store.command(`DROP TABLE ${table} SYNC`)
  await store.command('ALTER TABLE rollup_changes DROP COLUMN modified')
  await store.command('ALTER TABLE rollup_session DROP COLUMN engaged_user_ms')
  await store.command(
    `DELETE FROM migration WHERE match(name, 'rollup_(version|performance|execution|execution_modes|changes_modified|session_engaged_user)$')`,
  )
  const lines: string[] = []
  instance = await instance.reopen({ log: (line) => lines.push(line) })
  expect(lines.join()).toContain('performance')
  expect(await marked(instance.store)).toEqual([
    ['activity', 4],
    ['changes', 1],
    ['execution', 1],
    ['performance', 1],
    ['session', 1],
    ['tools', 1],
    ['usage', 1],
  ])
  await instance.rebuilder.flush()
  expect(await rolled(instance.store, ORG)).toEqual(before)
  await expectInvariants(instance.store, ORG)
  instance = await instance.reopen()
  expect(await marked(instance.store)).toEqual([])
})

it('makes only that anew whose version is another', async () => {
  await fill(instance)
  const older = (rollup: string) => ({ org: ORG, rollup, version: 0, ver: String(2n ** 62n) })
  await instance.store.insert('rollup_version', [older('execution'), older('session')])
  instance = await instance.reopen()
  expect(await marked(instance.store)).toEqual([
    ['execution', 1],
    ['session', 1],
  ])
})

it('leaves the rollups of other organisations to their own opening', async () => {
  await fill(instance)
  const other = await instance.tenant('elsewhere')
  await other.writer.write([tool({ keys: ['t9'] })])
  await other.rebuilder.flush()
  await instance.store.command('TRUNCATE TABLE rollup_version')
  instance = await instance.reopen()
  const orgs = () =>
    instance.store.rows<{ org: string }>(
      `SELECT DISTINCT org FROM mark FINAL WHERE rollup != 'clock' ORDER BY org`,
    )
  expect(await orgs()).toEqual([{ org: ORG }])
  await instance.tenant('elsewhere')
  expect(await orgs()).toEqual([{ org: 'elsewhere' }, { org: ORG }])
})
