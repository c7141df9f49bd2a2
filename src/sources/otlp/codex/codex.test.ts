/** What each log event and metric of Codex becomes, and what it is taken for when it is odd. */
import { describe, expect, it } from 'vitest'
import type { LogRecord, MetricPoint, Value } from '../../../otlp/signals.ts'
import { clientOf } from '../../codex/names.ts'
import { OTLP_AGENTS, readTelemetry } from '../../index.ts'
import {
  AT,
  attributes,
  BEGAN,
  facts,
  keysOf,
  RESOURCE,
  read,
  record,
  STAMP,
  THREAD,
  WHO,
} from './fixtures/records.ts'

const COMPLETED = {
  'event.kind': 'response.completed',
  input_token_count: '13297',
  output_token_count: '23',
  cached_token_count: 4480,
  cache_write_token_count: 100,
  reasoning_token_count: 10,
  tool_token_count: '13320',
}

describe('codex.sse_event', () => {
  it('of a completed response is a model call with disjoint tokens; the total is none of them', () => {
    expect(facts('codex.sse_event', COMPLETED)).toEqual([
      expect.objectContaining({
        ...WHO,
        type: 'model_call',
        at: AT,
        provider: 'openai',
        model: 'gpt-5.5',
        in_uncached: 13297 - 4480 - 100,
        cache_read: 4480,
        cache_write: 100,
        out: 23,
        reasoning: 10,
        status: 'ok',
      }),
      expect.objectContaining({ ...WHO, type: 'message', role: 'assistant', human: false }),
    ])
  })

  it('does not tell how long the call took: its duration is the wait for one event of the stream', () => {
    const [call] = facts('codex.sse_event', { ...COMPLETED, duration_ms: '3' })
    expect(call).not.toHaveProperty('latency_ms')
  })

  it('is the same call when it is sent again, and another one with other counts or of another thread', () => {
    const key = (told: Record<string, Value> = {}, more: Partial<LogRecord> = {}) =>
      keysOf(facts('codex.sse_event', { ...COMPLETED, ...told }, more).slice(0, 1)).join()
    expect(key()).toBe(`codex/usage:${THREAD}:13297:4480:23:10`)
    expect(key({}, { observed: AT + 500 })).toBe(key())
    const numbers = { input_token_count: 13297, output_token_count: 23, cached_token_count: '4480' }
    expect(key(numbers)).toBe(key())
    expect(key({ output_token_count: '24' })).not.toBe(key())
    expect(key({ 'conversation.id': 'other' })).not.toBe(key())
  })

  it.each([
    ['another kind', { ...COMPLETED, 'event.kind': 'response.output_item.done' }],
    ['no kind', { duration_ms: '5', 'error.message': 'idle timeout waiting for SSE' }],
    ['the end of the stream, without counts', { 'event.kind': 'response.completed', duration_ms: '2' }],
    ['an end that cannot be read', { 'event.kind': 'response.completed', 'error.message': 'secret' }],
    ['a failure that is tried again', { 'event.kind': 'response.failed', 'error.message': 'secret' }],
  ])('of %s is no call', (_, told) => {
    expect(facts('codex.sse_event', told)).toEqual([])
  })

  it('keeps what is not told unknown', () => {
    const told = { 'event.kind': 'response.completed', input_token_count: '5', output_token_count: '1' }
    expect(facts('codex.sse_event', told)[0]).toMatchObject({
      in_uncached: 5,
      cache_read: null,
      cache_write: null,
      reasoning: null,
    })
  })

  it('with more in the cache than came in keeps what was told', () => {
    const [call] = facts('codex.sse_event', { ...COMPLETED, input_token_count: '10' })
    expect(call).toMatchObject({ in_uncached: 0, cache_read: 4480, extra: { told_input: 10 } })
  })

  it.each([
    ['input_token_count', '-5'],
    ['output_token_count', 1e18],
    ['cached_token_count', 'many'],
    ['reasoning_token_count', 1.5],
    ['cache_write_token_count', 2n ** 63n],
  ])('with %s of %s is refused as a whole', (key, value) => {
    const { told } = read(
      record('codex.sse_event', { ...COMPLETED, [key]: value }),
      record('codex.sse_event', COMPLETED),
    )
    expect(told[0]).toMatchObject({ agent: 'codex', facts: [], refused: { reason: 'implausible_count' } })
    expect(told[1]?.facts).toHaveLength(2)
  })
})

describe('codex.api_request', () => {
  const FAILED = { endpoint: '/responses', attempt: 0, duration_ms: '120', 'error.message': 'secret' }
  it.each([400, '429'])('that ends with %s is a call that failed: it is not made again', (status) => {
    const [call] = facts('codex.api_request', { ...FAILED, 'http.response.status_code': status })
    expect(call).toMatchObject({
      ...WHO,
      type: 'model_call',
      status: 'error',
      error_type: String(status),
      attempts: 1,
      latency_ms: 120,
    })
    expect(call).not.toHaveProperty('out')
    expect(JSON.stringify(call)).not.toContain('secret')
  })

  it('counts the attempts before it, whose durations it does not tell', () => {
    const [call] = facts('codex.api_request', { ...FAILED, attempt: 2, 'http.response.status_code': 429 })
    expect(call).toMatchObject({ attempts: 3, latency_ms: null })
  })

  it.each([
    ['a success', { 'http.response.status_code': 200 }],
    ['what may be tried again', { 'http.response.status_code': 503 }],
    ['no answer', {}],
    ['another endpoint', { 'http.response.status_code': 400, endpoint: '/models' }],
    ['no endpoint: an old version, which tries again', { 'http.response.status_code': 429, endpoint: '' }],
  ])('of %s tells nothing', (_, told) => {
    expect(facts('codex.api_request', { ...FAILED, ...told })).toEqual([])
  })
})

