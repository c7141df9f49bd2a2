/** Windows: calendar days of a zone, days of 23 and 25 hours, and what is no window. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TachographError } from '../../src/errors.ts'
import { windowOf } from '../../src/metrics/window.ts'
import { type Listening, listening } from '../faces/listening.ts'

const NOW = Date.parse('2026-03-10T03:00:00Z')
const hours = (w: { start: number; end: number }) => (w.end - w.start) / 3600

describe('a window', () => {
  it('is the last 30 days including today unless asked otherwise', () => {
    expect(windowOf({}, NOW)).toMatchObject({
      from: '2026-02-09',
      to: '2026-03-10',
      tz: 'UTC',
      days: 30,
      start: Date.parse('2026-02-09T00:00:00Z') / 1000,
      end: Date.parse('2026-03-11T00:00:00Z') / 1000,
      partial: true,
    })
  })

  it('takes today from the zone: at three in the morning UTC New York still has yesterday', () => {
    const w = windowOf({ tz: 'America/New_York' }, NOW)
    expect([w.from, w.to, w.days]).toEqual(['2026-02-08', '2026-03-09', 30])
  })

  it('is partial while its last day is not over', () => {
    expect(windowOf({ to: '2026-03-10' }, NOW).partial).toBe(true)
    expect(windowOf({ to: '2026-03-09' }, NOW).partial).toBe(false)
    expect(windowOf({ to: '2026-03-09', tz: 'America/New_York' }, NOW).partial).toBe(true)
    expect(windowOf({ to: '2026-03-10', tz: 'Asia/Kolkata' }, NOW).partial).toBe(true)
    expect(windowOf({ from: '2026-03-10', to: '2026-03-12' }, NOW).partial).toBe(true)
  })

  it('has 23 hours where clocks go forward, 25 where they go back, and 24 elsewhere', () => {
    const day = (date: string, tz: string) => windowOf({ from: date, to: date, tz }, NOW)
    expect(hours(day('2026-03-08', 'America/New_York'))).toBe(23)
    expect(hours(day('2025-11-02', 'America/New_York'))).toBe(25)
    expect(hours(day('2026-03-08', 'UTC'))).toBe(24)
    expect(hours(day('2026-03-08', 'Asia/Kathmandu'))).toBe(24)
    // A zone whose clocks change at midnight has no 00:00 on that day.
    expect(hours(day('2024-09-08', 'America/Santiago'))).toBe(23)
  })

  it('begins off the full hour where the zone does', () => {
    const start = (tz: string) =>
      new Date(windowOf({ from: '2026-03-08', tz }, NOW).start * 1000).toISOString()
    expect(start('Asia/Kolkata')).toBe('2026-03-07T18:30:00.000Z')
    expect(start('Asia/Kathmandu')).toBe('2026-03-07T18:15:00.000Z')
  })

  it('knows a zone however it is written', () => {
    for (const tz of ['asia/kolkata', 'Asia/Calcutta', 'ASIA/KOLKATA']) {
      const { from, start, end } = windowOf({ tz: 'Asia/Kolkata' }, NOW)
      expect(windowOf({ tz }, NOW)).toMatchObject({ tz, from, start, end })
    }
  })

  it('reaches as far as it may', () => {
    expect(windowOf({ from: '2016-01-24', to: '2026-03-10' }, NOW).days).toBe(3699)
    expect(windowOf({ from: '2100-12-31', to: '2100-12-31' }, NOW).end).toBe(Date.UTC(2101, 0, 1) / 1000)
  })

  const REFUSED: [string, { from?: string; to?: string; tz?: string }, string][] = [
    ['a word for a date', { from: 'abc' }, 'from'],
    ['no date', { to: '' }, 'to'],
    ['a day that does not exist', { from: '2026-02-30' }, 'from'],
    ['a date with a time', { to: '2026-03-01T00:00:00Z' }, 'to'],
    ['an end before its start', { from: '2026-03-02', to: '2026-03-01' }, 'from'],
    ['ten thousand years', { from: '2000-01-01', to: '9999-12-31' }, 'to'],
    ['too many days', { from: '2001-01-01', to: '2026-03-01' }, 'from'],
    ['a planet', { tz: 'Mars/Phobos' }, 'tz'],
    ['an offset, which has no summer time', { tz: '+05:30' }, 'tz'],
    ['an empty zone', { tz: '' }, 'tz'],
    ['a path', { tz: '../../etc/passwd' }, 'tz'],
    ['very long words', { tz: 'x'.repeat(1e6) }, 'tz'],
  ]
  it.each(REFUSED)('refuses %s', (_what, asked, param) => {
    let error: unknown
    try {
      windowOf(asked, NOW)
    } catch (e) {
      error = e
    }
    expect(error).toBeInstanceOf(TachographError)
    expect(error).toMatchObject({ code: 'bad_param', param })
    expect((error as Error).message.length).toBeLessThan(200)
  })
})

/** One call in every quarter-hour of several days, each with tokens of its own, so that a sum tells which it holds. */
const QUARTER = 15 * 60_000
const SPANS = [
  ['2025-10-31T00:00:00Z', '2025-11-04T12:00:00Z'],
  ['2026-03-06T00:00:00Z', '2026-03-10T12:00:00Z'],
] as const
const CALLS = SPANS.flatMap(([from, to]) => {
  const calls: { at: number; in_uncached: number }[] = []
  for (let at = Date.parse(from); at < Date.parse(to); at += QUARTER) {
    // At the very beginning of a quarter-hour, in it, and in its last millisecond.
    const n = calls.length
    calls.push({ at: at + ([0, 400_000, QUARTER - 1][n % 3] ?? 0), in_uncached: 1_000_003 + n * n })
  }
  return calls
})

