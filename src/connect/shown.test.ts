/** What is shown of settings: differences, addresses, lines of a shell; and no secrets. */
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { isLoopback, samePlace } from './address.ts'
import { diff } from './diff.ts'
import { hidden, hiddenValue } from './secrets.ts'
import { exportLine } from './shell.ts'

describe('diff', () => {
  const shown = (before: string, after: string) =>
    diff(before, after)
      .map(({ mark, text }) => mark + text)
      .join('|')
  it.each([
    ['', 'a\nb\n', '+a|+b'],
    ['a\nb\n', '', '-a|-b'],
    ['a\nb\n', 'a\nb\n', ''],
    ['a\nb\n', 'a\nb', ''],
    ['a\r\nb', 'a\nb', ''],
    ['a\nb\nc\nd', 'a\nb\nX\nd', ' b|-c|+X| d'],
    ['a\nb\nc\nd\ne\nf\ng', 'a\nB\nc\nd\ne\nF\ng', ' a|-b|+B| c|…| e|-f|+F| g'],
    ['a\nx\nb\nx\nc', 'a\nx\nx\nc\nd', ' x|-b| x| c|+d'],
  ])('%j to %j', (before, after, expected) => {
    expect(shown(before, after)).toBe(expected)
  })
})

describe('secrets', () => {
  it.each([
    ['    "FOO": "bar",', '    "FOO": "bar",'],
    ['"ANTHROPIC_AUTH_TOKEN": "short",', '"ANTHROPIC_AUTH_TOKEN": "…",'],
    ['"MY_SECRET": "a\\"b", "FOO": "1"', '"MY_SECRET": "…", "FOO": "1"'],
    [
      '"OTEL_EXPORTER_OTLP_HEADERS": "Authorization=Bearer tg_0123456789abcdefghijklmnop"',
      '"OTEL_EXPORTER_OTLP_HEADERS": "Authorization=Bearer tg_012…mnop"',
    ],
    [
      '"command": "curl -H \'Authorization: Bearer abcdefgh\'"',
      '"command": "curl -H \'Authorization: Bearer …\'"',
    ],
    ['"args": ["sk-ant-0123456789-0123456789"]', '"args": ["sk-ant…6789"]'],
    [
      'exporter = { endpoint = "https://a.example/v1/logs" }',
      'exporter = { endpoint = "https://a.example/v1/logs" }',
    ],
    [
      'headers = { Authorization = "Bearer tg_0123456789abcdefghijklmnop" }',
      'headers = { Authorization = "Bearer tg_012…mnop" }',
    ],
    ['headers = { "x-team" = "short", b = "c" }', 'headers = { "x-team" = "…", b = "c" }'],
    ["api-key='short'", "api-key='…'"],
    ['OPENAI_API_KEY = "short" # mine', 'OPENAI_API_KEY = "…" # mine'],
  ])('%s', (line, expected) => {
    expect(hidden(line)).toBe(expected)
    expect(hidden(expected)).toBe(expected)
  })

  it('of values', () => {
    expect(hiddenValue('OTEL_EXPORTER_OTLP_HEADERS', 'api-key=0123456789"0123456789\\')).toBe(
      'api-key=012345…789\\',
    )
    expect(hiddenValue('OTEL_EXPORTER_OTLP_HEADERS', 'a=b')).toBe('…')
    expect(hiddenValue('OTEL_EXPORTER_OTLP_ENDPOINT', 'https://otel.acme.example/v1')).toBe(
      'https://otel.acme.example/v1',
    )
  })
})

describe('addresses', () => {
  it.each([
    ['http://127.0.0.1:8484', 'http://localhost:8484/', true],
    ['http://[::1]:8484', 'http://127.0.0.1:8484', true],
    ['https://a.example', 'https://A.example:443/x', true],
    ['http://127.0.0.1:4318', 'http://127.0.0.1:8484', false],
    ['http://a.example', 'https://a.example', false],
    ['nonsense', 'nonsense', false],
  ])('%s and %s', (a, b, expected) => {
    expect(samePlace(a, b)).toBe(expected)
  })

  it('of this machine', () => {
    expect(
      ['http://localhost', 'http://127.1.2.3:1', 'http://[::1]', 'http://a.localhost'].map(isLoopback),
    ).toEqual([true, true, true, true])
    expect(['http://127.example', 'http://localhost.example', 'x'].map(isLoopback)).toEqual([
      false,
      false,
      false,
    ])
  })
})

it('a line of a shell says what it is told to say', () => {
  const value = `Authorization=Bearer tg_1 '"$HOME`
  const told = execFileSync('sh', ['-c', `${exportLine('X', value)}; printf %s "$X"`], { encoding: 'utf8' })
  expect(told).toBe(value)
  expect(exportLine('X', 'http://127.0.0.1:8484')).toBe('export X=http://127.0.0.1:8484')
})
