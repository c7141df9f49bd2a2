/** Untrusted content: nothing in a chat may stop its reading, and nothing is lost without being counted. */
import { expect, it, test } from 'vitest'
import { inputSchema } from '../../facts/fact.ts'
import { type Fact, factType } from '../../facts/index.ts'
import { droppedOf, factsOf, readTranscript, sumOf } from '../fixtures/reading.ts'
import type { Beginning } from '../source.ts'
import { geminiCli } from './index.ts'

const PLACE = '/nowhere/.gemini/tmp/shop/chats/session-2026-09-10T09-00-5d1f3c9e.jsonl'
const TOKENS = { input: 10, output: 5, cached: 2, thoughts: 1, tool: 0, total: 16 }
const ABOUT = { sessionId: '5d1f3c9e-1', projectHash: 'h', startTime: '2026-09-10T09:00:00Z' }
const answer = (id: unknown, more: object = {}) => ({
  ...{ id, timestamp: '2026-09-10T09:00:05Z', type: 'gemini', content: '', tokens: TOKENS, model: 'm' },
  ...more,
})
const read = (...lines: (object | string)[]) =>
  readTranscript(geminiCli, PLACE, {
    content: Buffer.from(
      lines.map((l) => (typeof l === 'string' ? l : JSON.stringify(l))).join('\n'),
      'latin1',
    ),
    hashLine: () => '0123456789abcdef',
  })

/** A fact in the form the API takes it. */
function checked(facts: readonly Fact[]): void {
  for (const fact of facts) {
    const {
      completeness: _,
      owner_rank: __,
      parser_version: ___,
      extra: ____,
      ...told
    } = fact as Fact & {
      completeness?: number
      owner_rank?: number
      extra?: object
    }
    const times = ['at', 'observed_at', 'started_at', 'created_at']
    const iso = ([name, value]: [string, unknown]) =>
      times.includes(name) && typeof value === 'number'
        ? [name, new Date(value).toISOString()]
        : [name, value]
    const type = factType(fact.type)
    if (!type) throw new Error(`no type ${fact.type}`)
    expect(() => inputSchema(type).parse(Object.fromEntries(Object.entries(told).map(iso)))).not.toThrow()
  }
}

it('counts what it cannot use, and goes on', () => {
  const result = read(
    ABOUT,
    '',
    '{"id":"a0","type":"gemi',
    '[1]',
    'null',
    '7',
    { type: 'gemini' },
    { id: 'u', type: 'telepathy' },
    {},
    { $set: 7 },
    { $set: { messages: [null, 7, { type: 'gemini' }] } },
    { $rewindTo: {} },
    answer('a1'),
    '{"id":"a2","timestamp":"2026-09-10T09:0',
  )
  expect(factsOf(result, 'model_call').map((c) => c.keys[1])).toEqual(['gemini-cli/message:a1'])
  expect(result.drops).toMatchObject({
    broken_line: { records: 5, tokens: 0 },
    unknown_record: { records: 5, tokens: 0 },
  })
  expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  checked(result.facts)
})

const ODD = [null, 7, -1, 1e308, '', '\u0000', '\u001b[31mred', [], {}, [[[]]], true, 'x'.repeat(100_000)]

test.each([
  ...['id', 'timestamp', 'type', 'content', 'tokens', 'model', 'toolCalls', 'thoughts'].map((name) => [name]),
])('any value may stand for the %s of a message', (name) => {
  for (const value of ODD) {
    const result = read(ABOUT, answer('a1', { [name]: value }), answer('a2'))
    expect(factsOf(result, 'model_call').length).toBeGreaterThan(0)
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
    checked(result.facts)
  }
})

test.each([
  ...['id', 'name', 'args', 'result', 'status', 'timestamp', 'agentId', 'displayName', 'resultDisplay'].map(
    (n) => [n],
  ),
])('any value may stand for the %s of a tool', (name) => {
  const call = {
    id: 't1',
    name: 'replace',
    args: { file_path: 'a.ts' },
    status: 'success',
    timestamp: '2026-09-10T09:00:06Z',
  }
  for (const value of ODD) {
    const result = read(ABOUT, answer('a1', { toolCalls: [{ ...call, [name]: value }, null, 7] }))
    expect(factsOf(result, 'tool_call')).toHaveLength(1)
    checked(result.facts)
  }
})

