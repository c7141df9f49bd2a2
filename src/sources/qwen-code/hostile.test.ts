/** Untrusted content: nothing in a transcript may stop its reading, and nothing is lost without being counted. */
import { expect, it, test } from 'vitest'
import { inputSchema } from '../../facts/fact.ts'
import { type Fact, factType } from '../../facts/index.ts'
import { droppedOf, factsOf, readTranscript, sumOf } from '../fixtures/reading.ts'
import type { Beginning } from '../source.ts'
import { qwenCode } from './index.ts'

const PLACE = '/nowhere/.qwen/projects/-shop/chats/s1.jsonl'
const BASE = { sessionId: 's1', timestamp: '2026-09-10T09:00:05Z', cwd: '/shop', version: '1' }
const USAGE = {
  promptTokenCount: 10,
  candidatesTokenCount: 5,
  cachedContentTokenCount: 2,
  totalTokenCount: 15,
}
const CALL = { id: 'c1', name: 'edit', args: { file_path: 'a.ts' } }
const answer = (uuid: unknown, more: object = {}) => ({
  ...{ ...BASE, uuid, type: 'assistant', model: 'm', usageMetadata: USAGE },
  ...{ message: { role: 'model', parts: [{ functionCall: CALL }] } },
  ...more,
})
const result = (more: object = {}, told: object = {}) => ({
  ...{ ...BASE, uuid: 'r1', type: 'tool_result' },
  ...{ message: { parts: [{ functionResponse: { id: 'c1', response: { output: 'x' } } }] } },
  toolCallResult: { callId: 'c1', status: 'success', ...told },
  ...more,
})
const EVENT = {
  ...{
    'event.name': 'qwen-code.api_response',
    prompt_id: 's1#a#0',
    model: 'm',
    duration_ms: 5,
    response_id: 'x',
  },
  ...{ input_token_count: 20, output_token_count: 5, cached_content_token_count: 0, total_token_count: 25 },
}
const TOOL_EVENT = {
  ...{ 'event.name': 'qwen-code.tool_call', prompt_id: 's1#a#0', function_name: 'edit', duration_ms: 5 },
  ...{ function_args: { file_path: 'b.ts' }, status: 'success', metadata: {}, tool_type: 'native' },
}
const event = (uiEvent: unknown) => ({
  ...{ ...BASE, uuid: 'e1', type: 'system', subtype: 'ui_telemetry', systemPayload: { uiEvent } },
})

const read = (...lines: (object | string)[]) =>
  readTranscript(qwenCode, PLACE, {
    content: Buffer.from(
      lines.map((l) => (typeof l === 'string' ? l : JSON.stringify(l))).join('\n'),
      'latin1',
    ),
    hashLine: () => '0123456789abcdef',
  })

