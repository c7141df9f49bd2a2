/** What telemetry and transcript tell of the same has a key in common, or else telemetry gives way. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Fact } from '../../facts/index.ts'
import { YIELDS } from '../../facts/precedence.ts'
import type { Attributes, LogRecord, Span, Value } from '../../otlp/signals.ts'
import { factsOf, readTranscript } from '../fixtures/reading.ts'
import { OTLP_AGENTS, readTelemetry } from '../index.ts'
import type { ReadResult } from '../source.ts'
import {
  answer,
  answer2,
  done,
  file,
  prompt,
  SECOND,
  STEP,
  Store,
  T0,
  TYPED,
  tokens,
  tool,
} from './fixtures/store.ts'
import { openCode } from './index.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tachograph-opencode-'))
})
afterEach(() => rmSync(home, { recursive: true }))

const attributes = (told: Record<string, Value>): Attributes =>
  new Map(Object.entries({ 'session.id': 's1', ...told }))

/** A record of the plugin. */
const event = (name: string, time: number, told: Record<string, Value>): LogRecord => ({
  ...{ resource: new Map(), scope: { name: 'com.opencode', version: '' }, flags: [], time, observed: null },
  ...{ attributes: attributes({ 'event.name': name, ...told }), event_name: '', severity: 9, body: name },
  ...{ trace_id: null, span_id: null },
})

/** A span of OpenCode itself. */
const span = (operation: string, told: Record<string, Value>): Span => ({
  ...{ resource: new Map(), scope: { name: 'opencode', version: '' }, flags: [] },
  ...{ attributes: attributes({ 'ai.operationId': operation, ...told }), name: operation, kind: 1 },
  ...{ trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16), parent_span_id: null },
  ...{ start: T0 + 20, end: T0 + 900, status: 0, status_message: '', events: [] },
})

const told = (signal: 'logs' | 'traces', record: LogRecord | Span): Fact[] =>
  readTelemetry(OTLP_AGENTS, signal, [record] as never, T0 + 60_000).told.flatMap(({ facts }) => facts)

const shared = (
  facts: readonly Fact[],
  result: ReadResult,
  type: 'model_call' | 'message' | 'tool_call' | 'feature_use',
) => {
  const [mine] = factsOf(result, type)
  const theirs = facts.find((fact) => fact.type === type) as typeof mine
  return theirs?.keys.filter((key) => mine?.keys.includes(key)) ?? []
}

const USAGE = {
  input_tokens: 10,
  output_tokens: 20,
  reasoning_tokens: 5,
  cache_read_tokens: 1000,
  cache_creation_tokens: 300,
}

describe('a call', () => {
  const read = (data: object = {}) =>
    readTranscript(openCode, file(home, 's1', 'msg_1', answer(T0, data), STEP))

  it('of the plugin is known by its counts, and by the time of its message', () => {
    const facts = told('logs', event('api_request', T0, { model: 'm', cost_usd: 1, ...USAGE }))
    expect(shared(facts, read(), 'model_call')).toEqual([
      `opencode/call:s1:${T0}`,
      'opencode/usage:s1:10:1000:300:25',
    ])
    expect(shared(facts, read(), 'message')).toEqual([`opencode/call:s1:${T0}`])
  })

  it('of newer versions of the plugin has the time of its end', () => {
    const facts = told('logs', event('api_request', T0 + 4_000, { model: 'm', ...USAGE }))
    expect(shared(facts, read(), 'model_call')).toEqual(['opencode/usage:s1:10:1000:300:25'])
    expect(facts.find((fact) => fact.type === 'message')).toMatchObject({ owner_rank: YIELDS })
  })

  it('of OpenCode is known by its counts', () => {
    const usage = {
      ...{
        'ai.usage.inputTokens': 1310,
        'ai.usage.inputTokenDetails.noCacheTokens': 10,
        'ai.usage.outputTokens': 25,
      },
      ...{
        'ai.usage.inputTokenDetails.cacheReadTokens': 1000,
        'ai.usage.inputTokenDetails.cacheWriteTokens': 300,
      },
    }
    const facts = told('traces', span('ai.streamText.doStream', { 'ai.model.id': 'm', ...usage }))
    expect(shared(facts, read(), 'model_call')).toEqual(['opencode/usage:s1:10:1000:300:25'])
  })

  it('that failed is known by its time, or gives way', () => {
    const failed = { error: { name: 'APIError' }, tokens: tokens(0, 0), cost: 0 }
    const facts = told('logs', event('api_error', T0, { model: 'm', error: 'x' }))
    expect(shared(facts, read(failed), 'model_call')).toEqual([`opencode/call:s1:${T0}`])
    expect(facts).toMatchObject([{ type: 'model_call', owner_rank: YIELDS }])
  })
})

describe('a tool', () => {
  const result = (name: string, time: number, bytes: number, duration: number) =>
    told(
      'logs',
      event('tool_result', time, {
        tool_name: name,
        success: true,
        duration_ms: duration,
        tool_result_size_bytes: bytes,
      }),
    )

  it('is known by its id, or by its time and size', () => {
    const part = tool('skill', done({ name: 'pdf' }, {}, 'grüße'))
    const read = readTranscript(openCode, file(home, 's1', 'msg_1', answer(T0), [...STEP, part]))
    const call = told(
      'traces',
      span('ai.toolCall', { 'ai.toolCall.id': 'toolu_01abcdefgh', 'ai.toolCall.name': 'skill' }),
    )
    const at = result('skill', T0 + 1_000, 7, 500)
    for (const type of ['tool_call', 'feature_use'] as const) {
      expect(shared(call, read, type)).toEqual(['opencode/tool:s1:toolu_01abcdefgh'])
      expect(shared(at, read, type)).toEqual([`opencode/tool-at:s1:skill:${T0 + 1_000}:500:7`])
    }
  })

  it('that failed has no size', () => {
    const state = { status: 'error', input: {}, error: 'secret', time: { start: T0 + 5, end: T0 + 15 } }
    const read = readTranscript(
      openCode,
      file(home, 's1', 'msg_1', answer(T0), [...STEP, tool('bash', state)]),
    )
    const failed = told(
      'logs',
      event('tool_result', T0 + 5, { tool_name: 'bash', success: false, duration_ms: 10 }),
    )
    expect(shared(failed, read, 'tool_call')).toEqual([`opencode/tool-at:s1:bash:${T0 + 5}:10:`])
  })

  it('of the second generation began when the model began to write it', () => {
    const path = join(home, 'opencode.db')
    const made = new Store(path, SECOND)
    const item = {
      ...{
        type: 'tool',
        id: 'toolu_01abcdefgh',
        name: 'shell',
        time: { created: T0 + 5, ran: T0 + 8, completed: T0 + 15 },
      },
      state: {
        status: 'completed',
        input: {},
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
    }
    made.row('msg_1', 's1', 'assistant', 1, answer2(T0, { content: [item] }))
    const read = readTranscript(openCode, path)
    made.db.close()
    expect(shared(result('shell', T0 + 5, 3, 10), read, 'tool_call')).toEqual([
      `opencode/tool-at:s1:shell:${T0 + 5}:10:3`,
    ])
  })
})

describe('a prompt', () => {
  it('has a time of its own in telemetry, which gives way', () => {
    const facts = told('logs', event('user_prompt', T0 + 3, { prompt_length: 5 }))
    const read = readTranscript(openCode, file(home, 's1', 'msg_1', prompt(T0), [TYPED]))
    expect(shared(facts, read, 'message')).toEqual([])
    expect(facts).toMatchObject([{ type: 'message', human: true, owner_rank: YIELDS }])
  })
})