test.each(['sessionId', 'projectHash', 'startTime', 'kind', 'directories'])(
  'any value may stand for the %s of a chat',
  (name) => {
    for (const value of ODD) {
      const result = read({ ...ABOUT, [name]: value }, answer('a1'))
      expect(factsOf(result, 'model_call')).toHaveLength(1)
      checked(result.facts)
    }
  },
)

it('reads a chat that lost its beginning: files are named by the beginning of the session', () => {
  expect(factsOf(read(answer('a1')), 'model_call')[0]).toMatchObject({ session: '5d1f3c9e' })
})

it('takes names that are properties of every object for names like any other', () => {
  const call =
    '{"id":"__proto__","name":"constructor","args":{"__proto__":{"file_path":"x"}},"status":"__proto__"}'
  const line = JSON.stringify(answer('__proto__', { model: '__proto__' })).replace(
    '"content"',
    `"toolCalls":[${call}],"content"`,
  )
  const result = read(ABOUT, line)
  expect(factsOf(result, 'model_call')[0]).toMatchObject({
    model: '__proto__',
    keys: expect.arrayContaining(['gemini-cli/message:__proto__']),
  })
  expect(factsOf(result, 'tool_call')[0]).toMatchObject({ raw_tool: 'constructor', status: 'unknown' })
  expect(Object.hasOwn(Object.prototype, 'file_path')).toBe(false)
})

it('survives deep nesting and invalid UTF-8', () => {
  const deep = '['.repeat(50_000) + ']'.repeat(50_000)
  const line = JSON.stringify(answer('a1')).replace('"content":""', `"content":${deep}`)
  expect(
    factsOf(read(ABOUT, line, JSON.stringify(answer('a2', { model: 'm\xff\xfe' }))), 'model_call').length,
  ).toBeGreaterThan(0)
})

it('takes no longer for many repeats than for as many rows', () => {
  const calls = Array.from({ length: 200 }, (_, i) => ({
    id: `t${i}`,
    name: 'glob',
    args: {},
    status: 'success',
  }))
  const rows = Array.from({ length: 200 }, (_, i) => answer('a1', { toolCalls: calls.slice(0, i + 1) }))
  expect(factsOf(read(ABOUT, ...rows), 'tool_call')).toHaveLength(200)
})

const [lines, document] = geminiCli.formats
const beginning = (...rows: object[]): Beginning => ({
  path: PLACE,
  text: rows.map((row) => JSON.stringify(row)).join('\n'),
  rows: rows as Beginning['rows'],
})

test.each<[string, boolean, boolean]>([
  ['/h/.gemini/tmp/shop/chats/session-2026-09-10T09-00-5d1f3c9e.jsonl', true, false],
  ['/h/.gemini/tmp/shop/chats/session-2026-09-10T09-00-5d1f3c9e.json', false, true],
  ['/h/.gemini/tmp/shop/chats/5d1f3c9e-1/x7k2p9.jsonl', true, false],
  ['C:\\h\\.gemini\\tmp\\shop\\chats\\session-1.jsonl', true, false],
  ['/h/archive/any.jsonl', true, false],
  ['/h/.gemini/tmp/shop/logs.json', false, false],
  ['/h/.gemini/tmp/shop/checkpoint-a.json', false, false],
  ['/h/.gemini/tmp/shop/other.jsonl', false, false],
  ['/h/.gemini/projects.json', false, false],
  ['/h/shop/package.json', false, false],
])('%s is taken for lines: %s, for a document: %s', (path, asLines, asDocument) => {
  expect([lines?.accepts(path), document?.accepts(path)]).toEqual([asLines, asDocument])
})

it('knows chats by their beginning, and no others', () => {
  expect(lines?.recognises(beginning(ABOUT))).toBe(true)
  expect(lines?.recognises(beginning(answer('a1')))).toBe(true)
  expect(document?.recognises(beginning({ ...ABOUT, messages: [] }))).toBe(true)
  for (const other of [
    {},
    { sessionId: 's', uuid: 'u', type: 'user' },
    { type: 'assistant', id: 'x' },
    { messages: [] },
  ]) {
    expect(lines?.recognises(beginning(other))).toBe(false)
    expect(document?.recognises(beginning(other))).toBe(false)
  }
})

it('lies in the home folder, or where that was moved to', () => {
  expect(geminiCli.roots({ home: '/h', env: {} })).toEqual(['/h/.gemini/tmp'])
  expect(geminiCli.roots({ home: '/h', env: { GEMINI_CLI_HOME: '/m' } })).toEqual(['/m/.gemini/tmp'])
})
