import { describe, expect, it } from 'vitest'
import type { Wish } from './agent.ts'
import { cline } from './cline.ts'

const URL = 'http://127.0.0.1:8484'
const WISH: Wish = { url: URL, key: null, traces: false, details: false }
const KEY = 'tg_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'
const NONE = { path: 'the environment', text: null }
const BASIC = {
  CLINE_OTEL_TELEMETRY_ENABLED: 'true',
  CLINE_OTEL_LOGS_EXPORTER: 'otlp',
  CLINE_OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  CLINE_OTEL_EXPORTER_OTLP_ENDPOINT: URL,
}

it('the settings are variables of the environment, in no file', () => {
  expect(cline.settings(WISH)).toEqual(BASIC)
  expect(cline.settings({ ...WISH, key: KEY, traces: true, details: true })).toEqual({
    ...BASIC,
    CLINE_OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer ${KEY}`,
  })
  expect(cline.file({ home: '/home/ana', env: {} })).toBeNull()
  expect(cline.block(BASIC).split('\n')).toContain(`export CLINE_OTEL_EXPORTER_OTLP_ENDPOINT=${URL}`)
})

it.each([
  [{}, { on: false, endpoint: null, key: null }],
  [BASIC, { on: true, endpoint: URL, key: null }],
  [
    { ...BASIC, CLINE_OTEL_TELEMETRY_ENABLED: '0' },
    { on: false, endpoint: URL, key: null },
  ],
  [
    { OTEL_TELEMETRY_ENABLED: '1', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://b.example' },
    { on: true, endpoint: 'http://b.example', key: null },
  ],
  [
    { ...BASIC, CLINE_OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer ${KEY}` },
    { on: true, endpoint: URL, key: KEY },
  ],
])('with %j in the environment it sends %j', (env, current) => {
  expect(cline.current(NONE, env)).toEqual(current)
})

describe('warnings', () => {
  const warnings = (env: object, wish: Partial<Wish> = {}) =>
    cline.warnings(NONE, { ...WISH, ...wish }, env as Record<string, string>)

  it('are none where all is well', () => {
    expect(warnings({})).toEqual([])
    expect(warnings(BASIC)).toEqual([])
  })

  it.each<[string, object, Partial<Wish>, RegExp]>([
    ['spans', {}, { traces: true }, /--traces adds nothing/],
    [
      'the general endpoint',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://b.example' },
      {},
      /OTLP_ENDPOINT wins over/,
    ],
    [
      'the endpoint of events',
      { CLINE_OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://b.example' },
      {},
      /LOGS_ENDPOINT wins over/,
    ],
    ['headers of others', { CLINE_OTEL_EXPORTER_OTLP_HEADERS: 'x=1' }, {}, /is sent to http:/],
    ['another protocol', { CLINE_OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, {}, /another value/],
    ['a key without encryption', {}, { key: KEY, url: 'http://10.0.0.5:8484' }, /not encrypted/],
  ])('of %s', (_, env, wish, words) => {
    expect(warnings(env, wish)).toEqual([expect.stringMatching(words)])
  })
})
