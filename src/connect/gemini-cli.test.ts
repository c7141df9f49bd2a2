import { describe, expect, it } from 'vitest'
import type { Agent, SettingsFile, Wish } from './agent.ts'
import { geminiCli } from './gemini-cli.ts'
import { qwenCode } from './qwen-code.ts'

const URL = 'http://127.0.0.1:8484'
const WISH: Wish = { url: URL, key: null, traces: false, details: false }
const KEY = 'tg_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'
const TELEMETRY = {
  enabled: true,
  target: 'local',
  otlpEndpoint: URL,
  otlpProtocol: 'http',
  logPrompts: false,
}

const file = (text: string | null): SettingsFile => ({ path: '/home/ana/.gemini/settings.json', text })
const connected = (text: string | null, wish: Partial<Wish> = {}) =>
  geminiCli.connect(file(text), { ...WISH, ...wish })
const disconnected = (text: string | null, url = URL) => geminiCli.disconnect(file(text), url)
const telemetry = (told: object) => JSON.stringify({ telemetry: told })
/** The settings as members, each on a line. */
const members = (indent: string) =>
  Object.entries(TELEMETRY)
    .map(([name, value]) => `${indent}"${name}": ${JSON.stringify(value)}`)
    .join(',\n')

describe('the settings', () => {
  it('are those of the vendor, as variables and as a part of the file, and never send prompts', () => {
    expect(geminiCli.settings(WISH)).toEqual({
      GEMINI_TELEMETRY_ENABLED: 'true',
      GEMINI_TELEMETRY_TARGET: 'local',
      GEMINI_TELEMETRY_OTLP_ENDPOINT: URL,
      GEMINI_TELEMETRY_OTLP_PROTOCOL: 'http',
      GEMINI_TELEMETRY_LOG_PROMPTS: 'false',
    })
    expect(JSON.parse(geminiCli.block(geminiCli.settings(WISH)))).toEqual({ telemetry: TELEMETRY })
    const all = geminiCli.settings({ url: URL, key: KEY, traces: true, details: true })
    expect(JSON.parse(geminiCli.block(all))).toEqual({
      telemetry: { ...TELEMETRY, otlpEndpoint: `${URL}/k/${KEY}`, traces: true },
    })
    expect(qwenCode.settings({ ...WISH, traces: true })).toEqual({
      QWEN_TELEMETRY_ENABLED: 'true',
      QWEN_TELEMETRY_OTLP_ENDPOINT: URL,
      QWEN_TELEMETRY_OTLP_PROTOCOL: 'http',
      QWEN_TELEMETRY_LOG_PROMPTS: 'false',
    })
  })

  it('keep a key in its part of the address', () => {
    const { GEMINI_TELEMETRY_OTLP_ENDPOINT: told } = geminiCli.settings({ ...WISH, key: 'a/b+c=' })
    expect(told).toBe(`${URL}/k/a%2Fb%2Bc%3D`)
  })

  it.each<[Agent, Record<string, string>, string]>([
    [geminiCli, {}, '/home/ana/.gemini/settings.json'],
    [geminiCli, { GEMINI_CLI_HOME: '/srv/g' }, '/srv/g/.gemini/settings.json'],
    [qwenCode, {}, '/home/ana/.qwen/settings.json'],
    [qwenCode, { QWEN_HOME: '/srv/q' }, '/srv/q/settings.json'],
    [qwenCode, { QWEN_HOME: '~/q' }, '/home/ana/q/settings.json'],
  ])('lie where %j looks for them', (agent, env, path) => {
    expect(agent.file({ home: '/home/ana', env })).toBe(path)
  })
})

