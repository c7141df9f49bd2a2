/** A session of Claude Code, as its transcript and as its telemetry tell it. */
import type { LogRecord, Value } from '../../../src/otlp/signals.ts'
import { at, type Both, DAY, logFacts, transcriptFacts } from './telling.ts'

const SESSION = '7d0c1a52-0000-4000-8000-000000000001'
export const MODEL = 'claude-sonnet-4-5'

const row = (type: string, time: string, more: object) =>
  JSON.stringify({
    type,
    timestamp: `${DAY}T${time}Z`,
    sessionId: SESSION,
    cwd: '/home/ada/shop',
    version: '2.1.247',
    entrypoint: 'cli',
    gitBranch: 'main',
    ...more,
  })

const usage = (input: number, out: number) => ({
  input_tokens: input,
  output_tokens: out,
  cache_read_input_tokens: 100,
  cache_creation_input_tokens: 50,
  cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 30 },
})

/** A prompt, a call that uses a tool, its result, and the call that answers. */
const TRANSCRIPT = [
  row('user', '10:00:00.000', { uuid: 'u1', message: { role: 'user', content: 'hello' } }),
  row('assistant', '10:00:03.000', {
    uuid: 'a1',
    requestId: 'req_1',
    message: {
      id: 'msg_1',
      role: 'assistant',
      model: MODEL,
      stop_reason: 'tool_use',
      usage: usage(10, 5),
      content: [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'ls' } }],
    },
  }),
  row('user', '10:00:09.000', {
    uuid: 'u2',
    message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'x' }] },
  }),
  row('assistant', '10:00:12.000', {
    uuid: 'a2',
    requestId: 'req_2',
    message: {
      id: 'msg_2',
      role: 'assistant',
      model: MODEL,
      stop_reason: 'end_turn',
      usage: usage(20, 7),
      content: [{ type: 'text', text: 'done' }],
    },
  }),
]

function event(name: string, time: string, sequence: number, told: Record<string, Value>): LogRecord {
  const common = { 'session.id': SESSION, 'user.email': 'ada@example.com', 'app.entrypoint': 'cli' }
  return {
    resource: new Map([['service.version', '2.1.247']]),
    scope: { name: 'com.anthropic.claude_code.events', version: '' },
    attributes: new Map<string, Value>(
      Object.entries({ ...common, 'event.name': name, 'event.sequence': sequence, ...told }),
    ),
    flags: [],
    time: at(time),
    observed: null,
    event_name: '',
    severity: 0,
    body: `claude_code.${name}`,
    trace_id: null,
    span_id: null,
  }
}

const request = (id: string, time: string, sequence: number, input: number, out: number) =>
  event('api_request', time, sequence, {
    ...{ model: MODEL, request_id: id, query_source: 'repl_main_thread', duration_ms: 2500, cost_usd: 0.5 },
    ...{ input_tokens: input, output_tokens: out, cache_read_tokens: 100, cache_creation_tokens: 50 },
  })

const TELEMETRY = [
  event('user_prompt', '10:00:00.010', 1, { 'message.uuid': 'u1', 'prompt.id': 'p1', prompt_length: 5 }),
  request('req_1', '10:00:03.200', 2, 10, 5),
  event('tool_result', '10:00:08.500', 3, {
    ...{ tool_name: 'Bash', tool_use_id: 'toolu_1', success: 'true', duration_ms: '300' },
    ...{ decision_source: 'config' },
  }),
  request('req_2', '10:00:12.100', 4, 20, 7),
  event('assistant_response', '10:00:12.100', 5, { request_id: 'req_2', 'message.uuid': 'a2' }),
]

export const claudeCode: Both = {
  agent: 'claude-code',
  transcript: () => transcriptFacts('claude-code', `${SESSION}.jsonl`, TRANSCRIPT),
  telemetry: () => logFacts(TELEMETRY),
  once: { message: 3, model_call: 2, tool_call: 1 },
}
