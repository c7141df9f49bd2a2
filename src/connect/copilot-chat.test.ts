import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SettingsFile, Wish } from './agent.ts'
import { copilotChat } from './copilot-chat.ts'
import { plainJson } from './json-text.ts'

const URL = 'http://127.0.0.1:8484'
const WISH: Wish = { url: URL, key: null, traces: false, details: false }
const KEY = 'tg_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'
const P = 'github.copilot.chat.otel.'
const BASIC = {
  [`${P}enabled`]: true,
  [`${P}exporterType`]: 'otlp-http',
  [`${P}otlpEndpoint`]: URL,
  [`${P}protocol`]: 'http/json',
}
const WITH_KEY = { ...BASIC, [`${P}headers`]: { Authorization: `Bearer ${KEY}` } }

const file = (text: string | null): SettingsFile => ({
  path: '/home/ana/.config/Code/User/settings.json',
  text,
})
const connected = (text: string | null, wish: Partial<Wish> = {}) =>
  copilotChat.connect(file(text), { ...WISH, ...wish })
const disconnected = (text: string | null, url = URL) => copilotChat.disconnect(file(text), url)
const read = (text: string): unknown => JSON.parse(plainJson(text))
const members = (indent = '  ') =>
  Object.entries(BASIC)
    .map(([name, value]) => `${indent}"${name}": ${JSON.stringify(value)}`)
    .join(',\n')

describe('the settings', () => {
  it('are those of the vendor, and nothing that sends content', () => {
    expect(read(copilotChat.block(copilotChat.settings(WISH)))).toEqual(BASIC)
    const all = copilotChat.settings({ url: URL, key: KEY, traces: true, details: true })
    expect(read(copilotChat.block(all))).toEqual(WITH_KEY)
    expect(JSON.stringify(all)).not.toMatch(/content/i)
  })

  it.each([
    ['linux', {}, '/home/ana/.config/Code/User'],
    ['linux', { XDG_CONFIG_HOME: '/etc/ana' }, '/etc/ana/Code/User'],
    ['darwin', { XDG_CONFIG_HOME: '/etc/ana' }, '/home/ana/Library/Application Support/Code/User'],
    ['win32', {}, '/home/ana/AppData/Roaming/Code/User'],
    ['win32', { APPDATA: '/d/roaming' }, '/d/roaming/Code/User'],
    ['linux', { VSCODE_APPDATA: '/data' }, '/data/Code/User'],
  ] as const)('lie where VS Code looks for them on %s with %j', (platform, env, folder) => {
    const machine = { home: '/home/ana', env, platform }
    expect(copilotChat.folder(machine)).toBe(folder)
    expect(copilotChat.file(machine)).toBe(`${folder}/settings.json`)
  })

  it('are those of Insiders where that is all there is', () => {
    const home = mkdtempSync(join(tmpdir(), 'tachograph-insiders-'))
    const folder = () => copilotChat.folder({ home, env: {}, platform: 'linux' })
    try {
      mkdirSync(join(home, '.config/Code - Insiders/User'), { recursive: true })
      expect(folder()).toBe(join(home, '.config/Code - Insiders/User'))
      mkdirSync(join(home, '.config/Code/User'), { recursive: true })
      expect(folder()).toBe(join(home, '.config/Code/User'))
    } finally {
      rmSync(home, { recursive: true })
    }
  })

  it('are variables of one run as well', () => {
    const line = copilotChat.oneRun?.(copilotChat.settings({ ...WISH, key: KEY })) ?? ''
    const told = execFileSync('sh', ['-c', line.replace(/code$/, 'env')], { encoding: 'utf8' })
    expect(told).toContain('COPILOT_OTEL_ENABLED=true\n')
    expect(told).toContain(`COPILOT_OTEL_ENDPOINT=${URL}\n`)
    expect(told).toContain(`OTEL_EXPORTER_OTLP_HEADERS=Authorization=Bearer ${KEY}\n`)
  })
})

