import { describe, expect, it } from 'vitest'
import type { SettingsFile, Wish } from './agent.ts'
import { claudeCode } from './claude-code.ts'

const URL = 'http://127.0.0.1:8484'
const WISH: Wish = { url: URL, key: null, traces: false, details: false }
const KEY = 'tg_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'
const BASIC = {
  CLAUDE_CODE_ENABLE_TELEMETRY: '1',
  OTEL_METRICS_EXPORTER: 'otlp',
  OTEL_LOGS_EXPORTER: 'otlp',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_EXPORTER_OTLP_ENDPOINT: URL,
}

const file = (text: string | null): SettingsFile => ({ path: '/home/ana/.claude/settings.json', text })
const connected = (text: string | null, wish: Partial<Wish> = {}) =>
  claudeCode.connect(file(text), { ...WISH, ...wish })
const disconnected = (text: string | null, url = URL) => claudeCode.disconnect(file(text), url)
/** The settings as members, each on a line. */
const members = (indent: string, newline = '\n', told: object = BASIC) =>
  Object.entries(told)
    .map(([name, value]) => `${indent}"${name}": "${value}"`)
    .join(`,${newline}`)
const env = (told: object) => JSON.stringify({ env: told })

describe('the settings', () => {
  it('are those of the vendor, and nothing that sends content', () => {
    expect(claudeCode.settings(WISH)).toEqual(BASIC)
    const all = claudeCode.settings({ url: URL, key: KEY, traces: true, details: true })
    expect(all).toEqual({
      ...BASIC,
      OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer ${KEY}`,
      CLAUDE_CODE_ENHANCED_TELEMETRY_BETA: '1',
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_LOG_TOOL_DETAILS: '1',
    })
    expect(JSON.parse(claudeCode.block(all))).toEqual({ env: all })
  })

  it('lie where Claude Code looks for them', () => {
    expect(claudeCode.file({ home: '/home/ana', env: {} })).toBe('/home/ana/.claude/settings.json')
    const moved = { home: '/home/ana', env: { CLAUDE_CONFIG_DIR: '/etc/claude, /other' } }
    expect(claudeCode.file(moved)).toBe('/etc/claude/settings.json')
    expect(claudeCode.folder(moved)).toBe('/etc/claude')
  })
})

describe('connecting', () => {
  it.each<[string, string | null, string]>([
    ['no file', null, `{\n  "env": {\n${members('    ')}\n  }\n}\n`],
    ['an empty object', '{}', `{\n  "env": {\n${members('    ')}\n  }\n}`],
    ['an empty object over lines', '{\n\n}\n\n', `{\n  "env": {\n${members('    ')}\n  }\n}\n\n`],
    [
      'other settings',
      '{\n  "model": "opus",\n  "big": 12345678901234567890, "list": ["a",  "b"]\n}\n',
      `{\n  "model": "opus",\n  "big": 12345678901234567890, "list": ["a",  "b"],\n  "env": {\n${members('    ')}\n  }\n}\n`,
    ],
    [
      'tabs',
      '{\n\t"env": {\n\t\t"FOO": "}\\"{"\n\t},\n\t"model": "opus"\n}',
      `{\n\t"env": {\n\t\t"FOO": "}\\"{",\n${members('\t\t')}\n\t},\n\t"model": "opus"\n}`,
    ],
    ['four spaces', '{\n    "a": 1\n}\n', `{\n    "a": 1,\n    "env": {\n${members('        ')}\n    }\n}\n`],
    [
      'an empty env',
      '{\n  "env": {},\n  "a": {"env": {"OTEL_LOGS_EXPORTER": "none"}}\n}\n',
      `{\n  "env": {\n${members('    ')}\n  },\n  "a": {"env": {"OTEL_LOGS_EXPORTER": "none"}}\n}\n`,
    ],
    [
      'lines that end as on Windows',
      '{\r\n  "a": 1\r\n}\r\n',
      `{\r\n  "a": 1,\r\n  "env": {\r\n${members('    ', '\r\n')}\r\n  }\r\n}\r\n`,
    ],
    [
      'one line',
      '{"a": {"b": []}, "env": {"FOO": "1"}}\n',
      `{"a": {"b": []}, "env": {"FOO": "1", ${members('', '\n').replaceAll('\n', ' ')}}}\n`,
    ],
    ['one line without env', '{"a":1}', `{"a":1, "env": {${members('').replaceAll('\n', ' ')}}}`],
    [
      'some of them',
      `{\n  "env": {\n    "OTEL_LOGS_EXPORTER": "otlp",\n    "CLAUDE_CODE_ENABLE_TELEMETRY": 0,\n    "Z": "z"\n  }\n}\n`,
      `{\n  "env": {\n    "OTEL_LOGS_EXPORTER": "otlp",\n    "CLAUDE_CODE_ENABLE_TELEMETRY": "1",\n    "Z": "z",\n${members(
        '    ',
        '\n',
        {
          OTEL_METRICS_EXPORTER: 'otlp',
          OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
          OTEL_EXPORTER_OTLP_ENDPOINT: URL,
        },
      )}\n  }\n}\n`,
    ],
  ])('%s', (_, before, after) => {
    const { text } = connected(before)
    expect(text).toBe(after)
    expect(connected(text).text).toBe(after)
  })

  it('tells what it replaces, and of members with one name changes the one that counts', () => {
    const text =
      '{"env": {"OTEL_EXPORTER_OTLP_PROTOCOL": "http/json", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}}'
    const edit = connected(text)
    expect(edit.replaced).toEqual([{ name: 'OTEL_EXPORTER_OTLP_PROTOCOL', from: 'grpc' }])
    expect(JSON.parse(edit.text).env).toEqual(BASIC)
  })

  it('leaves an exporter among others alone, and a key that it was not told', () => {
    const text = env({ OTEL_METRICS_EXPORTER: 'prometheus, otlp', OTEL_EXPORTER_OTLP_HEADERS: 'a=b' })
    expect(JSON.parse(connected(text).text).env).toEqual({
      ...BASIC,
      OTEL_METRICS_EXPORTER: 'prometheus, otlp',
      OTEL_EXPORTER_OTLP_HEADERS: 'a=b',
    })
    expect(connected(env({ OTEL_METRICS_EXPORTER: 'none' })).replaced).toEqual([
      { name: 'OTEL_METRICS_EXPORTER', from: 'none' },
    ])
  })

  it('does not send a key of one server to another', () => {
    const there = { OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer ${KEY}` }
    const edit = connected(env({ ...there, OTEL_EXPORTER_OTLP_ENDPOINT: 'https://tg.acme.example' }))
    expect(JSON.parse(edit.text).env).toEqual(BASIC)
    expect(edit.replaced.map((r) => r.name)).toEqual([
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'OTEL_EXPORTER_OTLP_HEADERS',
    ])
    expect(JSON.parse(connected(env({ ...there, ...BASIC })).text).env).toEqual({ ...there, ...BASIC })
  })

  it.each([
    ['', 'not valid JSON'],
    ['{"env": {', 'not valid JSON'],
    ['{} // no comments', 'not valid JSON'],
    ['[]', 'JSON object'],
    ['null', 'JSON object'],
    ['{"env": []}', '"env" has to be an object'],
    ['{"env": null}', '"env" has to be an object'],
    ['{"env": "A=1"}', '"env" has to be an object'],
  ])('%j is refused', (text, why) => {
    const error = { code: 'config', message: expect.stringContaining(why) }
    expect(() => connected(text)).toThrow(expect.objectContaining(error))
    expect(() => disconnected(text)).toThrow(/\/home\/ana\/\.claude\/settings\.json/)
  })

  it('does not quote the file when it refuses it', () => {
    expect(() => connected('{"token": sk-secret}')).toThrow(/^(?!.*secret)/)
  })
})

describe('disconnecting', () => {
  it.each([
    '{}\n',
    '{\n  "model": "opus"\n}\n',
    '{\n\t"env": {\n\t\t"FOO": "1"\n\t},\n\t"b": 1\n}',
    '{"a":1}',
    '{\r\n  "env": {\r\n    "FOO": "1"\r\n  }\r\n}\r\n',
  ])('undoes connecting %j', (before) => {
    const all = { key: KEY, traces: true, details: true }
    const { text } = connected(before, all)
    const edit = disconnected(text)
    expect(edit.text).toBe(before)
    expect(edit.settings).toEqual(claudeCode.settings({ url: URL, ...all }))
  })

  it('takes out only what is ours, wherever it stands', () => {
    const text = env({
      ...BASIC,
      OTEL_METRICS_EXPORTER: 'prometheus,otlp',
      MORE: '1',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=1',
    })
    expect(JSON.parse(disconnected(text).text).env).toEqual({
      OTEL_METRICS_EXPORTER: 'prometheus,otlp',
      MORE: '1',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=1',
    })
  })

  it.each([
    [null, URL],
    ['{}', URL],
    [env({ ...BASIC, OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.acme.example' }), URL],
    [env(BASIC), 'http://127.0.0.1:9000'],
    [env(BASIC), 'https://127.0.0.1'],
  ])('changes nothing in %j that does not send to %s', (text, url) => {
    expect(disconnected(text, url)).toEqual({ text: text ?? '', settings: {}, replaced: [] })
  })

  it('knows this machine by all its names', () => {
    expect(disconnected(env(BASIC), 'http://localhost:8484').text).toBe('{}')
  })
})

describe('what is told of a file', () => {
  it.each([
    [null, { on: false, endpoint: null, key: null }],
    [env({ OTEL_EXPORTER_OTLP_ENDPOINT: '' }), { on: false, endpoint: null, key: null }],
    [env(BASIC), { on: true, endpoint: URL, key: null }],
    [env({ CLAUDE_CODE_ENABLE_TELEMETRY: 'false' }), { on: false, endpoint: null, key: null }],
    [
      env({ OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer%20${KEY}` }),
      { on: false, endpoint: null, key: KEY },
    ],
    [
      env({ OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer abc' }),
      { on: false, endpoint: null, key: null },
    ],
  ])('%j', (text, current) => {
    expect(claudeCode.current(file(text))).toEqual(current)
  })
})

describe('warnings', () => {
  const warnings = (text: string | null, environment = {}, wish: Partial<Wish> = {}) =>
    claudeCode.warnings(file(text), { ...WISH, ...wish }, environment)

  it('are none where all is well', () => {
    expect(warnings(null)).toEqual([])
    expect(warnings(env({ ...BASIC, OTEL_LOG_USER_PROMPTS: '0' }), BASIC)).toEqual([])
    expect(warnings(env({ ...BASIC, OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer ${KEY}` }))).toEqual([])
  })

  it.each<[string, string | null, object, Partial<Wish>, RegExp]>([
    [
      'prompts in the file',
      env({ OTEL_LOG_USER_PROMPTS: '1' }),
      {},
      {},
      /PROMPTS is set in .*settings\.json: .*leaves/,
    ],
    [
      'prompts in the environment',
      null,
      { OTEL_LOG_USER_PROMPTS: 'true' },
      {},
      /in the environment: .*leaves/,
    ],
    ['whole requests', env({ OTEL_LOG_RAW_API_BODIES: 1 }), {}, {}, /whole requests/],
    [
      'an endpoint of one signal',
      env({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'https://x.example/v1/metrics' }),
      {},
      {},
      /METRICS_ENDPOINT in .*settings\.json wins over OTEL_EXPORTER_OTLP_ENDPOINT for metrics/,
    ],
    [
      'a protocol of one signal',
      null,
      { OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'grpc' },
      {},
      /LOGS_PROTOCOL in the environment/,
    ],
    ['the environment', null, { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, {}, /PROTOCOL has another value/],
    ['headers of others', env({ OTEL_EXPORTER_OTLP_HEADERS: 'x-key=1' }), {}, {}, /is sent to http:/],
    ['a helper', '{"otelHeadersHelper": "/bin/h"}', {}, { key: KEY }, /otelHeadersHelper/],
    ['a key without encryption', null, {}, { key: KEY, url: 'http://10.0.0.5:8484' }, /not encrypted/],
  ])('of %s', (_, text, environment, wish, words) => {
    expect(warnings(text, environment, wish)).toEqual([expect.stringMatching(words)])
  })
})
