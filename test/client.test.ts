/** The client that is published: its types are those of the description, and it asks a real server. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientTypes, TYPES } from '../scripts/client.ts'
import { createClient } from '../src/client/index.ts'
import { listeningForTeam } from './faces/listening.ts'

it('its types are those of the description; else run `npm run docs`', async () => {
  expect(readFileSync(TYPES, 'utf8') === (await clientTypes())).toBe(true)
}, 60_000)

describe('a server of a team', () => {
  let server: Awaited<ReturnType<typeof listeningForTeam>>
  let key: string
  beforeAll(async () => {
    server = await listeningForTeam()
    const { organisations, keys } = server.control
    const { id } = await organisations.create({ name: 'Acme', owner: 'ann@acme.example' })
    const scopes = ['ingest', 'read', 'admin']
    key = (await keys.create(id, { name: 'all', scopes, expires_at: null })).key
  }, 60_000)
  afterAll(() => server?.close())

  it('takes facts and answers, typed both ways', async () => {
    const client = createClient({ baseUrl: `${server.url}/`, key })
    const call = { type: 'model_call', id: 'c1', at: '2026-03-04T10:00:00Z', model: 'm' }
    const told = await client.POST('/api/v1/facts', {
      body: { ...call, type: 'model_call', user: 'ann@acme.example', in_uncached: 7, out: 3 },
      headers: { 'content-type': 'application/x-ndjson' },
    })
    expect(told.data).toMatchObject({ accepted: 1 })
    await client.GET('/api/v1/status', { params: { query: { settled: 'true' } } })
    const { data } = await client.GET('/api/v1/metrics/tokens.by_day', {
      params: { query: { from: '2026-03-04', to: '2026-03-04', user: ['ann@acme.example', 'bob'] } },
    })
    const input: number | undefined = data?.data[0]?.input
    expect(input).toBe(7)
    expect(data?.meta.filters).toEqual({ user: ['ann@acme.example', 'bob'] })
    // @ts-expect-error there is no such column
    expect(data?.data[0]?.nothing).toBe(undefined)
  })

  it('an answer that is an error is one', async () => {
    const asked = createClient({ baseUrl: server.url, key: 'tg_wrong' })
    const { data, error, response } = await asked.GET('/api/v1/sessions')
    expect([data, response.status, error?.error.code]).toEqual([undefined, 401, 'unauthenticated'])
    // @ts-expect-error there is no such path
    const { response: none } = await asked.GET('/api/v1/nothing')
    expect(none.status).toBe(404)
  })
})
