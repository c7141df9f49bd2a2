/** The settings of Codex: what is written into its config.toml, and what is left as it is. */
import fc from 'fast-check'
import { parse, type TomlTable } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import type { SettingsFile, Wish } from './agent.ts'
import { codex } from './codex.ts'

const URL = 'http://127.0.0.1:8484'
const WISH: Wish = { url: URL, key: null, traces: false, details: false }
const KEY = 'tg_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'
const PATH = '/home/ana/.codex/config.toml'
const EXPORTER = `{ otlp-http = { endpoint = "${URL}/v1/logs", protocol = "binary" } }`
const LINES = `exporter = ${EXPORTER}\ntrace_exporter = "none"\n`
const OTHER = '{ otlp-http = { endpoint = "https://me:pw@otel.acme.example/v1/logs", protocol = "json" } }'

const file = (text: string | null): SettingsFile => ({ path: PATH, text })
const connected = (text: string | null, wish: Partial<Wish> = {}) =>
  codex.connect(file(text), { ...WISH, ...wish })
const disconnected = (text: string | null, url = URL) => codex.disconnect(file(text), url)
const otel = (text: string) => parse(text).otel as Record<string, Record<string, Record<string, unknown>>>

describe('the settings', () => {
  it('are those of the vendor: full addresses, and no spans unless asked for', () => {
    expect(codex.settings(WISH)).toEqual({
      'otel.exporter.otlp-http.endpoint': `${URL}/v1/logs`,
      'otel.exporter.otlp-http.protocol': 'binary',
      'otel.trace_exporter': 'none',
    })
    const all = codex.settings({ url: URL, key: KEY, traces: true, details: true })
    expect(all).toEqual({
      'otel.exporter.otlp-http.endpoint': `${URL}/v1/logs`,
      'otel.exporter.otlp-http.protocol': 'binary',
      'otel.exporter.otlp-http.headers.Authorization': `Bearer ${KEY}`,
      'otel.trace_exporter.otlp-http.endpoint': `${URL}/v1/traces`,
      'otel.trace_exporter.otlp-http.protocol': 'binary',
      'otel.trace_exporter.otlp-http.headers.Authorization': `Bearer ${KEY}`,
    })
    const told = (signal: string) => ({
      'otlp-http': {
        endpoint: `${URL}/v1/${signal}`,
        protocol: 'binary',
        headers: { Authorization: `Bearer ${KEY}` },
      },
    })
    expect(parse(codex.block(all))).toEqual({
      otel: { exporter: told('logs'), trace_exporter: told('traces') },
    })
  })

  it('are for one run what the command line of Codex takes', () => {
    expect(codex.oneRun?.(codex.settings(WISH))).toBe(
      `codex -c 'otel.exporter=${EXPORTER}' -c 'otel.trace_exporter="none"'`,
    )
  })

  it('lie where Codex looks for them', () => {
    expect(codex.file({ home: '/home/ana', env: {} })).toBe(PATH)
    const moved = { home: '/home/ana', env: { CODEX_HOME: '/etc/codex' } }
    expect(codex.file(moved)).toBe('/etc/codex/config.toml')
    expect(codex.folder(moved)).toBe('/etc/codex')
  })
})

