/**
 * Works-council mode (promise V5): no answer, and no difference of two answers, is of fewer than five people. The input
 * tokens of each person on each day are a power of two of their own, so every figure says whose it is made of.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROLLUPS } from '../../src/metrics/council.ts'
import { METRICS, metricOf } from '../../src/metrics/index.ts'
import type { Metric } from '../../src/metrics/metric.ts'
import { type Reach, wholeOf } from '../../src/metrics/reach.ts'
import { type Question, run } from '../../src/metrics/run.ts'
import { ROLLUPS as BUCKETED_ROLLUPS } from '../../src/rollups/rebuild.ts'
import type { Store } from '../../src/store/store.ts'
import { freshName, testStore } from '../support/engine.ts'
import { call, DAY, message, NOON, tool } from '../support/facts.ts'
import { openWork } from '../support/work.ts'

const PEOPLE = 12
const DAYS = 3
const FEWEST = 5
const ORG = freshName()
const council: Reach = { ...wholeOf(ORG), persons: false, fewest: FEWEST }

/** On the second day four are at work. Two people alone use a model, one alone a repository, four another one. */
const atWork = (person: number, day: number): boolean => day !== 1 || person < 4
const harnessOf = (person: number): string => (person < 6 ? 'claude-code' : 'codex')
const modelOf = (person: number): string =>
  person < 5 ? 'm1' : person < 6 ? 'm2' : person < 11 ? 'm3' : 'm4'
const repoOf = (person: number, day: number): string =>
  person < 6 ? 'r1' : person < 10 ? 'r2' : day === 0 ? 'r3' : 'r1'

const DATES = Array.from({ length: DAYS }, (_, d) => new Date(NOON + d * DAY).toISOString().slice(0, 10))
const NOW = NOON + 10 * DAY

let store: Store

beforeAll(async () => {
  store = await testStore()
  const { writer, rebuilder } = await openWork(store, ORG)
  const facts = Array.from({ length: DAYS * PEOPLE }, (_, bit) => {
    const [day, person] = [Math.floor(bit / PEOPLE), bit % PEOPLE]
    if (!atWork(person, day)) return []
    const who = {
      at: NOON + day * DAY,
      session: `s${bit}`,
      user: `p${person}@acme.example`,
      harness: harnessOf(person),
      repo: repoOf(person, day),
    }
    return [
      call({ ...who, keys: [`c${bit}`], model: modelOf(person), in_uncached: 2 ** bit }),
      message({ ...who, keys: [`m${bit}`] }),
      tool({ ...who, keys: [`t${bit}`], tool: person === 3 ? 'Web' : 'Read' }),
    ]
  }).flat()
  await writer.write(facts)
  await rebuilder.flush()
}, 60_000)
afterAll(() => store.close())

const ask = (id: string, question: Question, reach = council) =>
  run(store, reach, metricOf(id) as Metric, question, NOW)

/** People whose tokens a figure has, by day. */
function peopleIn(tokens: bigint): number[] {
  return Array.from({ length: DAYS }, (_, day) => {
    const bits = (tokens >> BigInt(day * PEOPLE)) & ((1n << BigInt(PEOPLE)) - 1n)
    return bits.toString(2).replaceAll('0', '').length
  })
}
const tooFew = (tokens: bigint): boolean => peopleIn(tokens).some((n) => n > 0 && n < FEWEST)

const WINDOWS = [
  [0, 0],
  [1, 1],
  [2, 2],
  [0, 2],
] as const
const NAMED = {
  harness: ['claude-code', 'codex', 'other'],
  model: ['m1', 'm2', 'm3', 'm4', 'other'],
  repo: ['r1', 'r2', 'r3', 'other'],
}

