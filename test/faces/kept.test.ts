/** Days that retention has emptied are not taken for days without work: the API and the command line say from when on all is kept. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Home, newHome, type Server } from './program.ts'

const DAY_MS = 86_400_000
const day = (distance: number) => new Date(Date.now() + distance * DAY_MS).toISOString().slice(0, 10)

describe('what is no longer kept', { timeout: 120_000 }, () => {
  let home: Home
  let server: Server
  beforeAll(async () => {
    home = newHome()
    const organisation = { retention_days: { message: 10 } }
    home.write('.tachograph/config.json', JSON.stringify({ organisation }))
    server = await home.serve(['--no-discover'])
  }, 120_000)
  afterAll(() => home.remove())

  const meta = async (id: string, from: number) => {
    const answer = await fetch(`${server.url}/api/v1/metrics/${id}?from=${day(from)}&to=${day(0)}`)
    return ((await answer.json()) as { meta: Record<string, unknown> }).meta
  }

  it('is told with an answer that reads days before', async () => {
    expect((await meta('messages.by_day', -29)).kept_from).toBe(day(-9))
    expect((await meta('messages.by_day', -9)).kept_from).toBeNull()
    expect((await meta('cost.by_day', -29)).kept_from).toBeNull()
  })

  it('is no field of the routes that are like those of others', async () => {
    const answer = await fetch(
      `${server.url}/api/v1/analytics/activity?startDate=${day(-29)}&endDate=${day(-1)}`,
    )
    const told = (await answer.json()) as { meta: object }
    expect(Object.keys(told.meta)).toEqual(['org_id', 'start_date', 'end_date'])
    const sessions = await fetch(
      `${server.url}/api/v1/default/sessions/analytics/summary?start_date=${day(-29)}&end_date=${day(-1)}`,
    )
    expect(await sessions.text()).not.toContain('kept_from')
  })

  it('is a note of the command line, through a server and on the folder itself', async () => {
    const said = `Not all is kept of days before ${day(-9)}`
    const ask = (...args: string[]) => home.run(['query', ...args, '--from', day(-29), '--to', day(0)])
    expect((await ask('messages.by_day')).stderr).toContain(said)
    expect((await ask('cost.by_day')).stderr).not.toContain('is kept')
    await server.end()
    expect((await ask('messages.by_day')).stderr).toContain(said)
  })
})
