/** A thread of Codex, as its rollout and as its telemetry tell it: they share no id of a call, and none of a prompt. */
import type { LogRecord, Value } from '../../../src/otlp/signals.ts'
import { at, type Both, DAY, logFacts, transcriptFacts } from './telling.ts'

const THREAD = '019cb6e0-0000-7000-8000-000000000001'
const row = (type: string, time: string, payload: object) =>
  JSON.stringify({ timestamp: `${DAY}T${time}Z`, type, payload })

const usage = (input: number, cached: number, output: number, reasoning: number) => ({
  ...{ input_tokens: input, cached_input_tokens: cached, output_tokens: output },
  ...{ reasoning_output_tokens: reasoning, total_tokens: input + output },
})
type Usage = ReturnType<typeof usage>
const count = (time: string, total: Usage, last: Usage) =>
  row('event_msg', time, { type: 'token_count', info: { total_token_usage: total, last_token_usage: last } })

const TRANSCRIPT = [
  row('session_meta', '10:00:00.000', {
    ...{ id: THREAD, timestamp: `${DAY}T10:00:00.000Z`, cwd: '/home/ada/shop', originator: 'codex_cli_rs' },
  }),
  row('turn_context', '10:00:01.000', { model: 'gpt-5.5', cwd: '/home/ada/shop' }),
  row('event_msg', '10:00:01.000', { type: 'user_message', message: 'look around' }),
  count('10:00:05.000', usage(1000, 200, 50, 20), usage(1000, 200, 50, 20)),
  count('10:00:05.100', usage(1000, 200, 50, 20), usage(1000, 200, 50, 20)),
  row('response_item', '10:00:05.000', {
    ...{
      type: 'function_call',
      name: 'shell',
      arguments: '{"command":["bash","-lc","ls"]}',
      call_id: 'call_1',
    },
  }),
  row('response_item', '10:00:06.000', {
    ...{ type: 'function_call_output', call_id: 'call_1' },
    output: '{"output":"","metadata":{"exit_code":0,"duration_seconds":0.2}}',
  }),
  count('10:00:09.000', usage(2500, 1200, 120, 20), usage(1500, 1000, 70, 0)),
]

function event(name: string, time: string, told: Record<string, Value>): LogRecord {
  const common = {
    ...{ 'event.name': `codex.${name}`, 'event.timestamp': `${DAY}T${time}Z`, 'conversation.id': THREAD },
    ...{ 'user.email': 'ada@example.com', originator: 'codex_cli_rs', model: 'gpt-5.5' },
  }
  return {
    resource: new Map([['service.name', 'codex_cli_rs']]),
    scope: { name: 'codex_cli_rs', version: '' },
    attributes: new Map<string, Value>(Object.entries({ ...common, ...told })),
    ...{ flags: [], time: at(time), observed: null, event_name: '', severity: 9, body: null },
    ...{ trace_id: null, span_id: null },
  }
}

const completed = (time: string, [input, cached, output, reasoning]: readonly number[]) =>
  event('sse_event', time, {
    ...{ 'event.kind': 'response.completed', input_token_count: `${input}`, output_token_count: `${output}` },
    ...{ cached_token_count: `${cached}`, reasoning_token_count: `${reasoning}` },
  })

const TELEMETRY = [
  // In the quarter of an hour before, for which the transcript tells nothing.
  event('user_prompt', '09:59:59.950', { prompt_length: '11' }),
  completed('10:00:04.990', [1000, 200, 50, 20]),
  event('tool_result', '10:00:06.010', {
    ...{ tool_name: 'shell', call_id: 'call_1', duration_ms: '210', success: 'true' },
  }),
  completed('10:00:08.980', [1500, 1000, 70, 0]),
]

export const codex: Both = {
  agent: 'codex',
  transcript: () => transcriptFacts('codex', `rollout-x-${THREAD}.jsonl`, TRANSCRIPT),
  telemetry: () => logFacts(TELEMETRY),
  once: { message: 3, model_call: 2, tool_call: 1 },
}
