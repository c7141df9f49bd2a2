/** A session of Qwen Code, as its transcript and as its telemetry tell it; a sub-agent of it is in events alone. */
import type { LogRecord, Value } from '../../../src/otlp/signals.ts'
import { at, type Both, DAY, logFacts, transcriptFacts } from './telling.ts'

const SESSION = '019cb6e0-0000-7000-8000-000000000002'
const MAIN = `${SESSION}########0`
const row = (uuid: string, time: string, type: string, more: object) =>
  JSON.stringify({
    uuid,
    sessionId: SESSION,
    timestamp: `${DAY}T${time}Z`,
    type,
    cwd: '/home/ada/shop',
    ...more,
  })

const ARGS = { file_path: 'src/a.ts', old_string: 'one', new_string: 'two' }
type Told = Record<string, unknown>

const response = (
  prompt_id: string,
  [input = 0, cached = 0, output = 0]: readonly number[],
  more: Told = {},
): Told => ({
  ...{
    'event.name': 'qwen-code.api_response',
    prompt_id,
    response_id: `chat-${input}`,
    model: 'qwen3-coder-plus',
  },
  ...{ duration_ms: 900, auth_type: 'openai', input_token_count: input, output_token_count: output },
  ...{ cached_content_token_count: cached, thoughts_token_count: 0, total_token_count: input + output },
  ...more,
})
const TOOL: Told = {
  ...{ 'event.name': 'qwen-code.tool_call', prompt_id: MAIN, function_name: 'edit', function_args: ARGS },
  ...{ duration_ms: 5, status: 'success', success: true, tool_type: 'native' },
}
const GLOB: Told = {
  ...TOOL,
  prompt_id: `${SESSION}#rev-1#0`,
  function_name: 'glob',
  function_args: { pattern: '*' },
}

/** The events that both tell; a transcript repeats them. */
const EVENTS: readonly (readonly [string, Told])[] = [
  ['10:00:04.900', response(MAIN, [1000, 200, 50])],
  ['10:00:06.900', TOOL],
  ['10:00:07.900', response(`${SESSION}#rev-1#0`, [700, 0, 30], { subagent_name: 'rev' })],
  ['10:00:08.100', GLOB],
  [
    '10:00:08.200',
    { 'event.name': 'qwen-code.api_error', prompt_id: MAIN, model: 'm', duration_ms: 7, status_code: 500 },
  ],
  ['10:00:08.900', response(MAIN, [1500, 1000, 70])],
]
const repeated = (i: number) => {
  const [time, uiEvent] = EVENTS[i] as (typeof EVENTS)[number]
  return row(`s${i}`, time, 'system', { subtype: 'ui_telemetry', systemPayload: { uiEvent } })
}
const answer = (
  uuid: string,
  time: string,
  parts: object[],
  [input = 0, cached = 0, output = 0]: readonly number[],
) =>
  row(uuid, time, 'assistant', {
    ...{ model: 'qwen3-coder-plus', message: { role: 'model', parts } },
    usageMetadata: {
      ...{ promptTokenCount: input, cachedContentTokenCount: cached, candidatesTokenCount: output },
      ...{ thoughtsTokenCount: 0, totalTokenCount: input + output },
    },
  })

const TRANSCRIPT = [
  row('u1', '10:00:01.000', 'user', { message: { role: 'user', parts: [{ text: 'change it' }] } }),
  repeated(0),
  answer('a1', '10:00:05.000', [{ functionCall: { id: 'c1', name: 'edit', args: ARGS } }], [1000, 200, 50]),
  repeated(1),
  row('r1', '10:00:07.000', 'tool_result', {
    message: {
      role: 'user',
      parts: [{ functionResponse: { id: 'c1', name: 'edit', response: { output: 'x' } } }],
    },
    toolCallResult: { callId: 'c1', status: 'success' },
  }),
  ...[2, 3, 4, 5].map(repeated),
  answer('a2', '10:00:09.000', [{ text: 'done' }], [1500, 1000, 70]),
]

function event(time: string, told: Told): LogRecord {
  const { function_args, ...more } = told
  const args = function_args === undefined ? {} : { function_args: JSON.stringify(function_args, null, 2) }
  const common = {
    'event.timestamp': `${DAY}T${time}Z`,
    'session.id': SESSION,
    'user.email': 'ada@example.com',
  }
  return {
    resource: new Map([['service.name', 'qwen-code']]),
    scope: { name: 'qwen-code', version: '' },
    attributes: new Map(Object.entries({ ...common, ...more, ...args }) as [string, Value][]),
    ...{ flags: [], time: at(time), observed: null, event_name: '', severity: 9, body: null },
    ...{ trace_id: null, span_id: null },
  }
}

const PROMPT: Told = { 'event.name': 'qwen-code.user_prompt', prompt_id: MAIN, prompt_length: 9 }

export const qwenCode: Both = {
  agent: 'Qwen Code',
  transcript: () => transcriptFacts('qwen-code', `${SESSION}.jsonl`, TRANSCRIPT),
  telemetry: () =>
    logFacts([['10:00:00.950', PROMPT] as const, ...EVENTS].map(([time, told]) => event(time, told))),
  once: { message: 4, model_call: 4, tool_call: 2 },
}
