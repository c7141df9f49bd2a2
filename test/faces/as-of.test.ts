/** `as_of`: everything acknowledged before it is in the answer, also while facts stream into one quarter-hour. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Listening, listening } from './listening.ts'

let server: Listening
beforeAll(async () => {
  server = await listening()
  server.instance.rebuilder.start()
})
afterAll(() => server.close())

const DAY = 'from=2026-03-04&to=2026-03-04'

it('never claims more than the answer holds, and comes to hold everything', async () => {
  /** When each fact was acknowledged, in order. */
  const acknowledged: number[] = []
  let writing = true
  const writer = (async () => {
    for (let n = 0; n < 150; n++) {
      const at = '2026-03-04T10:00:00Z'
      const body = JSON.stringify({ type: 'model_call', id: `f${n}`, at, in_uncached: 1, out: 1 })
      const headers = { 'content-type': 'application/x-ndjson' }
      await server.get('/api/v1/facts', { method: 'POST', headers, body })
      acknowledged.push(Date.now())
      await sleep(n % 10 === 0 ? 300 : 10)
    }
    writing = false
  })()
  const claims: string[] = []
  let asked = 0
  while (writing) {
    const { data, meta } = await server.ask('tokens.by_day', DAY)
    const asOf = Date.parse(meta.as_of)
    const claimed = acknowledged.filter((t) => t < asOf).length
    const held = Number(data[0]?.calls)
    asked++
    if (held < claimed)
      claims.push(`as of ${meta.as_of} ${claimed} facts were acknowledged, the answer holds ${held}`)
    await sleep(5)
  }
  await writer
  expect(asked).toBeGreaterThan(10)
  expect(claims).toEqual([])
  await server.get('/api/v1/status?settled=true')
  expect((await server.ask('tokens.by_day', DAY)).data[0]?.calls).toBe(150)
}, 120_000)
