/** What the server answers is what the contract says: every field of every answer, and none beside them. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { z } from 'zod'
import * as contract from '../../src/faces/contract.ts'
import { METRICS } from '../../src/metrics/index.ts'
import { type Listening, listening } from './listening.ts'

let server: Listening
beforeAll(async () => {
  server = await listening()
  server.backend.discovery = () => ({
    state: 'idle',
    sources: [{ id: 'x', title: 'X', folders: [{ path: '/x', exists: true }], files: 3 }],
    progress: null,
  })
})
afterAll(() => server.close())

/** A schema drops what it does not know, so what comes out is what went in only where both agree. */
function expectFits(schema: z.ZodType, body: unknown): void {
  expect(schema.parse(body)).toEqual(body)
}

const DAY = 'from=2026-03-04&to=2026-03-04'

it('the status of an empty store', async () => {
  const body = (await (await server.get('/api/v1/status')).json()) as contract.Status
  expectFits(contract.status, body)
  expect(body).toMatchObject({ facts: 0, holds: { demo: false, real: false }, events: null })
})

it('receipts of facts, and refused lines', async () => {
  const facts = [
    {
      type: 'model_call',
      id: 'c',
      at: '2026-03-04T10:00:00Z',
      user: 'jo',
      model: 'm',
      in_uncached: 1,
      out: 1,
    },
    { type: 'message', id: 'm', at: '2026-03-04T10:00:00Z', user: 'jo', role: 'user', human: true },
    { type: 'tool_call', id: 't', at: '2026-03-04T10:00:00Z', user: 'jo', tool: 'Read' },
    { type: 'message', id: 'n', at: '2026-03-05T23:59:59Z', user: 'jo', role: 'user', human: true },
    { type: 'nothing' },
  ]
  const receipt = await server.post(facts)
  expect(receipt.rejected).toHaveLength(1)
  expectFits(contract.postReceipt, receipt)
  const many = await server.post('{}\n'.repeat(1_002))
  expect(many.rejected_more).toBe(2)
  expectFits(contract.postReceipt, many)
})

it('the catalogue', async () => {
  const body = (await (await server.get('/api/v1/metrics')).json()) as contract.CatalogueAnswer
  expectFits(contract.catalogueAnswer, body)
  expect(body.data).toHaveLength(METRICS.length)
})

it.each(METRICS.map((m) => m.id))('the answer of %s, narrowed too', async (id) => {
  const body = await server.ask(id, DAY)
  expectFits(contract.answer, body)
  expectFits(contract.answer, await server.ask(id, `${DAY}&user=jo`))
})

it('the status', async () => {
  const body = (await (await server.get('/api/v1/status')).json()) as contract.Status
  expectFits(contract.status, body)
  expect(body.discovery.sources).toHaveLength(1)
  expect(body.events).toEqual({ first_at: '2026-03-04T10:00:00.000Z', last_at: '2026-03-05T23:45:00.000Z' })
})

it.each(['/nothing', '/api/v1/metrics/none', `/api/v1/metrics/tokens.by_day?${DAY}&x=1`])(
  'the error of %s',
  async (path) => {
    const response = await server.get(path)
    expect(response.ok).toBe(false)
    expectFits(contract.failure, await response.json())
  },
)

it('fails where the two part', () => {
  expect(() => expectFits(contract.failure, { error: { code: 'x', message: '', request_id: '' } })).toThrow()
  expect(() =>
    expectFits(contract.failure, { error: { code: 'internal', message: '', request_id: '', more: 1 } }),
  ).toThrow()
})
