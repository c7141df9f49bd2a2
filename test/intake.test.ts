/** The door for telemetry on a store that is away, slow, or refuses some of it for good. */
import { mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { TachographError } from '../src/errors.ts'
import { type Fact, wireLine } from '../src/facts/index.ts'
import { Intake } from '../src/ingest/intake.ts'
import { Spool } from '../src/spool/spool.ts'
import { freshName, openTestInstance, type TestInstance } from './support/engine.ts'
import { call, session } from './support/facts.ts'

let instance: TestInstance
beforeAll(async () => {
  instance = await openTestInstance()
})
afterAll(() => instance.destroy())

/** What comes between the door and the store before each write. */
let before: (facts: readonly Fact[]) => Promise<void>
let dir: string
beforeEach(() => {
  before = async () => {}
  dir = join(instance.dir, freshName())
})

/** A door to an organisation of its own. */
function door(org: string) {
  const open = async () => {
    const { writer, quarantine } = await instance.tenant(org)
    const write = async (facts: readonly Fact[]) => {
      await before(facts)
      return writer.write(facts)
    }
    return { writer: { write }, quarantine }
  }
  return new Intake({ org, spool: new Spool({ dir, mostBytes: 1_000_000 }), open })
}
const away = async () => {
  throw new TachographError('unavailable', 'away')
}
const stored = async (org: string, { store } = instance) =>
  (
    await store.rows<{ n: number }>('SELECT count() AS n FROM model_call FINAL WHERE org = {org:String}', {
      params: { org },
    })
  )[0]?.n

it('facts come out of the spool as they went in', async () => {
  const org = freshName()
  const facts = [
    call({
      keys: ['a', 'b'],
      at: 1_780_000_000_123,
      cost_usd: 0.0123,
      extra: { odd: 1.5 },
      subject: 'jo@x',
      owner_rank: 3,
    }),
    call({ keys: ['c'], in_uncached: null, completeness: 1, user: 'ann\n"\u2028', branch: 'ü' }),
    session({ id: 's1', user: 'ann', observed_at: 1_780_000_000_456 }),
  ]
  before = away
  const intake = door(org)
  expect(await intake.write(facts)).toEqual({ outcomes: ['accepted', 'accepted', 'accepted'] })
  before = async () => {}
  await expect(intake.settle()).rejects.toMatchObject({ code: 'unavailable' })
  while (intake.state().records > 0) await sleep(20)
  const directly = freshName()
  await (await instance.tenant(directly)).writer.write(facts)
  const rows = async (table: string, of: string, without: string) =>
    instance.store.rows(
      `SELECT * EXCEPT (${without}) FROM ${table} FINAL WHERE org = {org:String} ORDER BY at`,
      { params: { org: of } },
    )
  const told = async (of: string) => [
    await rows('model_call', of, 'org, ver, id'),
    await instance.store.rows('SELECT * EXCEPT (org, hash) FROM session FINAL WHERE org = {org:String}', {
      params: { org: of },
    }),
  ]
  expect((await told(directly)).map((all) => all.length)).toEqual([2, 1])
  expect(await told(org)).toEqual(await told(directly))
  await intake.close()
})

it('who waits for all of it to be written is told when that takes longer', async () => {
  const org = freshName()
  before = away
  const first = door(org)
  await first.write([call({ keys: ['x'] })])
  await first.close()
  const second = door(org)
  await expect(second.settle()).rejects.toMatchObject({ code: 'unavailable' })
  before = async () => {}
  while (second.state().records > 0) await sleep(20)
  await second.settle()
  expect(await stored(org)).toBe(1)
  await second.close()
})

it('a store that takes too long is not waited for; what it wrote after all counts once', async () => {
  const org = freshName()
  let slow = true
  before = async () => {
    if (slow) await sleep(5_500)
  }
  const intake = door(org)
  const first = intake.write([call({ keys: ['slow'] })])
  await first
  expect(intake.state().records).toBe(1)
  slow = false
  await intake.write([call({ keys: ['next'] })])
  while (intake.state().records > 0) await sleep(20)
  await sleep(1_500)
  expect(await stored(org)).toBe(2)
  await intake.close()
}, 20_000)

it('what is refused for good is set aside, and stands in nobody’s way', async () => {
  const org = freshName()
  before = away
  const intake = door(org)
  for (const id of ['good 1', 'bad', 'good 2']) await intake.write([call({ keys: [id] })])
  before = async (facts) => {
    if (facts.some((one) => 'keys' in one && one.keys[0] === 'bad'))
      throw new TachographError('internal', 'no')
  }
  while (intake.state().records > 0) await sleep(20)
  expect(await stored(org)).toBe(2)
  expect(intake.state()).toMatchObject({ damaged: 1, set_aside: 1 })
  expect(readdirSync(join(dir, 'set-aside'))).toHaveLength(1)
  // The door itself does not take it either: its sender keeps it.
  await expect(intake.write([call({ keys: ['bad'] })])).rejects.toMatchObject({ code: 'internal' })
  await intake.close()
})

it('what is refused for good waits while there is no place to set it aside, and so does what follows', async () => {
  const org = freshName()
  const full = join(dir, 'set-aside', '000000000001.jsonl')
  mkdirSync(join(dir, 'set-aside'), { recursive: true })
  writeFileSync(full, '')
  truncateSync(full, 16 * 1024 * 1024)
  before = away
  const intake = door(org)
  for (const id of ['good 1', 'bad', 'good 2']) await intake.write([call({ keys: [id] })])
  before = async (facts) => {
    if (facts.some((one) => 'keys' in one && one.keys[0] === 'bad'))
      throw new TachographError('internal', 'no')
  }
  while ((await stored(org)) === 0) await sleep(20)
  await sleep(1_500)
  expect(intake.state()).toMatchObject({ records: 2, damaged: 0, set_aside: 1 })
  await expect(intake.settle()).rejects.toMatchObject({ code: 'unavailable' })
  // What comes now need not wait for it.
  await intake.write([call({ keys: ['new'] })])
  expect(await stored(org)).toBe(2)
  rmSync(full)
  while (intake.state().records > 0) await sleep(20)
  expect(await stored(org)).toBe(3)
  expect(intake.state()).toMatchObject({ damaged: 1, set_aside: 1 })
  await intake.settle()
  await intake.close()
})

it('a table that is not there yet costs nothing: what waits is written once it is', async () => {
  const org = freshName()
  before = away
  const intake = door(org)
  await intake.write([call({ keys: ['a'] })])
  await instance.store.command('RENAME TABLE model_call TO gone')
  before = async () => {}
  await sleep(2_500)
  expect(intake.state()).toMatchObject({ records: 1, damaged: 0, set_aside: 0 })
  await instance.store.command('RENAME TABLE gone TO model_call')
  while (intake.state().records > 0) await sleep(20)
  expect(await stored(org)).toBe(1)
  await intake.close()
})

it('a folder of another kind keeps nobody else from what waits for them', async () => {
  const other = await openTestInstance()
  try {
    const spools = join(other.dir, 'spool')
    for (const odd of ['100%', 'org']) mkdirSync(join(spools, odd), { recursive: true })
    writeFileSync(join(spools, '.DS_Store'), '')
    const left = new Spool({ dir: join(spools, 'org'), mostBytes: 1_000_000 })
    await left.put([`{"facts":[${wireLine(call({ keys: ['left'] }))}]}`], Date.now())
    await left.close()
    const again = await other.reopen()
    for (let i = 0; i < 100 && (await stored('org', again)) === 0; i++) await sleep(50)
    expect(await stored('org', again)).toBe(1)
    await again.destroy()
  } finally {
    await other.destroy().catch(() => {})
  }
})