describe('connecting', () => {
  const made = `"telemetry": {\n${members('    ')}\n  }`
  it.each<[string, string | null, string]>([
    ['no file', null, `{\n  ${made}\n}\n`],
    ['a comment alone', '{\n  // nothing yet\n}\n', `{\n  // nothing yet\n  ${made}\n}\n`],
    [
      'comments around',
      '// mine\n{\n  "ui": {"theme": "x // y"}, /* a */\n  "model": "/* no comment */" // why\n  // last\n}\n',
      `// mine\n{\n  "ui": {"theme": "x // y"}, /* a */\n  "model": "/* no comment */", // why\n  ${made}\n  // last\n}\n`,
    ],
    [
      'comments within',
      '{\n  "telemetry": { // off for now\n    "enabled": false, // really\n    "otlpProtocol": "http"\n    /* end */\n  }\n}\n',
      `{\n  "telemetry": { // off for now\n    "enabled": true, // really\n    "otlpProtocol": "http",\n    "target": "local",\n    "otlpEndpoint": "${URL}",\n    "logPrompts": false\n    /* end */\n  }\n}\n`,
    ],
    [
      'a comment that looks like it',
      '{\n  // "telemetry": {}\n  "a": 1\n}',
      `{\n  // "telemetry": {}\n  "a": 1,\n  ${made}\n}`,
    ],
    [
      'one line',
      '{"a": 1 /* b */}',
      `{"a": 1, "telemetry": {${members('').replaceAll(',\n', ', ')}} /* b */}`,
    ],
  ])('%s', (_, before, after) => {
    const { text } = connected(before)
    expect(text).toBe(after)
    expect(connected(text)).toMatchObject({ text, replaced: [] })
  })

  it('tells what it replaces: prompts that were sent, a file, another server', () => {
    const before = {
      ...{ enabled: true, target: 'gcp', otlpEndpoint: 'http://localhost:4317', logPrompts: true },
      outfile: '/tmp/t.log',
    }
    const edit = connected(telemetry(before))
    expect(JSON.parse(edit.text)).toEqual({ telemetry: TELEMETRY })
    expect(edit.replaced).toEqual([
      { name: 'telemetry.target', from: 'gcp' },
      { name: 'telemetry.otlpEndpoint', from: 'http://localhost:4317' },
      { name: 'telemetry.logPrompts', from: 'true' },
      { name: 'telemetry.outfile', from: '/tmp/t.log' },
    ])
  })

  it('keeps the key of this server, and takes none to another', () => {
    const keyed = telemetry({ ...TELEMETRY, otlpEndpoint: `${URL}/k/${KEY}` })
    expect(connected(keyed)).toMatchObject({ text: keyed, replaced: [] })
    const elsewhere = connected(keyed, { url: 'https://tg.acme.example' })
    expect(JSON.parse(elsewhere.text).telemetry.otlpEndpoint).toBe('https://tg.acme.example')
    expect(JSON.parse(connected(keyed, { key: 'tg_new' }).text).telemetry.otlpEndpoint).toBe(
      `${URL}/k/tg_new`,
    )
  })

  it.each([
    ['', 'not valid JSON'],
    ['{"telemetry": {', 'not valid JSON'],
    ['{"a": 1,}', 'not valid JSON'],
    ['{ /* open', 'not valid JSON'],
    ['[]', 'JSON object'],
    ['{"telemetry": true}', '"telemetry" has to be an object'],
  ])('%j is refused', (text, why) => {
    const error = { code: 'config', message: expect.stringContaining(why) }
    expect(() => connected(text)).toThrow(expect.objectContaining(error))
    expect(() => disconnected(text)).toThrow(/\/home\/ana\/\.gemini\/settings\.json/)
  })
})

