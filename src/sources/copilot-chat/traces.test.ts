/** The spans that the chat of VS Code keeps: its calls of models, each once, and none of those that others tell. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'libsql'
import { describe, expect, it } from 'vitest'
import { droppedOf, factsOf, readTranscript, sumOf } from '../fixtures/reading.ts'
import { AT, SESSION } from './fixtures/chats.ts'
import { copilotChat } from './index.ts'

const SPANS = `CREATE TABLE spans (span_id TEXT PRIMARY KEY, trace_id TEXT NOT NULL, parent_span_id TEXT, name TEXT NOT NULL,
  start_time_ms INTEGER NOT NULL, end_time_ms INTEGER NOT NULL, status_code INTEGER NOT NULL DEFAULT 0, status_message TEXT,
  operation_name TEXT, provider_name TEXT, agent_name TEXT, conversation_id TEXT, request_model TEXT, response_model TEXT,
  input_tokens INTEGER, output_tokens INTEGER, cached_tokens INTEGER, reasoning_tokens INTEGER, tool_name TEXT,
  tool_call_id TEXT, tool_type TEXT, chat_session_id TEXT, turn_index INTEGER, ttft_ms REAL)`
const ATTRIBUTES =
  'CREATE TABLE span_attributes (span_id TEXT NOT NULL, key TEXT NOT NULL, value TEXT, PRIMARY KEY (span_id, key))'

let made = 0
const span = (more: object = {}) => ({
  ...{ span_id: `span-${made++}`, trace_id: 'trace-1', parent_span_id: null, name: 'chat gpt-5.4' },
  ...{ start_time_ms: AT, end_time_ms: AT + 2000, operation_name: 'chat', provider_name: 'github' },
  ...{ request_model: 'gpt-5.4', chat_session_id: SESSION, conversation_id: 'another' },
  ...{ input_tokens: 1000, output_tokens: 120, cached_tokens: 600 },
  ...more,
})
type Span = ReturnType<typeof span>

function read(
  spans: readonly object[],
  attributes: Record<string, Record<string, unknown>> = {},
  schema = [SPANS, ATTRIBUTES],
) {
  const folder = mkdtempSync(join(tmpdir(), 'tachograph-traces-'))
  try {
    const path = join(folder, 'agent-traces.db')
    const db = new Sqlite(path)
    for (const table of schema) db.exec(table)
    const insert = (table: string, row: object) => {
      const names = Object.keys(row)
      db.prepare(`INSERT INTO ${table} (${names}) VALUES (${names.map(() => '?')})`).run(
        ...Object.values(row),
      )
    }
    db.exec('BEGIN')
    for (const one of spans) insert('spans', one)
    for (const [span_id, told] of Object.entries(attributes))
      for (const [key, value] of Object.entries(told)) insert('span_attributes', { span_id, key, value })
    db.exec('COMMIT')
    db.close()
    return readTranscript(copilotChat, path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
const calls = (...given: Parameters<typeof read>) => factsOf(read(...given), 'model_call')
const withAttributes = (told: Record<string, unknown>, more: object = {}) => {
  const one = span(more)
  return calls([one], { [(one as Span).span_id]: told })
}

describe('a chat span', () => {
  it('is a call with disjoint tokens, under the id of its response, and no message', () => {
    const one = span({ reasoning_tokens: 20, ttft_ms: 800.4, response_model: 'gpt-5.4-2026-02-01' })
    const told = read([one], {
      [one.span_id]: {
        ...{
          'gen_ai.response.id': 'chatcmpl-000000000001',
          'gen_ai.usage.cache_creation.input_tokens': '300',
        },
        ...{
          'copilot_chat.request.options': '{"reasoning_effort":"high"}',
          'copilot_chat.copilot_usage_nano_aiu': '5',
        },
        ...{ 'copilot_chat.repo.remote_url': 'https://github.com/acme/shop.git' },
        ...{ 'copilot_chat.repo.head_branch_name': 'main', 'gen_ai.input.messages': 'confidential' },
      },
    })
    expect(factsOf(told, 'model_call')).toEqual([
      expect.objectContaining({
        ...{ keys: ['copilot/res:chatcmpl-000000000001'], at: AT, session: SESSION, harness: 'copilot-chat' },
        ...{ in_uncached: 100, cache_read: 600, cache_write: 300, out: 120, reasoning: 20 },
        ...{
          provider: 'github',
          model: 'gpt-5.4-2026-02-01',
          latency_ms: 2000,
          ttft_ms: 800,
          effort: 'high',
        },
        ...{
          repo: 'github.com/acme/shop',
          branch: 'main',
          client: 'ide',
          status: 'ok',
          extra: { nano_aiu: 5 },
        },
      }),
    ])
    expect(factsOf(told, 'message')).toEqual([])
    expect(told.naive).toEqual({ rows: 1, tokens: 1120 })
    expect(JSON.stringify(told.facts)).not.toContain('confidential')
  })

  it('without a response is named by itself, as in telemetry', () => {
    const one = span()
    expect(calls([one])[0]?.keys).toEqual([`span-call:trace-1:${one.span_id}`])
  })

  it('without counts is a call whose tokens are unknown; one that failed says how', () => {
    const nothing = { input_tokens: null, output_tokens: null, cached_tokens: null, status_code: 2 }
    const told = withAttributes({ 'error.type': 'TimeoutError' }, nothing)
    expect(told).toMatchObject([
      { in_uncached: null, out: null, status: 'error', error_type: 'TimeoutError' },
    ])
    expect(withAttributes({ 'error.type': 'It said: confidential' }, nothing)).toMatchObject([
      { error_type: 'error' },
    ])
  })

  it.each([
    [{ 'copilot_chat.parent_chat_session_id': 'parent' }, {}, 'parent'],
    [{}, { chat_session_id: null }, 'another'],
    [{ 'copilot_chat.session_id': 'third' }, { chat_session_id: null, conversation_id: null }, 'third'],
  ])('with %j and %j is of the session %s', (attributes, more, session) => {
    expect(withAttributes(attributes, more)).toMatchObject([{ session }])
  })

  it.each([
    [{ input_tokens: -1 }, 'implausible_count'],
    [{ output_tokens: 'many' }, 'implausible_count'],
    [{ chat_session_id: null, conversation_id: null }, 'invalid_fact'],
    [{ start_time_ms: 5 }, 'time_out_of_range'],
  ])('with %j is dropped for %s, its neighbour is not', (more, reason) => {
    const told = read([span(more), span()])
    expect(factsOf(told, 'model_call')).toHaveLength(1)
    expect(told.drops).toMatchObject({ [reason]: { records: 1 } })
    expect(told.naive.tokens - droppedOf(told)).toBe(sumOf(told))
  })
})

describe('spans', () => {
  it('of other kinds are no calls, and do not add up those within them', () => {
    expect(
      calls([span({ operation_name: 'invoke_agent' }), span({ operation_name: 'execute_tool' }), span()]),
    ).toHaveLength(1)
  })

  it('within the CLI that VS Code runs are told by the CLI', () => {
    const wrapper = span({ operation_name: 'invoke_agent', agent_name: 'copilotcli' })
    const inner = span({ operation_name: 'invoke_agent', parent_span_id: wrapper.span_id })
    const own = span({ parent_span_id: 'gone' })
    expect(calls([span({ parent_span_id: inner.span_id }), inner, wrapper, own])).toHaveLength(1)
  })

  it('that lie within each other are read all the same, and many within many in time', () => {
    const round = [span({ span_id: 'a', parent_span_id: 'b' }), span({ span_id: 'b', parent_span_id: 'a' })]
    expect(calls(round)).toHaveLength(2)
    const deep = Array.from({ length: 3000 }, (_, i) =>
      span({ span_id: `d${i}`, parent_span_id: `d${i + 1}` }),
    )
    expect(calls(deep)).toHaveLength(3000)
  })

  it('read again say the same', () => {
    const spans = [span(), span({ start_time_ms: AT + 1 })]
    expect(read(spans).facts).toEqual(read(spans).facts)
  })

  it('of a database without them, or without attributes, are none, or have none', () => {
    expect(read([], {}, ['CREATE TABLE other (x)'])).toMatchObject({ facts: [], rows: 0 })
    expect(calls([span()], {}, [SPANS])).toHaveLength(1)
  })
})
