/** The settings of Goose: one line of its config.yaml. */
import { describe, expect, it } from 'vitest'
import type { SettingsFile, Wish } from './agent.ts'
import { goose } from './goose.ts'

const URL = 'http://127.0.0.1:8484'
const LINE = `otel_exporter_otlp_endpoint: ${URL}`
const WISH: Wish = { url: URL, key: null, traces: false, details: false }
const KEY = 'tg_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'
const file = (text: string | null): SettingsFile => ({ path: '/home/ana/.config/goose/config.yaml', text })

it('lie where Goose looks for them', () => {
  const at = (env: Record<string, string>) => goose.file({ home: '/home/ana', env })
  expect(at({})).toBe('/home/ana/.config/goose/config.yaml')
  expect(at({ XDG_CONFIG_HOME: '/etc/xdg' })).toBe('/etc/xdg/goose/config.yaml')
  expect(at({ GOOSE_PATH_ROOT: '/srv/goose' })).toBe('/srv/goose/config/config.yaml')
})

describe('connecting', () => {
  it.each<[string, string | null, string]>([
    ['no file', null, `${LINE}\n`],
    ['an empty file', '', `${LINE}\n`],
    ['comments alone', '# mine\n', `# mine\n${LINE}\n`],
    [
      'other settings',
      'GOOSE_MODEL: gpt-5 # mine\nextensions:\n  developer:\n    enabled: true\n',
      `GOOSE_MODEL: gpt-5 # mine\nextensions:\n  developer:\n    enabled: true\n${LINE}\n`,
    ],
    ['no end of the last line', 'GOOSE_MODEL: gpt-5', `GOOSE_MODEL: gpt-5\n${LINE}\n`],
    ['lines that end as on Windows', '---\r\nA: 1\r\n', `---\r\nA: 1\r\n${LINE}\r\n`],
    [
      'another address',
      'A: 1\notel_exporter_otlp_endpoint: "https://otel.acme.example" # old\r\nB: 2\n',
      `A: 1\n${LINE}\r\nB: 2\n`,
    ],
    ['the same within an extension', `x:\n  ${LINE}\n`, `x:\n  ${LINE}\n${LINE}\n`],
  ])('%s', (_, before, after) => {
    const { text } = goose.connect(file(before), WISH)
    expect(text).toBe(after)
    expect(goose.connect(file(text), WISH).text).toBe(after)
    expect(goose.current(file(text), {})).toEqual({ on: true, endpoint: URL, key: null })
  })

  it('tells what it replaces', () => {
    const text = "otel_exporter_otlp_endpoint: 'https://otel.acme.example'\n"
    expect(goose.connect(file(text), WISH).replaced).toEqual([
      { name: 'otel_exporter_otlp_endpoint', from: 'https://otel.acme.example' },
    ])
  })

  it.each(['{"A": 1}', '- a\n- b\n', 'just words\n', `${LINE}\n${LINE}\n`])('refuses %j', (text) => {
    expect(() => goose.connect(file(text), WISH)).toThrow('one a line')
  })
})

it('the key is for the shell, since the file cannot hold it', () => {
  expect(goose.shell?.(WISH)).toEqual({})
  expect(goose.shell?.({ ...WISH, key: KEY })).toEqual({
    OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer%20${KEY}`,
  })
  const env = { OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${KEY}` }
  expect(goose.current(file(`${LINE}\n`), env).key).toBe(KEY)
})

it('the environment wins, and content is warned of', () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.acme.example' }
  expect(goose.current(file(`${LINE}\n`), env).endpoint).toBe('https://otel.acme.example')
  expect(goose.warnings(file(null), WISH, env).join()).toContain('wins over')
  const content = { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true' }
  expect(goose.warnings(file(null), WISH, content).join()).toContain('text of prompts')
  expect(goose.warnings(file(null), { ...WISH, url: 'http://a.example', key: KEY }, {}).join()).toContain(
    'not encrypted',
  )
})

it('disconnecting takes the line out, if it sends here', () => {
  const text = `A: 1\r\n${LINE}\r\nB: 2\n`
  expect(goose.disconnect(file(text), URL)).toEqual({
    text: 'A: 1\r\nB: 2\n',
    settings: { otel_exporter_otlp_endpoint: URL },
    replaced: [],
  })
  expect(goose.disconnect(file(text), 'https://other.example').settings).toEqual({})
})
