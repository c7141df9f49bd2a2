/** Performance of models, execution of tools and code over the golden facts, and percentiles over many: worked out in the comments. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Listening, listening } from '../faces/listening.ts'
import { GOLDEN, PRICES, WINDOW } from './golden.ts'

let server: Listening

beforeAll(async () => {
  server = await listening({ overrides: PRICES })
  await server.post(GOLDEN)
})
afterAll(() => server.close())

const rows = async (metric: string, words = WINDOW) => (await server.ask(metric, words)).data

/**
 * Milliseconds and what their bin stands for, 1.02 to the power of the rounded logarithm:
 *   80 → 79.55, 100 → 100.89, 120 → 120.57, 200 → 201.77, 301 → 299.81, 500 → 501.71,
 *   1000 → 1003.37, 2000 → 2006.62, 4000 → 4013.03; 0 has a bin of its own.
 */
describe('models', () => {
  const asked = (input_total: number, output: number, calls: number, errors: number, error_rate: number) => ({
    input_total,
    output,
    calls,
    errors,
    error_rate,
  })
  type Figures = (number | null)[]
  const tried = ([
    attempts,
    tried_calls,
    avg_attempts,
    retried_calls,
    retry_rate,
    retry_success_rate,
  ]: Figures) => ({
    attempts,
    tried_calls,
    avg_attempts,
    retried_calls,
    retry_rate,
    retry_success_rate,
  })
  const NEVER = tried([0, 0, null, 0, null, null])
  const timed = (name: string, [avg, p50, p95, n]: Figures) => ({
    [`avg_${name}_ms`]: avg,
    [`p50_${name}_ms`]: p50,
    [`p95_${name}_ms`]: p95,
    [`${name}_calls`]: n,
  })
  const latency = (...figures: Figures) => timed('latency', figures)
  const ttft = (...figures: Figures) => timed('ttft', figures)
  const NO_LATENCY = latency(null, null, null, 0)
  const NO_TTFT = ttft(null, null, null, 0)

  it('models.performance: calls that failed or told nothing are in no latency', async () => {
    expect(await rows('models.performance')).toEqual([
      {
        provider: 'acme',
        model: 'big',
        // c1 + c2 + c6: 25000 + 30200 + 10; 500 + 300 + 1
        ...asked(55_210, 801, 3, 0, 0),
        // 1 + 3 + 1 attempts; c2 was tried again and succeeded
        ...tried([5, 3, 1.6667, 1, 0.3333, 1]),
        // 1000, 2000 (whose end nobody told), 4000: mean 2333.3; p95 = 2006.62 + 0.9 × (4013.03 − 2006.62) = 3812.39
        ...latency(2333, 2007, 3812, 3),
        // 0 and 200: p50 = 201.77 / 2, p95 = 0.95 × 201.77 = 191.68
        ...ttft(100, 101, 192, 2),
      },
      {
        provider: 'acme',
        model: 'small',
        // c3 + c5: 6000 + 100; c5 failed after 4 attempts, c3 succeeded at the second; the 30 s of c5 do not count
        ...asked(6100, 1020, 2, 1, 0.5),
        ...tried([6, 2, 3, 2, 1, 0.5]),
        ...latency(500, 502, 502, 1),
        ...NO_TTFT,
      },
      {
        provider: 'inhouse',
        model: 'secret',
        ...asked(700, 70, 1, 0, 0),
        ...NEVER,
        ...NO_LATENCY,
        ...NO_TTFT,
      },
      // c7 failed, and nothing else is known of it
      { provider: 'unknown', model: 'unknown', ...asked(9, 1, 1, 1, 1), ...NEVER, ...NO_LATENCY, ...NO_TTFT },
    ])
  })

  it('models.performance_by_day', async () => {
    const { data, meta } = await server.ask('models.performance_by_day', WINDOW)
    expect(data).toEqual([
      {
        date: '2026-03-02', // c1
        ...asked(25_000, 500, 1, 0, 0),
        ...tried([1, 1, 1, 0, 0, null]),
        ...latency(1000, 1003, 1003, 1),
        ...ttft(200, 202, 202, 1),
      },
      {
        date: '2026-03-03', // c2
        ...asked(30_200, 300, 1, 0, 0),
        ...tried([3, 1, 3, 1, 1, 1]),
        ...latency(4000, 4013, 4013, 1),
        ...NO_TTFT,
      },
      {
        date: '2026-03-04', // c3, c4, c5
        ...asked(6800, 1090, 3, 1, 0.3333),
        ...tried([6, 2, 3, 2, 1, 0.5]),
        ...latency(500, 502, 502, 1),
        ...NO_TTFT,
      },
      {
        date: '2026-03-05', // c6, c7
        ...asked(19, 2, 2, 1, 0.5),
        ...tried([1, 1, 1, 0, 0, null]),
        ...latency(2000, 2007, 2007, 1),
        ...ttft(0, 0, 0, 1),
      },
    ])
    expect(meta.notes.join()).toMatch(/approx/)
  })

  it('models.errors', async () => {
    expect(await rows('models.errors')).toEqual([
      { error_type: '529', errors: 1, share: 0.5 }, // c5
      { error_type: 'unknown', errors: 1, share: 0.5 }, // c7
    ])
  })
})

