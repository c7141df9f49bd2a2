/** Retention (V6): what is older than its limit goes with its keys and sums, and does not come back. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Generations } from '../src/ingest/generation.ts'
import { packFacts } from '../src/ingest/packer.ts'
import { Retention } from '../src/ingest/retention.ts'
import { oldestOf, sweptOf } from '../src/ingest/retention-limits.ts'
import { countsOf } from '../src/ingest/writer.ts'
import { rollupsOf } from '../src/rollups/rebuild.ts'
import { DEFAULT_SETTINGS, organisationSettings } from '../src/settings.ts'
import { openTestInstance, type TestInstance } from './support/engine.ts'
import { call, DAY, fact, MINUTE, message, SECOND, session, state } from './support/facts.ts'
import { expectInvariants } from './support/invariants.ts'

const NOW = Date.now()
const MINUTE_IN_DAYS = 1 / (24 * 60)
const settings = (retention_days: Record<string, number>) => ({ ...DEFAULT_SETTINGS, retention_days })

let instance: TestInstance
beforeAll(async () => {
  instance = await openTestInstance()
}, 60_000)
afterAll(() => instance.destroy())

const rows = (table: string) =>
  instance.store.rows<{ n: number }>(`SELECT count() AS n FROM ${table} FINAL`).then(([row]) => row?.n ?? 0)
const tokens = async () => {
  await instance.rebuilder.flush()
  const [row] = await instance.store.rows<{ n: number }>(
    'SELECT sum(in_uncached) AS n FROM rollup_usage FINAL',
  )
  return row?.n
}

const OLD = [
  session({ id: 'old', user: 'a@x.example', observed_at: NOW - 3 * MINUTE }),
  call({ keys: ['req:old'], session: 'old', at: NOW - 3 * MINUTE, in_uncached: 100 }),
  call({ keys: ['req:ancient', 'msg:ancient'], session: 'old', at: NOW - 40 * DAY, in_uncached: 1000 }),
  message({ keys: ['m:old'], session: 'old', at: NOW - 3 * MINUTE }),
  fact({
    type: 'counter',
    keys: ['n:1'],
    at: NOW - 3 * MINUTE,
    session: 'long',
    series: 's',
    temporality: 'cumulative',
    name: 'commits',
    value: 3,
  }),
  state({ type: 'deployment', id: 'd', observed_at: NOW - 3 * MINUTE, service: 'api' }),
]
const KEPT = [
  session({ id: 'new', user: 'a@x.example', observed_at: NOW + 3 * MINUTE }),
  call({ keys: ['req:new'], session: 'new', at: NOW + 3 * MINUTE, in_uncached: 7 }),
  fact({
    type: 'counter',
    keys: ['n:2'],
    at: NOW + 3 * MINUTE,
    session: 'long',
    series: 's',
    temporality: 'cumulative',
    name: 'commits',
    value: 4,
  }),
  // Who belongs to the organisation is no event of a day.
  state({ type: 'member', id: 'm', user: 'a@x.example', observed_at: NOW - 400 * DAY }),
]

describe('retention', () => {
  it('removes what is too old, with its keys and sums, and nothing else', async () => {
    await instance.writer.write([...OLD, ...KEPT])
    expect(await tokens()).toBe(1107)
    instance = await instance.reopen({ settings: settings({ all: MINUTE_IN_DAYS }) })
    expect(await instance.retention.sweep(NOW)).toBeGreaterThan(2)
    expect(
      await instance.store.rows(
        'SELECT 1 FROM system.parts WHERE database = currentDatabase() AND NOT active',
      ),
    ).toEqual([])
    expect(await tokens()).toBe(7)
    expect(await rows('model_call')).toBe(1)
    expect(await rows('message')).toBe(0)
    expect(await rows('deployment')).toBe(0)
    expect(await rows('member')).toBe(1)
    // A reading says something about those after it: they go together, or not at all.
    expect(await rows('counter')).toBe(2)
    expect(await rows('fact_key')).toBe(3)
    expect(await instance.store.rows('SELECT session FROM rollup_session FINAL ORDER BY session')).toEqual([
      { session: 'long' },
      { session: 'new' },
    ])
    await expectInvariants(instance.store, 'default')
    expect(await instance.retention.sweep(NOW)).toBe(0)
  }, 120_000)

  it.each(['as facts', 'packed'])('refuses it when it comes again: %s', async (form) => {
    const counts =
      form === 'packed'
        ? await instance.writer.writePacked(packFacts(OLD))
        : countsOf(await instance.writer.write(OLD))
    expect(counts).toEqual({
      ...{ accepted: 0, updated: 0, duplicate: 0 },
      refused: { older_than_retention: { records: OLD.length, tokens: 0 } },
    })
    expect(await rows('model_call')).toBe(1)
  })

  it('asks of states once an hour, and what is newest of each only where something is old', async () => {
    const asked: string[] = []
    const { store, writer } = instance
    const rows: typeof store.rows = (sql, options) => {
      asked.push(sql)
      return store.rows(sql, options)
    }
    const retention = new Retention({
      ...{ store: { ...store, rows }, writer, org: 'default', rollupsOf, sums: [], waiting: async () => 0 },
      nodes: [{ store, local: (table) => table }],
      generations: new Generations(BigInt(Date.now()) * 4096n),
      settings: async () => settings({ deployment: 365, message: 365 }),
    })
    await retention.sweep(NOW)
    const states = asked.filter((sql) => sql.includes('FROM deployment '))
    expect(states).toHaveLength(1)
    expect(states[0]).not.toContain('GROUP BY')
    asked.length = 0
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    retention.start()
    for (let minute = 0; minute < 61; minute++) vi.advanceTimersByTime(MINUTE)
    await retention.close()
    vi.useRealTimers()
    expect(asked.filter((sql) => sql.includes('FROM deployment '))).toHaveLength(2)
    expect(asked.filter((sql) => sql.includes('FROM message '))).toHaveLength(61)
  }, 60_000)

  it('has limits by type; sessions stay as long as anything that belongs to one', () => {
    const limits = oldestOf({ all: 10, message: 30, session: 5 }, 100 * DAY)
    expect(limits?.get('message')).toBe(70 * DAY)
    expect(limits?.get('model_call')).toBe(90 * DAY)
    expect(limits?.get('session')).toBe(95 * DAY)
    expect(limits?.has('member')).toBe(false)
    expect(oldestOf({ all: 10, message: 30 }, 100 * DAY)?.get('session')).toBe(70 * DAY)
    expect(oldestOf({}, 0)).toBe(null)
    expect(oldestOf({ message: 1 }, 0)?.has('session')).toBe(false)
  })

  it('goes forward in steps, so that not every minute something is written anew', () => {
    const at = Date.UTC(2026, 5, 15, 12)
    expect(sweptOf({ all: 90 }, at).get('message')).toBe(Date.UTC(2026, 2, 17))
    expect(sweptOf({ all: MINUTE_IN_DAYS }, at).get('message')).toBeGreaterThan(at - MINUTE - 3 * SECOND)
  })

  it('names the types there are when a setting names another one', () => {
    const told = organisationSettings.safeParse({ retention_days: { messages: 3 } })
    expect(JSON.stringify(told.error?.issues)).toMatch(/There are: all, message, model_call/)
    expect(organisationSettings.safeParse({ retention_days: { all: 0 } }).success).toBe(false)
    expect(organisationSettings.safeParse({ retention_days: { all: 0.0007, message: 5 } }).success).toBe(true)
  })
})