describe('days of a zone', () => {
  let server: Listening
  beforeAll(async () => {
    server = await listening()
    await server.post(
      CALLS.map(({ at, in_uncached }, n) => ({
        type: 'model_call',
        id: `q${n}`,
        at: new Date(at).toISOString(),
        user: 'ann@acme.example',
        in_uncached,
        out: 1,
      })),
    )
  })
  afterAll(() => server.close())

  const ZONES = ['UTC', 'asia/kolkata', 'Asia/Kathmandu', 'America/New_York', 'America/St_Johns']
  const WINDOWS = [
    ['2025-11-01', '2025-11-03'],
    ['2026-03-07', '2026-03-09'],
  ] as const
  const cases = ZONES.flatMap((tz) => WINDOWS.map(([from, to]) => ({ tz, from, to })))

  it.each(cases)('$tz from $from to $to', async ({ tz, from, to }) => {
    // The calendar of the runtime, which the answer does not come from.
    const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone: tz, dateStyle: 'short' })
    const expected = new Map<string, { calls: number; input: number }>()
    for (const { at, in_uncached } of CALLS) {
      const day = dayOf.format(at)
      if (day < from || day > to) continue
      const sum = expected.get(day) ?? { calls: 0, input: 0 }
      expected.set(day, { calls: sum.calls + 1, input: sum.input + in_uncached })
    }
    const words = `from=${from}&to=${to}&tz=${encodeURIComponent(tz)}`
    const { data, meta } = await server.ask('tokens.by_day', words)
    expect(data.map(({ date, calls, input }) => ({ date, calls, input }))).toEqual(
      [...expected].map(([date, sum]) => ({ date, ...sum })),
    )
    expect(meta).toMatchObject({ from, to, tz, partial: false })
    const [total] = (await server.ask('summary.overview', words)).data
    const sum = (of: 'calls' | 'input') => [...expected.values()].reduce((s, d) => s + d[of], 0)
    expect(total).toMatchObject({ calls: sum('calls'), input: sum('input') })
  })

  it('a day of New York has 92 and 100 quarter-hours when its clocks change', async () => {
    const on = async (date: string) =>
      (await server.ask('tokens.by_day', `from=${date}&to=${date}&tz=America/New_York`)).data[0]?.calls
    expect([await on('2026-03-08'), await on('2025-11-02'), await on('2026-03-09')]).toEqual([92, 100, 96])
  })
})