describe('connecting', () => {
  it.each<[string, string | null, string]>([
    ['no file', null, `[otel]\n${LINES}`],
    ['an empty file', '', `[otel]\n${LINES}`],
    [
      'other settings',
      'model = "gpt-5.5" # mine\nbig = 12345678901234567890\n\n[mcp_servers.docs]\ncommand = "x"\n',
      `model = "gpt-5.5" # mine\nbig = 12345678901234567890\n\n[mcp_servers.docs]\ncommand = "x"\n\n[otel]\n${LINES}`,
    ],
    ['no end of line', 'a = 1', `a = 1\n\n[otel]\n${LINES}`],
    ['lines that end as on Windows', 'a = 1\r\n', `a = 1\r\n\r\n[otel]\r\n${LINES.replaceAll('\n', '\r\n')}`],
    [
      'a table of its own',
      '[otel] # telemetry\n  environment = "prod" # ours\n  # the end\n\n[tui]\nx = [\n  "[otel]", # no\n]\n',
      `[otel] # telemetry\n  environment = "prod" # ours\n  ${LINES.replace('\ntrace', '\n  trace')}  # the end\n\n[tui]\nx = [\n  "[otel]", # no\n]\n`,
    ],
    ['an empty table', '[otel]\n[tui]\n', `[otel]\n${LINES}[tui]\n`],
    [
      'an exporter that does nothing',
      '[otel]\nexporter = "none"   # off\nlog_user_prompt = false\n',
      `[otel]\nexporter = ${EXPORTER}   # off\nlog_user_prompt = false\ntrace_exporter = "none"\n`,
    ],
    [
      'tables below tables',
      `[otel]\nenvironment = "x"\n\n[otel.exporter."otlp-http"]\nendpoint = "http://localhost:8484/v1/logs"\nprotocol = "json"\n\n[otel.exporter.'otlp-http'.headers]\nx-team = "a=b#]"\n\n[tui]\n`,
      `[otel]\nenvironment = "x"\nexporter = { otlp-http = { endpoint = "${URL}/v1/logs", protocol = "json", headers = { x-team = "a=b#]" } } }\ntrace_exporter = "none"\n\n[tui]\n`,
    ],
    [
      'keys with dots',
      `otel.exporter.otlp-http.endpoint = "${URL}/v1/logs"\notel.exporter.otlp-http.protocol = "grpc"\notel.environment = "x"\n\n[tui]\n`,
      `otel.environment = "x"\notel.exporter = ${EXPORTER}\notel.trace_exporter = "none"\n\n[tui]\n`,
    ],
    [
      'spans that go elsewhere',
      `[otel]\ntrace_exporter = ${OTHER}\n`,
      `[otel]\ntrace_exporter = ${OTHER}\nexporter = ${EXPORTER}\n`,
    ],
    [
      'metrics, which stay where they go',
      '[otel]\nmetrics_exporter = "statsig"\n',
      `[otel]\nmetrics_exporter = "statsig"\n${LINES}`,
    ],
    [
      'long texts',
      `a = """\n[otel]\nexporter = "x" \\""" # """\nb = '''\n[otel]'''\nc = { d = "}", e = ['}', "#"] }\nf = """g""""\n`,
      `a = """\n[otel]\nexporter = "x" \\""" # """\nb = '''\n[otel]'''\nc = { d = "}", e = ['}', "#"] }\nf = """g""""\n\n[otel]\n${LINES}`,
    ],
  ])('%s', (_, before, after) => {
    const { text } = connected(before)
    expect(text).toBe(after)
    expect(connected(text)).toMatchObject({ text: after, replaced: [] })
  })

  it('tells what it replaces', () => {
    expect(connected(`[otel]\nexporter = "none"\n`).replaced).toEqual([
      { name: 'otel.exporter', from: 'none' },
    ])
    expect(connected(`[otel]\nexporter = ${OTHER}\n`).replaced).toEqual([
      { name: 'otel.exporter.otlp-http.endpoint', from: 'https://me:pw@otel.acme.example/v1/logs' },
      { name: 'otel.exporter.otlp-http.protocol', from: 'json' },
    ])
  })

  it('keeps a key that it was not told, and puts a new one in the place of the old', () => {
    const { text } = connected('', { key: KEY, traces: true })
    expect(connected(text).text).toBe(text)
    const other = `${KEY.slice(0, -1)}x`
    const renewed = connected(text.replaceAll('Authorization', 'authorization'), { key: other })
    for (const exporter of ['exporter', 'trace_exporter'])
      expect(otel(renewed.text)[exporter]?.['otlp-http']?.headers).toEqual({
        Authorization: `Bearer ${other}`,
      })
  })

  it('sends nothing that one server was told to another', () => {
    const { text } = connected('', { url: 'https://tg.acme.example', key: KEY })
    const moved = connected(text.replace('headers = {', 'headers = { x-team = "t",'))
    expect(otel(moved.text).exporter).toEqual({
      'otlp-http': { endpoint: `${URL}/v1/logs`, protocol: 'binary' },
    })
    expect(moved.replaced.map(({ name }) => name)).toContain('otel.exporter.otlp-http.headers.Authorization')
  })

  it('asks for spans only where nobody else gets them', () => {
    const asked = (text: string) => otel(connected(text, { traces: true }).text).trace_exporter
    const ours = { 'otlp-http': { endpoint: `${URL}/v1/traces`, protocol: 'binary' } }
    expect(asked('')).toEqual(ours)
    expect(asked(connected('').text)).toEqual(ours)
    expect(asked(`[otel]\ntrace_exporter = ${OTHER}\n`)).toEqual(parse(`x = ${OTHER}`).x)
  })

  it.each([
    ['[otel', 'not valid TOML'],
    ['a = 1\na = 2', 'not valid TOML'],
    ['[otel]\nexporter = "a"\n[otel.exporter.otlp-http]\nendpoint = "b"', 'not valid TOML'],
    ['otel = 3', '"otel" has to be a table'],
    ['[[otel]]', '"otel" has to be a table'],
    ['otel = { environment = "x" }', 'write it as [otel]'],
  ])('%j is refused', (text, why) => {
    const error = { code: 'config', message: expect.stringContaining(why) }
    expect(() => connected(text)).toThrow(expect.objectContaining(error))
    expect(() => connected(text)).toThrow(PATH)
  })

  it('does not quote the file when it refuses it', () => {
    expect(() => connected('token = sk-secret')).toThrow(/^(?!.*secret)/)
  })
})