describe('connecting', () => {
  it.each<[string, string | null, string]>([
    ['no file', null, `{\n${members()}\n}\n`],
    ['an empty file', '', `{\n${members()}\n}\n`],
    ['a comment on the last line', '// mine', `// mine\n{\n${members()}\n}\n`],
    ['a file of a comment', '// mine\n', `// mine\n{\n${members()}\n}\n`],
    [
      'comments and commas at the end',
      '// {"a": 1}\n{\n    "editor.fontSize": 12, // small\n    /* of colours */\n    "x": {"y": [1, 2,],},\n}\n',
      `// {"a": 1}\n{\n    "editor.fontSize": 12, // small\n    /* of colours */\n    "x": {"y": [1, 2,],},\n${members('    ')},\n}\n`,
    ],
    [
      'some of them',
      `{\n  "${P}enabled": false,\n  "${P}protocol": "http/json", // as it was\n  "z": 1\n}`,
      `{\n  "${P}enabled": true,\n  "${P}protocol": "http/json", // as it was\n  "z": 1,\n  "${P}exporterType": "otlp-http",\n  "${P}otlpEndpoint": "${URL}"\n}`,
    ],
  ])('%s', (_, before, after) => {
    const { text } = connected(before)
    expect(text).toBe(after)
    expect(connected(text).text).toBe(after)
  })

  it('leaves a file without need of change untouched', () => {
    const text = `{${members('').replaceAll('\n', ' ')}, }`
    expect(connected(text)).toMatchObject({ text, replaced: [] })
  })

  it('puts the key among the headers, and tells what it replaces', () => {
    const before = `{"${P}headers": {"x-team": "a", /* old */ "Authorization": "Bearer tg_old"}, "${P}exporterType": "file"}`
    const edit = connected(before, { key: KEY })
    expect(edit.text).toContain('"x-team": "a", /* old */ "Authorization": "Bearer tg_012')
    expect(edit.replaced).toEqual([
      { name: `${P}exporterType`, from: 'file' },
      { name: `${P}headers.Authorization`, from: 'Bearer tg_old' },
    ])
    expect(read(connected(null, { key: KEY }).text)).toEqual(WITH_KEY)
  })

  it('does not send a key of one server to another', () => {
    const { text } = connected(null, { url: 'https://a.example', key: KEY })
    const moved = connected(text)
    expect(moved.text).not.toContain(KEY)
    expect(read(moved.text)).toEqual(BASIC)
    expect(moved.replaced).toContainEqual({ name: `${P}headers.Authorization`, from: `Bearer ${KEY}` })
    expect(read(connected(connected(null, { key: KEY }).text).text)).toEqual(WITH_KEY)
  })

  it.each([
    ['{"a": 1', /not valid JSON with comments/],
    ['[]', /has to be a JSON object/],
    [`{"${P}headers": "a=b"}`, /headers" has to be an object/],
  ])('refuses %s, and shows nothing of it', (text, message) => {
    for (const run of [
      () => connected(text),
      () => disconnected(text),
      () => copilotChat.current(file(text)),
    ])
      expect(run).toThrow(message)
  })
})

describe('disconnecting', () => {
  it.each([
    ['', '{}'],
    ['{\n  // mine\n  "a": 1\n}\n', '{\n  // mine\n  "a": 1\n}\n'],
    ['{\n  "a": 1, // one\n}\n', '{\n  "a": 1, // one\n}\n'],
  ])('takes out what was put into %j', (before, after) => {
    const { text } = connected(before, { key: KEY })
    const edit = disconnected(text)
    expect(edit.text.trim()).toBe(after.trim())
    expect(Object.keys(edit.settings)).toHaveLength(5)
  })

  it('leaves what goes elsewhere, and values that are not ours', () => {
    const other = connected(null, { url: 'https://a.example' }).text
    expect(disconnected(other)).toEqual({ text: other, settings: {}, replaced: [] })
    const mixed = `{"${P}otlpEndpoint": "${URL}", "${P}exporterType": "otlp-grpc", "${P}headers": {"Authorization": "Basic x"}}`
    expect(read(disconnected(mixed).text)).toEqual({
      [`${P}exporterType`]: 'otlp-grpc',
      [`${P}headers`]: { Authorization: 'Basic x' },
    })
  })
})

it.each<[object, object]>([
  [{}, { on: false, endpoint: null, key: null }],
  [{ [`${P}enabled`]: true }, { on: true, endpoint: 'http://localhost:4318', key: null }],
  [{ [`${P}enabled`]: 'true' }, { on: false, endpoint: null, key: null }],
  [
    { ...BASIC, [`${P}enabled`]: false },
    { on: false, endpoint: URL, key: null },
  ],
  [
    { ...BASIC, [`${P}exporterType`]: 'console' },
    { on: false, endpoint: URL, key: null },
  ],
  [
    { ...BASIC, [`${P}exporterType`]: 'otlp-grpc' },
    { on: true, endpoint: URL, key: null },
  ],
  [WITH_KEY, { on: true, endpoint: URL, key: KEY }],
])('with %j it sends %j', (told, current) => {
  expect(copilotChat.current(file(JSON.stringify(told)))).toEqual(current)
})

describe('warnings', () => {
  const warnings = (told: object, wish: Partial<Wish> = {}, env: Record<string, string> = {}) =>
    copilotChat.warnings(file(JSON.stringify(told)), { ...WISH, ...wish }, env)

  it('are none where all is well', () => {
    expect(warnings(BASIC)).toEqual([])
    expect(warnings(WITH_KEY, { key: KEY }, { COPILOT_OTEL_ENDPOINT: 'http://localhost:8484' })).toEqual([])
    expect(warnings(WITH_KEY)).toEqual([])
  })

  it.each<[object, Partial<Wish>, Record<string, string>, RegExp]>([
    [{ [`${P}captureContent`]: true }, {}, {}, /captureContent is on.*text of prompts/],
    [{}, {}, { COPILOT_OTEL_CAPTURE_CONTENT: 'true' }, /text of prompts/],
    [{}, {}, { COPILOT_OTEL_ENDPOINT: 'http://b.example' }, /COPILOT_OTEL_ENDPOINT.*another place/],
    [
      {},
      {},
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://b.example' },
      /OTEL_EXPORTER_OTLP_ENDPOINT.*another place/,
    ],
    [{}, {}, { COPILOT_OTEL_FILE_EXPORTER_PATH: '/tmp/x' }, /to a file/],
    [{}, {}, { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, /gRPC/],
    [{ [`${P}headers`]: { 'x-team': 'a' } }, {}, {}, /stay, and are sent/],
    [{ [`${P}headers`]: { Authorization: 'Basic x' } }, {}, {}, /stay, and are sent/],
    [{}, { key: KEY, url: 'http://tg.acme.example' }, {}, /not encrypted/],
  ])('of %j, %j, %j', (told, wish, env, expected) => {
    expect(warnings(told, wish, env)).toEqual([expect.stringMatching(expected)])
  })
})