it('codex.user_prompt is a message of a person, without its text', () => {
  const [message] = facts('codex.user_prompt', { prompt: 'secret', prompt_length: '6' })
  expect(message).toMatchObject({
    ...WHO,
    type: 'message',
    role: 'user',
    human: true,
    keys: [`codex/prompt:${THREAD}:${STAMP}`],
  })
  expect(JSON.stringify(message)).not.toContain('secret')
})

describe('codex.conversation_starts', () => {
  const STARTS = {
    provider_name: 'OpenAI',
    mcp_servers: 'GitHub, docs,  , docs',
    approval_policy: 'on-request',
    sandbox_policy: 'workspace-write',
    context_window: 400000,
  }
  it('is what a session tells of itself', () => {
    expect(facts('codex.conversation_starts', STARTS)).toEqual([
      expect.objectContaining({
        type: 'session',
        id: THREAD,
        observed_at: AT,
        started_at: BEGAN,
        provider: 'openai',
        mcp_servers_configured: ['github', 'docs'],
        user: 'ada@example.com',
        client: 'terminal',
        kind: 'interactive',
        version: '0.150.0',
      }),
    ])
  })

  it('again, of a session that goes on, does not move its start', () => {
    const later = { observed: AT + 500, time: null }
    expect(facts('codex.conversation_starts', STARTS, later)[0]).toMatchObject({ started_at: BEGAN })
  })

  it.each(['0f6b1f0e-1111-4222-8333-444455556666', 'ffffffff-ffff-7abc-8def-0123456789ab', 'x'])(
    'of %j does not tell when it began',
    (id) => {
      expect(facts('codex.conversation_starts', { ...STARTS, 'conversation.id': id })[0]).toMatchObject({
        started_at: null,
      })
    },
  )

  it('is told beside later records of the same request', () => {
    const { told, sessions } = read(
      record('codex.conversation_starts', STARTS),
      record('codex.user_prompt', {}, { observed: AT + 10 }),
    )
    expect(told[0]?.facts).toHaveLength(1)
    expect(sessions).toEqual([expect.objectContaining({ id: THREAD, observed_at: AT + 10 })])
  })
})

describe('other records', () => {
  it.each(['sandbox_outcome', 'websocket_request', 'websocket_connect', 'turn_ttft', 'auth_recovery'])(
    'codex.%s is known and tells nothing',
    (event) => {
      const told = { tool_name: 'exec_command', call_id: 'c', success: 'false', duration_ms: '5' }
      const { told: read1 } = read(record(`codex.${event}`, told))
      expect(read1[0]).toEqual({ agent: 'codex', facts: [], refused: null, unknown: false })
    },
  )

  it('of a new kind are taken as unknown', () => {
    const { told, sessions } = read(record('codex.something_new'))
    expect(told[0]).toMatchObject({ agent: 'codex', facts: [], unknown: true })
    expect(sessions).toHaveLength(1)
  })

  it('without a conversation open no session', () => {
    const told = attributes({ 'event.name': 'codex.auth_recovery', 'user.email': 'ada@example.com' })
    const { told: one, sessions } = read(record('', {}, { attributes: told }))
    expect(one[0]?.agent).toBe('codex')
    expect(sessions).toEqual([])
  })

  it('of another agent are left to it, whatever the service is called', () => {
    expect(read(record('gemini_cli.api_response')).told[0]?.agent).not.toBe('codex')
    expect(read(record('api_request')).told[0]?.agent).not.toBe('codex')
  })

  it('metrics name no session: they are taken and not used', () => {
    const point = {
      ...{ resource: RESOURCE, scope: { name: 'codex', version: '' }, flags: [], start: AT, time: AT },
      attributes: attributes({ token_type: 'total', model: 'gpt-5.5' }),
      metric: {
        ...{ name: 'codex.turn.token_usage', unit: '', kind: 'histogram', temporality: 'delta' },
        monotonic: false,
      },
      ...{ value: null, count: 1, sum: 13320 },
    } as MetricPoint
    const { told, sessions } = readTelemetry(OTLP_AGENTS, 'metrics', [point], AT)
    expect(told).toEqual([{ agent: 'codex', facts: [], refused: null, unknown: true }])
    expect(sessions).toEqual([])
  })
})

describe('the surface', () => {
  it.each([
    ['codex_cli_rs', 'terminal'],
    ['codex-tui', 'terminal'],
    ['codex_exec', 'non-interactive'],
    ['Codex Desktop', 'desktop'],
    ['Codex_Desktop', 'desktop'],
    ['codex_vscode', 'ide'],
    ['codex-app-server', 'ide'],
    ['codex_sdk_ts', 'sdk'],
    ['codex_github_action', 'ci'],
    ['somebody', null],
    [null, null],
  ])('of %j is %s', (originator, client) => {
    expect(clientOf(originator)).toBe(client)
  })

  it('is told by the service where the record does not', () => {
    const told = record('codex.user_prompt')
    const without = new Map([...told.attributes].filter(([key]) => key !== 'originator'))
    expect(read({ ...told, attributes: without }).told[0]?.facts[0]).toMatchObject({ client: 'terminal' })
  })
})