describe('execution of tools', () => {
  it('tools.duration', async () => {
    const took = (avg: number, p50: number, p95: number, n: number) => ({
      avg_duration_ms: avg,
      p50_duration_ms: p50,
      p95_duration_ms: p95,
      duration_calls: n,
    })
    expect(await rows('tools.duration')).toEqual([
      // t5 and t8: 200.5; (100.89 + 299.81) / 2 = 200.35; 100.89 + 0.95 × 198.92 = 289.87
      { tool: 'MCP', ...took(201, 200, 290, 2) },
      { tool: 'Edit', ...took(80, 80, 80, 1) }, // t2
      { tool: 'Execute', ...took(1000, 1003, 1003, 1) }, // t3; nobody knows how long t4 took
      { tool: 'Read', ...took(120, 121, 121, 1) }, // t1
    ])
  })

  it('tools.risk: commands alone; what nobody lowered ran as it was proposed', async () => {
    expect(await rows('tools.risk')).toEqual([
      { risk: 'medium', proposed: 0, executed: 1, escalation_ratio: null }, // t3 as it ran
      { risk: 'high', proposed: 2, executed: 1, escalation_ratio: 0.5 }, // t3 and t4; t4 ran
    ])
  })

  it('tools.approval: nobody is said to have let everything through where only refusals are told', async () => {
    const { data, meta } = await server.ask('tools.approval', WINDOW)
    const decided = (n: number, accepted: number, rate: number, by: [number, number, number | null]) => ({
      decided: n,
      accepted,
      acceptance_rate: rate,
      user_accepted: by[0],
      user_refused: by[1],
      user_acceptance_rate: by[2],
    })
    expect(data).toEqual([
      { tool: 'Edit', ...decided(2, 1, 0.5, [1, 1, 0.5]) }, // t2 and t6, both by the user
      { tool: 'Execute', ...decided(2, 2, 1, [1, 0, null]) }, // t3 by the user, t4 by nobody knows whom
      { tool: 'MCP', ...decided(2, 2, 1, [0, 0, null]) }, // t5, t8 by a hook
      { tool: 'Read', ...decided(1, 1, 1, [0, 0, null]) }, // t1 by the settings; what the user said to t7 is unknown
    ])
    expect(meta.coverage).toEqual({ known: 5, total: 7 })
  })
})