/** Facts fit their schema, and the naive sum less the drops is that of the calls. */
function checked(...lines: (object | string)[]) {
  const found = read(...lines)
  expect(found.naive.tokens - droppedOf(found)).toBe(sumOf(found))
  for (const fact of found.facts) {
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
  return found
}

const ODD = [
  null,
  7,
  -1,
  1e308,
  '',
  '\u0000',
  '\u001b[31mred',
  [],
  {},
  [[[]]],
  [null, 7],
  true,
  'x'.repeat(100_000),
]

it('counts what it cannot use, and goes on', () => {
  const found = checked(
    ...['', '{"uuid":"a0","type":"assis', '[1]', 'null'],
    ...[{}, { type: 'telepathy' }, { ...BASE, type: 'system', subtype: 'telepathy' }],
    answer('a1'),
    { ...answer('a2'), timestamp: undefined },
    { ...event(EVENT), timestamp: 'soon' },
    '{"uuid":"a3","timestamp":"2026-09-10T09:0',
  )
  expect(factsOf(found, 'model_call').map((c) => c.keys[1])).toEqual(['qwen-code/uuid:a1'])
  expect(found.drops).toEqual({
    broken_line: { records: 4, tokens: 0 },
    unknown_record: { records: 3, tokens: 0 },
    no_time: { records: 2, tokens: 40 },
  })
})

const FIELDS = [
  ...['uuid', 'sessionId', 'timestamp', 'type', 'subtype', 'cwd', 'version', 'gitBranch', 'model', 'message'],
  ...['usageMetadata', 'executionContext', 'forkedFrom', 'isSidechain', 'agentName', 'provenance'],
]
test.each(FIELDS)('any value may stand for the %s of a row', (name) => {
  for (const value of ODD) {
    checked(answer('a1', { [name]: value }), result({ [name]: value }))
    checked({ ...answer('a1'), type: 'user', [name]: value }, { ...event(EVENT), [name]: value })
  }
})

test.each(Object.keys(EVENT))('any value may stand for the %s of an event', (name) => {
  for (const value of ODD) checked(event({ ...EVENT, [name]: value }))
})

test.each(Object.keys(TOOL_EVENT))('any value may stand for the %s of the event of a tool', (name) => {
  for (const value of ODD) checked(event({ ...TOOL_EVENT, [name]: value }))
})

test.each(['callId', 'status', 'resultDisplay', 'durationMs', 'error'])(
  'any value may stand for the %s of a result',
  (name) => {
    for (const value of ODD) checked(answer('a1'), result({}, { [name]: value }))
  },
)

test.each(Object.keys(CALL))('any value may stand for the %s of a call', (name) => {
  for (const value of ODD) {
    const parts = [{ functionCall: { ...CALL, [name]: value } }, null, 7]
    expect(factsOf(checked(answer('a1', { message: { parts } })), 'tool_call')).toHaveLength(1)
  }
})

test.each(['systemPayload', 'uiEvent', 'rawCommand', 'mode', 'parentSessionId'])(
  'any value may stand for the %s',
  (name) => {
    for (const value of ODD) {
      for (const subtype of ['ui_telemetry', 'slash_command', 'session_approval_mode', 'parent_session'])
        checked({
          ...event(EVENT),
          subtype,
          systemPayload: name === 'systemPayload' ? value : { [name]: value },
        })
    }
  },
)

it('survives names of every object, deep nesting and invalid UTF-8', () => {
  const deep = '['.repeat(50_000) + ']'.repeat(50_000)
  const line = JSON.stringify(answer('__proto__', { model: 'm\xff' }))
    .replace('"args":{', '"args":{"__proto__":{"a":1},"b":')
    .replace('"b":"file_path"', `"b":${deep},"file_path"`)
  const plain = JSON.stringify(answer('__proto__', { model: '__proto__' })).replace(
    '"cwd"',
    `"x":${deep},"cwd"`,
  )
  checked(line)
  expect(factsOf(checked(plain), 'model_call')).toHaveLength(1)
  expect(Object.hasOwn(Object.prototype, 'a')).toBe(false)
})

const [lines] = qwenCode.formats

test.each<[string, boolean]>([
  ['/h/.qwen/projects/-h-shop/chats/019f.jsonl', true],
  ['/h/.qwen/projects/-h-shop/chats/archive/019f.jsonl', true],
  ['/h/.qwen/projects/-h-shop/subagents/019f/agent-x.jsonl', true],
  ['/h/.qwen/tmp/abc/chats/019f.jsonl', true],
  ['C:\\h\\.qwen\\projects\\x\\chats\\019f.jsonl', true],
  ['/h/archive/qwen_code.jsonl', true],
  ['/h/.qwen/projects/-h-shop/other.jsonl', false],
  ['/h/.qwen/projects/-h-shop/subagents/019f/agent-x.meta.json', false],
  ['/h/.qwen/projects/-h-shop/subagents/019f/agent-x.jsonl.stream', false],
  ['/h/.qwen/settings.json', false],
])('%s is taken: %s', (path, taken) => expect(lines?.accepts(path)).toBe(taken))

it('knows transcripts by their beginning, and no others', () => {
  const beginning = (row: object): Beginning => ({
    path: PLACE,
    text: JSON.stringify(row),
    rows: [row as never],
  })
  for (const own of [answer('a1'), result(), event(EVENT), { ...answer('a1'), message: undefined }])
    expect(lines?.recognises(beginning(own))).toBe(true)
  const others = [
    {},
    { ...BASE, uuid: 'u', type: 'user', message: { role: 'user', content: 'x' } },
    { sessionId: 's', type: 'gemini' },
  ]
  for (const other of [...others, { ...BASE, uuid: 'u', type: 'system', subtype: 'x' }])
    expect(lines?.recognises(beginning(other))).toBe(false)
})

it('lies in the home folder, or where that was moved to', () => {
  const roots = (env: Record<string, string>) => qwenCode.roots({ home: '/h', env })
  expect(roots({})).toEqual(['/h/.qwen/projects', '/h/.qwen/tmp'])
  expect(roots({ QWEN_HOME: '/q' })).toEqual(['/q/projects', '/q/tmp'])
  expect(roots({ QWEN_HOME: '/q', QWEN_RUNTIME_DIR: '~/r' })).toEqual(['/h/r/projects', '/h/r/tmp'])
  expect(roots({ QWEN_DATA_DIR: '/d' })).toEqual([
    '/h/.qwen/projects',
    '/h/.qwen/tmp',
    '/d/projects',
    '/d/tmp',
  ])
})