describe('disconnecting', () => {
  it.each([
    '',
    'model = "gpt-5.5"\n',
    'model = "gpt-5.5"\n\n[tui]\nx = 1\n',
    '[otel]\nenvironment = "prod"\n\n[tui]\n',
    '[otel]\n# nothing yet\nenvironment = "prod" # ours\n',
    'a = 1\r\n',
  ])('undoes connecting %j', (before) => {
    const all = { key: KEY, traces: true, details: true }
    for (const wish of [{}, all]) {
      const edit = disconnected(connected(before, wish).text)
      expect(edit.text).toBe(before)
      expect(edit.settings).toEqual(codex.settings({ ...WISH, ...wish }))
    }
  })

  it('takes out what sends here, however it is written, and nothing else', () => {
    const text = `[otel]\nmetrics_exporter = "none"\ntrace_exporter = ${OTHER}\n[otel.exporter.otlp-http]\nendpoint = "http://localhost:8484/v1/logs"\n# kept\nprotocol = "binary"\n`
    expect(disconnected(text).text).toBe(
      `[otel]\nmetrics_exporter = "none"\ntrace_exporter = ${OTHER}\n# kept\n`,
    )
  })

  it.each([
    [null, URL],
    ['model = "x"\n', URL],
    [`[otel]\nexporter = ${OTHER}\ntrace_exporter = "none"\n`, URL],
    [`[otel]\n${LINES}`, 'http://127.0.0.1:9000'],
  ])('changes nothing in %j that does not send to %s', (text, url) => {
    expect(disconnected(text, url)).toEqual({ text: text ?? '', settings: {}, replaced: [] })
  })
})

/** Lines of files as people write them; not every order of them is valid. */
const PIECES = [
  ...[
    '# c\n',
    '\n',
    'a = 1\n',
    'b = """x\n[otel]\n"""""\n',
    "c = '''\n'''\n",
    '[t]\n',
    '[[u]]\n',
    '[ "v" . w ] # y\n',
  ],
  ...[
    'd = [ # no\n  "]", [1,\n2],\n]\n',
    'e.f."g.h" = "\\" # x"\n',
    "'q' = 1979-05-27T07:32:00Z\n",
    '\tz = true\r\n',
  ],
  ...['[otel]\n', 'environment = "x" # é\n', 'exporter = "none"\n', 'span_attributes = { a = "b" }\n'],
  ...['[otel.exporter]\n', '[otel.exporter.otlp-http]\n', 'protocol = "json"\n', `endpoint = "${URL}/x"\n`],
  ...['[otel.exporter.otlp-http.headers]\n', '"x y" = "=]"\n', '[otel.span_attributes]\n'],
  ...['otel.environment = "e"\n', 'otel.exporter.otlp-grpc.endpoint = "http://h:1"\n'],
  `trace_exporter = { otlp-http = { endpoint = "${URL}/v1/traces", protocol = "binary" } } # t\n`,
]

