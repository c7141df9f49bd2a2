/** Days of a zone in every figure: they sum to the whole, whatever the clocks do; and which days are meant where none are named. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { windowOf } from '../../src/metrics/window.ts'
import { DEFAULT_SETTINGS } from '../../src/settings.ts'
import { type Listening, listening } from '../faces/listening.ts'

const HOUR = 3_600_000
const QUARTER = HOUR / 4

/** Zone, first, changed and last day, and hours of the changed one. */
const CHANGES = [
  ['America/New_York', '2026-03-07', '2026-03-08', '2026-03-09', 23],
  ['America/New_York', '2025-11-01', '2025-11-02', '2025-11-03', 25],
  ['Australia/Lord_Howe', '2025-10-04', '2025-10-05', '2025-10-06', 23.5],
  ['Australia/Lord_Howe', '2026-04-04', '2026-04-05', '2026-04-06', 24.5],
  ['Asia/Kolkata', '2026-03-07', '2026-03-08', '2026-03-09', 24],
  ['Asia/Kathmandu', '2026-03-07', '2026-03-08', '2026-03-09', 24],
  ['UTC', '2026-03-07', '2026-03-08', '2026-03-09', 24],
] as const

/** Around each changed day, in each quarter of an hour a session, a prompt of it, and a call of 1 token. */
const FACTS = [...new Set(CHANGES.map(([, , day]) => day))].flatMap((day) => {
  const facts: object[] = []
  const noon = Date.parse(`${day}T12:00:00Z`)
  for (let ms = noon - 72 * HOUR; ms < noon + 72 * HOUR; ms += QUARTER) {
    const at = new Date(ms).toISOString()
    const of = { session: `s${ms}`, user: 'ann@acme.example', at }
    facts.push({ type: 'session', id: `s${ms}`, user: 'ann@acme.example', started_at: at })
    facts.push({ type: 'message', id: `m${ms}`, ...of, role: 'user', human: true })
    facts.push({ type: 'model_call', id: `c${ms}`, ...of, in_uncached: 1, out: 0 })
  }
  return facts
})

let server: Listening
beforeAll(async () => {
  const personal = { ...DEFAULT_SETTINGS, timezone: 'Asia/Kathmandu' }
  server = await listening({ settings: personal })
  await server.post(FACTS)
}, 120_000)
afterAll(() => server.close())

describe.each(CHANGES)('%s, %s, %s, %s', (tz, first, changed, last, hours) => {
  const words = `from=${first}&to=${last}&tz=${tz}`
  const quarters = [96, hours * 4, 96]
  const total = quarters.reduce((sum, n) => sum + n, 0)

  it.each([
    ['tokens.by_day', 'input'],
    ['sessions.by_day', 'sessions'],
    ['messages.by_day', 'user_messages'],
  ])('%s: a day has what happened in its hours, and the days make the whole', async (metric, column) => {
    const { data } = await server.ask(metric, words)
    expect(data.map((row) => [row.date, row[column]])).toEqual(
      [first, changed, last].map((day, i) => [day, quarters[i]]),
    )
    const whole = await server.ask('summary.overview', words)
    expect(whole.data[0]).toMatchObject({ sessions: total })
  })

  it('a list of sessions has those of the same hours', async () => {
    const text = await (await server.get(`/api/v1/sessions?format=csv&${words}`)).text()
    expect(text.split('\r\n')).toHaveLength(total + 2)
  })
})

describe('where no days or no zone are named', () => {
  it("days are those of the organisation's zone", async () => {
    const { meta } = await server.ask('tokens.by_day', 'from=2026-03-07&to=2026-03-07')
    expect(meta.tz).toBe('Asia/Kathmandu')
    const { data } = await server.ask('tokens.by_day', 'from=2026-03-05&to=2026-03-05')
    // From 5 March 12:00 UTC on: 6 h 15 min of Kathmandu's 5 March are after that.
    expect(data).toMatchObject([{ date: '2026-03-05', input: 25 }])
    const utc = await server.ask('tokens.by_day', 'from=2026-03-05&to=2026-03-05&tz=UTC')
    expect(utc.data).toMatchObject([{ date: '2026-03-05', input: 48 }])
    for (const path of ['sessions', 'reconciliation']) {
      const answer = await server.get(`/api/v1/${path}`)
      expect(await answer.json()).toMatchObject({ meta: { tz: 'Asia/Kathmandu' } })
    }
  })

  it.each([
    ['7d', 7],
    ['30d', 30],
    ['90d', 90],
  ])('%s is so many days that are over, or with today, which is marked', async (range, days) => {
    for (const path of ['metrics/tokens.by_day', 'sessions']) {
      const over = (await (await server.get(`/api/v1/${path}?range=${range}`)).json()) as { meta: object }
      expect(over.meta).toMatchObject({ partial: false })
      const now = (await (await server.get(`/api/v1/${path}?range=${range}&includeToday=1`)).json()) as object
      expect(now).toMatchObject({ meta: { partial: true } })
    }
    expect((await server.ask('tokens.by_day', `range=${range}`)).data).toHaveLength(days)
    expect((await server.ask('tokens.by_day', `range=${range}&includeToday=1`)).data).toHaveLength(days)
    const at = Date.parse('2026-03-10T20:00:00Z')
    const of = (tz: string, includeToday?: string) => {
      const { from, to } = windowOf({ range, tz, includeToday }, at)
      return [from, to]
    }
    const dayAfter = (date: string, n: number) =>
      new Date(Date.parse(date) + n * 24 * HOUR).toISOString().slice(0, 10)
    expect(of('UTC')).toEqual([dayAfter('2026-03-09', 1 - days), '2026-03-09'])
    // There it is the 11th already.
    expect(of('Asia/Kathmandu')).toEqual([dayAfter('2026-03-10', 1 - days), '2026-03-10'])
    expect(of('Asia/Kathmandu', '1')).toEqual([dayAfter('2026-03-11', 1 - days), '2026-03-11'])
    expect(of('UTC', '0')).toEqual(of('UTC'))
  })

  it.each([
    ['range=8d', 'range'],
    ['range=', 'range'],
    ['range=toString', 'range'],
    ['range=7d&range=30d', 'range'],
    ['range=7d&from=2026-03-01', 'range'],
    ['range=7d&to=2026-03-01', 'range'],
    ['includeToday=1', 'includeToday'],
    ['range=7d&includeToday=yes', 'includeToday'],
    ['tz=Mars/Phobos', 'tz'],
    ['range=7d&tz=Mars/Phobos', 'tz'],
  ])('%s is refused everywhere', async (words, param) => {
    for (const path of ['metrics/tokens.by_day', 'sessions', 'reconciliation', 'events']) {
      const response = await server.get(`/api/v1/${path}?${words}`)
      expect([path, response.status, await response.json()]).toEqual([
        path,
        400,
        { error: expect.objectContaining({ code: 'bad_param', param }) },
      ])
    }
  })
})
