import { describe, expect, it } from 'vitest'
import type { Wish } from './agent.ts'
import { droid } from './droid.ts'

const URL = 'http://127.0.0.1:8484'
const WISH: Wish = { url: URL, key: null, traces: false, details: false }
const KEY = 'tg_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'
const NONE = { path: 'the environment', text: null }

describe('the settings', () => {
  it('are two variables of the environment, and nothing that sends content', () => {
    expect(droid.settings(WISH)).toEqual({ OTEL_TELEMETRY_ENDPOINT: URL })
    const all = { url: URL, key: KEY, traces: true, details: true }
    expect(droid.settings(all)).toEqual({
      OTEL_TELEMETRY_ENDPOINT: URL,
      OTEL_TELEMETRY_HEADERS: `Authorization=Bearer ${KEY}`,
    })
    expect(droid.block(droid.settings(all))).toBe(
      `export OTEL_TELEMETRY_ENDPOINT=${URL}\nexport OTEL_TELEMETRY_HEADERS='Authorization=Bearer ${KEY}'`,
    )
  })

  it('stand in no file, so nothing is written or taken out', () => {
    const machine = { home: '/home/ana', env: {} }
    expect([droid.file(machine), droid.folder(machine)]).toEqual([null, '/home/ana/.factory'])
    expect(droid.connect(NONE, WISH)).toEqual({ text: '', settings: droid.settings(WISH), replaced: [] })
    expect(droid.disconnect(NONE, URL)).toEqual({ text: '', settings: {}, replaced: [] })
    expect(droid.withheld(NONE)).toBeNull()
  })
})

it.each([
  [{}, { on: false, endpoint: null, key: null }],
  [{ OTEL_TELEMETRY_ENDPOINT: '' }, { on: false, endpoint: null, key: null }],
  [{ OTEL_TELEMETRY_ENDPOINT: URL }, { on: true, endpoint: URL, key: null }],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: URL }, { on: true, endpoint: URL, key: null }],
  [
    { OTEL_TELEMETRY_ENDPOINT: URL, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://b.example' },
    { on: true, endpoint: URL, key: null },
  ],
  [
    { OTEL_TELEMETRY_ENDPOINT: URL, OTEL_TELEMETRY_HEADERS: `Authorization=Bearer ${KEY}` },
    { on: true, endpoint: URL, key: KEY },
  ],
  [{ OTEL_TELEMETRY_HEADERS: 'api-key=1' }, { on: false, endpoint: null, key: null }],
])('with %j in the environment it sends %j', (env, current) => {
  expect(droid.current(NONE, env)).toEqual(current)
})

describe('warnings', () => {
  const warnings = (env: object, wish: Partial<Wish> = {}) =>
    droid.warnings(NONE, { ...WISH, ...wish }, env as Record<string, string>)

  it('are none where all is well', () => {
    expect(warnings({})).toEqual([])
    expect(warnings({ ...droid.settings(WISH), OTEL_LOG_MESSAGE_CONTENT: '0' })).toEqual([])
  })

  it.each<[string, object, Partial<Wish>, RegExp]>([
    [
      'content',
      { OTEL_LOG_MESSAGE_CONTENT: 'true' },
      { traces: true },
      /text of messages.*leave this machine/,
    ],
    ['spans', {}, { traces: true }, /--traces adds nothing/],
    ['another format', { OTEL_TELEMETRY_FORMAT: 'genai' }, {}, /none of the metrics/],
    ['headers of others', { OTEL_TELEMETRY_HEADERS: 'x=1' }, {}, /is sent to http:/],
    ['another endpoint', { OTEL_TELEMETRY_ENDPOINT: 'http://b.example' }, {}, /another value/],
    ['a key without encryption', {}, { key: KEY, url: 'http://10.0.0.5:8484' }, /not encrypted/],
  ])('of %s', (_, env, wish, words) => {
    expect(warnings(env, wish)).toEqual([expect.stringMatching(words)])
  })
})