function valid(text: string): TomlTable | null {
  try {
    return parse(text)
  } catch {
    return null
  }
}

/** What a file says beside the exporters. */
function others(document: TomlTable) {
  const { otel: telemetry, ...rest } = structuredClone(document)
  const more = Object.entries(telemetry ?? {}).filter(([name]) => !name.endsWith('exporter'))
  return { rest, more: Object.fromEntries(more) }
}

it('whatever a file says, nothing but the exporters is changed, by connecting or by undoing it', () => {
  const texts = fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(texts, fc.boolean(), fc.boolean(), (text, keyed, traces) => {
      const before = valid(text)
      fc.pre(before !== null)
      const wish = { key: keyed ? KEY : null, traces }
      const after = connected(text, wish).text
      expect(otel(after).exporter?.['otlp-http']?.endpoint).toBe(`${URL}/v1/logs`)
      expect(others(parse(after))).toEqual(others(before as TomlTable))
      expect(after.split('# c')).toHaveLength(text.split('# c').length)
      expect(connected(after, wish).text).toBe(after)
      expect(others(parse(disconnected(after).text))).toEqual(others(before as TomlTable))
    }),
    {
      numRuns: 300,
      examples: [
        [
          '[otel.exporter.otlp-http]\nendpoint = "http://127.0.0.1:8484/x"\n\'q\' = 1979-05-27T07:32:00Z\n',
          false,
          false,
        ],
        ['[otel.exporter.otlp-http]\nd = [ # no\n  "]", [1,\n2],\n]\n', false, false],
      ],
    },
  )
})

describe('what is told of a file', () => {
  it.each([
    [null, { on: false, endpoint: null, key: null }],
    ['[otel]\nexporter = "none"', { on: false, endpoint: null, key: null }],
    ['[otel]\nexporter = { otlp-http = { endpoint = 3 } }', { on: false, endpoint: null, key: null }],
    [`[otel]\n${LINES}`, { on: true, endpoint: `${URL}/v1/logs`, key: null }],
    [
      '[otel.exporter.otlp-grpc]\nendpoint = "http://localhost:4317"\nheaders = { x-key = "a" }',
      { on: true, endpoint: 'http://localhost:4317', key: null },
    ],
    [
      `[otel]\nexporter = { otlp-http = { endpoint = "${URL}/v1/logs", headers = { authorization = "Bearer ${KEY}" } } }`,
      { on: true, endpoint: `${URL}/v1/logs`, key: KEY },
    ],
  ])('%j', (text, current) => {
    expect(codex.current(file(text))).toEqual(current)
  })
})

describe('warnings', () => {
  const warnings = (text: string | null, wish: Partial<Wish> = {}) =>
    codex.warnings(file(text), { ...WISH, ...wish }, {})

  it('are none where all is well', () => {
    expect(warnings(null)).toEqual([])
    expect(warnings(`[otel]\nlog_user_prompt = false\n${LINES}`, { key: KEY, traces: true })).toEqual([])
  })

  it.each<[string, string, Partial<Wish>, RegExp]>([
    ['prompts', '[otel]\nlog_user_prompt = true', {}, /log_user_prompt is set in .*config\.toml/],
    [
      'what leaves the machine',
      '',
      { url: 'https://tg.acme.example' },
      /commands, patches.*leave this machine/,
    ],
    [
      'spans that go elsewhere',
      `[otel]\ntrace_exporter = ${OTHER}`,
      { traces: true },
      /sends spans to https:\/\/otel\.acme\.example.*stays/,
    ],
  ])('of %s', (_, text, wish, words) => {
    expect(warnings(text, wish)).toEqual([expect.stringMatching(words)])
  })

  it('of a key without encryption', () => {
    expect(warnings('', { key: KEY, url: 'http://10.0.0.5:8484' })[1]).toMatch(/not encrypted/)
  })
})