describe('disconnecting', () => {
  it.each([
    '{}\n',
    '{\n  "model": "x"\n}\n',
    '{\n  // mine\n  "model": "x" // why\n  // last\n}\n',
    '{\n  "telemetry": {\n    "useCollector": true // mine\n  },\n  "b": 1\n}',
    '{\n  "telemetry": {\n    // mine\n    "useCollector": true\n  }\n}',
    '{"a":1}',
  ])('undoes connecting %j', (before) => {
    for (const agent of [geminiCli, qwenCode]) {
      const wish = { url: URL, key: KEY, traces: true, details: true }
      const { text } = agent.connect(file(before), wish)
      const edit = agent.disconnect(file(text), URL)
      expect(edit.text).toBe(before)
      expect(edit.settings).toEqual(agent.settings(wish))
    }
  })

  it('leaves comments, also where nothing else is left, and JSON in any case', () => {
    const text = `{\n  "telemetry": { // off\n    "enabled": true, // on\n    "otlpEndpoint": "${URL}" // here\n  }, // end\n  "a": 1 // x\n}`
    const after = disconnected(text).text
    for (const comment of ['// off', '// on', '// here', '// end', '// x']) expect(after).toContain(comment)
    expect(connected(after).text).toContain('"enabled": true')
    const last = `{"a": 1, // x\n "telemetry": {"otlpEndpoint": "${URL}"}}`
    expect(() => connected(disconnected(last).text)).not.toThrow()
    expect(disconnected(last).text).toContain('// x\n')
  })

  it('takes out only what is ours', () => {
    const text = telemetry({ ...TELEMETRY, logPrompts: true, useCollector: true })
    expect(JSON.parse(disconnected(text).text)).toEqual({
      telemetry: { logPrompts: true, useCollector: true },
    })
  })

  it.each([
    [null, URL],
    ['{}', URL],
    [telemetry({ ...TELEMETRY, otlpEndpoint: 'https://otel.acme.example' }), URL],
    [telemetry({ ...TELEMETRY, target: 'gcp' }), URL],
    [telemetry(TELEMETRY), 'http://127.0.0.1:9000'],
  ])('changes nothing in %j that does not send to %s', (text, url) => {
    expect(disconnected(text, url)).toEqual({ text: text ?? '', settings: {}, replaced: [] })
  })
})

describe('what is told of a file', () => {
  it.each([
    [null, { on: false, endpoint: null, key: null }],
    [telemetry(TELEMETRY), { on: true, endpoint: URL, key: null }],
    [telemetry({ ...TELEMETRY, otlpEndpoint: `${URL}/k/${KEY}` }), { on: true, endpoint: URL, key: KEY }],
    [telemetry({ enabled: true }), { on: true, endpoint: 'http://localhost:4317', key: null }],
    [telemetry({ enabled: 'true' }), { on: false, endpoint: null, key: null }],
    [telemetry({ enabled: true, target: 'gcp' }), { on: true, endpoint: 'Google Cloud', key: null }],
    [telemetry({ ...TELEMETRY, target: 'gcp', useCollector: true }), { on: true, endpoint: URL, key: null }],
    [telemetry({ ...TELEMETRY, outfile: '/tmp/t.log' }), { on: true, endpoint: '/tmp/t.log', key: null }],
  ])('%j', (text, current) => {
    expect(geminiCli.current(file(text))).toEqual(current)
    expect(geminiCli.withheld(file(text))).toBeNull()
  })
})

describe('warnings', () => {
  const warnings = (env = {}, wish: Partial<Wish> = {}, agent = geminiCli) =>
    agent.warnings(file(null), { ...WISH, ...wish }, env)

  it('are none where all is well', () => {
    expect(warnings()).toEqual([])
    expect(
      warnings({
        ...geminiCli.settings(WISH),
        GEMINI_TELEMETRY_ENABLED: '1',
        GEMINI_TELEMETRY_LOG_PROMPTS: '',
      }),
    ).toEqual([])
  })

  it.each<[string, object, RegExp]>([
    ['prompts', { GEMINI_TELEMETRY_LOG_PROMPTS: 'true' }, /LOG_PROMPTS .*the text of prompts.*leaves/],
    ['another protocol', { GEMINI_TELEMETRY_OTLP_PROTOCOL: 'grpc' }, /PROTOCOL has another value.*wins over/],
    ['a switch', { GEMINI_TELEMETRY_ENABLED: 'false' }, /ENABLED has another value/],
    ['a file', { GEMINI_TELEMETRY_OUTFILE: '/tmp/x' }, /OUTFILE in the environment wins/],
    [
      'the endpoint of all',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x' },
      /OTEL_EXPORTER_OTLP_ENDPOINT .* wins/,
    ],
  ])('of %s', (_, env, words) => {
    expect(warnings(env)).toEqual([expect.stringMatching(words)])
  })

  it('of a key in an address', () => {
    expect(warnings({}, { key: KEY })).toEqual([expect.stringMatching(/cannot send a header/)])
    expect(warnings({}, { key: KEY, url: 'http://10.0.0.5:8484' })).toHaveLength(2)
    expect(warnings({ OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://x' }, {}, qwenCode)).toEqual([
      expect.stringMatching(/LOGS_ENDPOINT in the environment wins/),
    ])
  })
})
