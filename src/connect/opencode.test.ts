/** The settings of OpenCode: a switch within a file that may have comments, and what its shell has to say. */
import { describe, expect, it } from 'vitest'
import type { SettingsFile, Wish } from './agent.ts'
import { openCode } from './opencode.ts'

const URL = 'http://127.0.0.1:8484'
const WISH: Wish = { url: URL, key: null, traces: false, details: false }
const KEY = 'tg_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'
const file = (text: string | null): SettingsFile => ({
  path: '/home/ana/.config/opencode/opencode.json',
  text,
})
const connected = (text: string | null) => openCode.connect(file(text), WISH)

it('lie where OpenCode looks for them', () => {
  const at = (env: Record<string, string>) => openCode.file({ home: '/home/ana', env })
  expect(at({})).toBe('/home/ana/.config/opencode/opencode.json')
  expect(at({ XDG_CONFIG_HOME: '/etc/xdg' })).toBe('/etc/xdg/opencode/opencode.json')
  expect(at({ OPENCODE_CONFIG_DIR: '/etc/oc' })).toBe('/etc/oc/opencode.json')
  expect(at({ OPENCODE_CONFIG: '/etc/oc.json' })).toBe('/etc/oc.json')
})

describe('connecting', () => {
  it.each<[string, string | null, string]>([
    ['no file', null, '{\n  "experimental": {\n    "openTelemetry": true\n  }\n}\n'],
    ['an empty object', '{}', '{\n  "experimental": {\n    "openTelemetry": true\n  }\n}'],
    [
      'comments and commas at the end',
      '// {"experimental": {}}\n{\n  "model": "a//b", // mine\n  "plugin": ["x",],\n}\n',
      '// {"experimental": {}}\n{\n  "model": "a//b", // mine\n  "plugin": ["x",],\n  "experimental": {\n    "openTelemetry": true\n  },\n}\n',
    ],
    [
      'other experiments',
      '{\n  "experimental": {\n    "batch_tool": true /* , "openTelemetry": true */\n  }\n}\n',
      '{\n  "experimental": {\n    "batch_tool": true, /* , "openTelemetry": true */\n    "openTelemetry": true\n  }\n}\n',
    ],
    [
      'it switched off',
      '{"experimental": {"openTelemetry": false}}',
      '{"experimental": {"openTelemetry": true}}',
    ],
    ['it switched on', '{"experimental":{"openTelemetry":true}}', '{"experimental":{"openTelemetry":true}}'],
  ])('%s', (_, before, after) => {
    const { text } = connected(before)
    expect(text).toBe(after)
    expect(connected(text).text).toBe(after)
    expect(openCode.current(file(text)).on).toBe(true)
  })

  it('tells what it replaces', () => {
    expect(connected('{"experimental": {"openTelemetry": "no"}}').replaced).toEqual([
      { name: 'experimental.openTelemetry', from: '"no"' },
    ])
  })

  it.each([
    ['{', 'not valid JSON'],
    ['{"a": "secret}', 'not valid JSON'],
    ['/* no end', 'not valid JSON'],
    ['[]', 'has to be a JSON object'],
    ['{"experimental": []}', '"experimental" has to be an object'],
  ])('refuses %s, and quotes nothing of it', (text, expected) => {
    expect(() => connected(text)).toThrow(expected)
    expect(() => connected(text)).not.toThrow('secret')
  })
})

it('the rest is for the shell, with the key as OpenCode sends it', () => {
  expect(openCode.shell?.(WISH)).toEqual({ OTEL_EXPORTER_OTLP_ENDPOINT: URL })
  expect(openCode.shell?.({ ...WISH, key: KEY })).toEqual({
    OTEL_EXPORTER_OTLP_ENDPOINT: URL,
    OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer ${KEY}`,
  })
})

describe('where it sends to', () => {
  const on = file('{"experimental": {"openTelemetry": true}}')
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: URL,
    OTEL_EXPORTER_OTLP_HEADERS: `a=b,Authorization=Bearer ${KEY}`,
  }
  it('is told by the environment', () => {
    expect(openCode.current(on, env)).toEqual({ on: true, endpoint: URL, key: KEY })
    expect(openCode.current(file(null), {})).toEqual({ on: false, endpoint: null, key: null })
  })
  it('warns of texts that leave the machine, and of another address', () => {
    const warnings = (told: Record<string, string>) => openCode.warnings(on, WISH, told).join('\n')
    expect(warnings({})).toContain('text of prompts')
    expect(warnings(env)).not.toContain('OTEL_EXPORTER_OTLP_ENDPOINT is')
    expect(warnings({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.acme.example' })).toContain(
      'otel.acme.example',
    )
  })
  it('decides whether the switch is ours to take out', () => {
    const out = openCode.disconnect(on, URL, env)
    expect(out).toEqual({ text: '{}', settings: { 'experimental.openTelemetry': 'true' }, replaced: [] })
    const elsewhere = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.acme.example' }
    expect(openCode.disconnect(on, URL, elsewhere).settings).toEqual({})
    const commented = '{\n  // mine\n  "experimental": {"openTelemetry": true, "batch_tool": true},\n}'
    expect(openCode.disconnect(file(commented), URL).text).toBe(
      '{\n  // mine\n  "experimental": {"batch_tool": true},\n}',
    )
  })
})