describe('code', () => {
  const code = ([modified, created, deleted]: number[], [added, removed, born, replaced]: number[]) => ({
    files_modified: modified,
    files_created: created,
    files_deleted: deleted,
    lines_added: added,
    lines_removed: removed,
    lines_created: born,
    lines_modified: replaced,
  })

  it('code.by_day: a created file that is edited is both, and its lines are new', async () => {
    expect(await rows('code.by_day')).toEqual([
      // app.ts; new.ts; 10 + 5 + 1, 2 + 1; new.ts 10; min(5, 2) + min(1, 1)
      { date: '2026-03-02', ...code([1, 1, 0], [16, 3, 10, 3]) },
      // new.ts and app.ts; 3 + 2, 1; new.ts 3; min(3, 1) + min(2, 0)
      { date: '2026-03-03', ...code([2, 0, 0], [5, 1, 3, 1]) },
      // new.ts of s2, page.tsx; Makefile; 4 + 20 + 7, 4 + 3; Makefile 20; min(4, 4) + min(7, 3)
      { date: '2026-03-04', ...code([2, 1, 0], [31, 7, 20, 7]) },
      { date: '2026-03-05', ...code([0, 0, 1], [0, 30, 0, 0]) }, // old.py
    ])
  })

  it('code.by_repository', async () => {
    expect(await rows('code.by_repository')).toEqual([
      // s1 and s3. Files 5 of 7, lines 55 of 93.
      {
        repo: 'github.com/acme/shop',
        ...code([3, 2, 0], [48, 7, 33, 7]),
        share_of_files: 0.7143,
        share_of_lines: 0.5914,
      },
      // s4: nobody told where
      { repo: 'unknown', ...code([0, 0, 1], [0, 30, 0, 0]), share_of_files: 0.1429, share_of_lines: 0.3226 },
      {
        repo: 'github.com/acme/api',
        ...code([1, 0, 0], [4, 4, 0, 4]),
        share_of_files: 0.1429,
        share_of_lines: 0.086,
      },
    ])
  })
})

describe('percentiles of many', () => {
  /** Type 7, of the durations themselves. */
  const exact = (sorted: number[], p: number): number => {
    const at = p * (sorted.length - 1)
    const [low, high] = [sorted[Math.floor(at)] as number, sorted[Math.ceil(at)] as number]
    return low + (high - low) * (at - Math.floor(at))
  }
  /** The same ones at every run, some of them equal, from 0 to 17 minutes and the longest there can be. */
  const durations = (n: number): number[] =>
    Array.from({ length: n }, (_, i) => Math.floor(1.003 ** ((i * 7919) % 4_650)) - 1).concat(1e12)

  it('are less than 1 % off, whatever their number', async () => {
    const SIZES = [0, 1, 2, 3, 9, 40, 41, 300, 3000]
    const facts = SIZES.flatMap((n) =>
      durations(n).map((duration_ms, i) => ({
        type: 'tool_call',
        id: `${n}-${i}`,
        at: new Date(Date.UTC(2026, 4, 1) + i * 60_000).toISOString(),
        tool: `T${n}`,
        user: `u${i % 3}`,
        duration_ms,
      })),
    )
    expect((await server.post(facts)).accepted).toBe(facts.length)
    const { data } = await server.ask('tools.duration', 'from=2026-05-01&to=2026-05-05')
    expect(data).toHaveLength(SIZES.length)
    for (const n of SIZES) {
      const sorted = durations(n).toSorted((a, b) => a - b)
      const row = data.find((r) => r.tool === `T${n}`)
      expect(row?.duration_calls).toBe(n + 1)
      expect(row?.avg_duration_ms).toBe(Math.round(sorted.reduce((s, d) => s + d, 0) / (n + 1)))
      for (const [name, p] of [
        ['p50_duration_ms', 0.5],
        ['p95_duration_ms', 0.95],
      ] as const) {
        const is = exact(sorted, p)
        // Half a millisecond is lost to rounding.
        expect([name, n, Math.abs(Number(row?.[name]) - is) <= 0.01 * is + 0.5]).toEqual([name, n, true])
      }
    }
  })
})
