/** `tachograph quarantine` as a process: through a server, and on the folder itself. */
import { afterAll, expect, it } from 'vitest'
import { newHome } from './program.ts'

const home = newHome()
afterAll(() => home.remove())

const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await home.run(['quarantine', ...args, '--json'])
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}

it('lists, replays and clears what was refused, with a server and without one', {
  timeout: 120_000,
}, async () => {
  expect(await json()).toEqual({ data: [], meta: { total: 0 } })
  const server = await home.serve(['--no-discover'])
  const record = (tokens: number) => ({
    timeUnixNano: '1772618400000000000',
    body: { stringValue: 'claude_code.api_request' },
    attributes: [{ key: 'input_tokens', value: { intValue: tokens } }],
  })
  const body = JSON.stringify({
    resourceLogs: [{ scopeLogs: [{ logRecords: [record(-1), record(-2), record(3)] }] }],
  })
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${server.url}/v1/logs`, { method: 'POST', headers, body })
  expect(await response.json()).toMatchObject({ partialSuccess: { rejectedLogRecords: '2' } })
  expect((await json('list', '--limit', '1')).data).toHaveLength(1)
  expect((await json()).meta.total).toBe(2)
  const shown = await home.run(['quarantine'])
  expect(shown.stdout).toMatch(/implausible_count.*input_tokens is -/)
  expect(await json('replay')).toEqual({ tried: 2, taken: 0 })
  await server.end()
  expect((await json()).meta.total).toBe(2)
  expect(await json('replay')).toEqual({ tried: 2, taken: 0 })
  expect(await json('clear')).toEqual({ removed: 2 })
  expect((await json()).meta.total).toBe(0)
})
