import { describe, expect, it } from 'vitest'
import type { Wish } from './agent.ts'
import { copilotCli } from './copilot-cli.ts'

const URL = 'https://tg.acme.example'
const WISH: Wish = { url: URL, key: null, traces: false, details: false }
const KEY = 'tg_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'
const NONE = { path: 'the environment', text: null }
const BASIC = {
  COPILOT_OTEL_ENABLED: 'true',
  OTEL_EXPORTER_OTLP_ENDPOINT: URL,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
}

it('the settings are variables of the environment, and nothing that sends content', () => {
  expect(copilotCli.settings(WISH)).toEqual(BASIC)
  expect(copilotCli.settings({ url: URL, key: KEY, traces: true, details: true })).toEqual({
    ...BASIC,
    OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer ${KEY}`,
  })
  const machine = { home: '/home/ana', env: {} }
  expect([copilotCli.file(machine), copilotCli.folder(machine)]).toEqual([null, '/home/ana/.copilot'])
  expect(copilotCli.folder({ home: '/home/ana', env: { COPILOT_HOME: '/x' } })).toBe('/x')
})

it.each([
  [{}, { on: false, endpoint: null, key: null }],
  [{ COPILOT_OTEL_ENABLED: 'true' }, { on: false, endpoint: null, key: null }],
  [BASIC, { on: true, endpoint: URL, key: null }],
  [
    { ...BASIC, COPILOT_OTEL_FILE_EXPORTER_PATH: '/tmp/x' },
    { on: false, endpoint: URL, key: null },
  ],
  [
    { ...BASIC, OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer ${KEY}` },
    { on: true, endpoint: URL, key: KEY },
  ],
])('with %j in the environment it sends %j', (env, current) => {
  expect(copilotCli.current(NONE, env)).toEqual(current)
})

describe('warnings', () => {
  const warnings = (wish: Partial<Wish>, env: Record<string, string>) =>
    copilotCli.warnings(NONE, { ...WISH, ...wish }, env)

  it('tell that other programs read the same variables', () => {
    expect(warnings({}, BASIC)).toEqual([expect.stringMatching(/begin with OTEL_/)])
  })

  it.each<[Partial<Wish>, Record<string, string>, RegExp]>([
    [{ url: 'http://127.0.0.1:8484' }, {}, /sends nothing to an address that begins with http:/],
    [{}, { COPILOT_OTEL_FILE_EXPORTER_PATH: '/tmp/x' }, /to that file and sends none/],
    [{}, { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true' }, /text of prompts/],
    [{}, { OTEL_EXPORTER_OTLP_HEADERS: 'api-key=1' }, /stays, and is sent/],
    [{}, { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, /another value/],
  ])('of %j with %j', (wish, env, expected) => {
    expect(warnings(wish, env)).toContainEqual(expect.stringMatching(expected))
    expect(warnings(wish, env)).toHaveLength(2)
  })
})