describe('tokens', () => {
  it('of any answer, and of the difference of any two, are of five people or nobody', async () => {
    const singles = Object.entries(NAMED).flatMap(([filter, values]) =>
      values.map((v) => ({ [filter]: [v] })),
    )
    const pairs = NAMED.model.flatMap((m) => NAMED.repo.map((r) => ({ model: [m], repo: [r] })))
    const figures = new Set<bigint>([0n])
    const asked = WINDOWS.flatMap(([from, to]) => {
      const window = { from: DATES[from], to: DATES[to] }
      return [{}, ...singles, ...(from === 2 ? pairs : [])].map((filters) => ({ ...window, filters }))
    })
    for (const question of asked) {
      const { data } = await ask('tokens.by_model', question)
      for (const { input } of data) figures.add(BigInt(input as number))
      figures.add(data.reduce((sum, { input }) => sum + BigInt(input as number), 0n))
    }
    expect(figures.size).toBeGreaterThan(8)
    const all = [...figures]
    expect(all.filter(tooFew)).toEqual([])
    const told = all.flatMap((a) =>
      all.filter((b) => a !== b && (a & b) === b && tooFew(a - b)).map((b) => [a, b]),
    )
    expect(told).toEqual([])
  }, 120_000)

  it('are those of everybody where nobody watches', async () => {
    const { data } = await ask('tokens.by_model', { from: DATES[1], to: DATES[1] }, wholeOf(ORG))
    expect(peopleIn(BigInt(data[0]?.input as number))).toEqual([0, 4, 0])
  })
})

describe('a day', () => {
  it('of four people shows no figures, and neither does one on which nothing happened', async () => {
    const { data, meta } = await ask('tokens.by_day', { from: DATES[1], to: '2026-06-18' })
    expect(data.map(({ date, input, calls }) => [date, input, calls])).toEqual([
      ['2026-06-16', null, null],
      ['2026-06-17', expect.any(Number), 10],
      ['2026-06-18', null, null],
    ])
    expect(meta.notes).toContainEqual(expect.stringContaining('fewer than 5 people'))
  })

  it('is one of UTC whatever zone is asked for: two zones would tell hours apart', async () => {
    const { meta } = await ask('tokens.by_day', { from: DATES[0], to: DATES[0], tz: 'Asia/Kolkata' })
    expect(meta.tz).toBe('UTC')
  })

  it('that is not over is left out', async () => {
    const question = { from: DATES[0], to: DATES[0] }
    const during = await run(store, council, metricOf('tokens.by_day') as Metric, question, NOON)
    expect(during.data).toEqual([expect.objectContaining({ date: DATES[0], input: null })])
  })

  it('counts active people of published rows alone', async () => {
    const { data } = await ask('activity.users', { from: DATES[0], to: DATES[2] })
    expect(data.map((row) => row.daily_active_users)).toEqual([12, null, 12])
  })
})

describe('refused are', () => {
  it.each([
    ['rows of single people', 'tokens.by_user', {}, 'forbidden'],
    ['the filter user', 'tokens.by_day', { filters: { user: ['p1@acme.example'] } }, 'forbidden'],
  ])('%s', async (_what, id, question, code) => {
    await expect(ask(id, question)).rejects.toMatchObject({ code })
  })
})

/** What a class says nothing of would be shown as it is: columns that no metric shows are the only ones left out. */
it('classes know every name of the rollups that are published', () => {
  const NEVER_SHOWN = ['user', 'session', 'path', 'op']
  for (const { table, keys } of BUCKETED_ROLLUPS) {
    const published = ROLLUPS[table]
    if (!published) continue
    expect(
      keys.filter((key) => ![...published.names, ...NEVER_SHOWN].includes(key)),
      table,
    ).toEqual([])
  }
})

/** A metric that reads what nobody has said how to publish must not be shown: better none than a wrong one. */
it('every metric is either published or refused', async () => {
  const published: string[] = []
  for (const m of METRICS as readonly Metric[]) {
    const outcome = await ask(m.id, { from: DATES[0], to: DATES[2] }).catch((error: unknown) => error)
    if (outcome instanceof Error) expect(outcome, m.id).toMatchObject({ code: 'forbidden' })
    else published.push(m.id)
  }
  expect(published).toEqual(
    expect.arrayContaining([
      'summary.overview',
      'tokens.by_model',
      'sessions.by_day',
      'tools.by_tool',
      'code.by_day',
    ]),
  )
  expect(published.filter((id) => metricOf(id)?.single)).toEqual([])
}, 120_000)
