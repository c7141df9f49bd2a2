/** A session of Gemini CLI, as its chat and as its telemetry tell it: they share counts of calls, and no id of anything. */
import type { LogRecord, Value } from '../../../src/otlp/signals.ts'
import { at, type Both, DAY, logFacts, transcriptFacts } from './telling.ts'

const SESSION = '5d1f3c9e-0000-4000-8000-000000000001'
const message = (id: string, time: string, type: string, more: object) =>
  JSON.stringify({ id, timestamp: `${DAY}T${time}Z`, type, ...more })

const tokens = (input: number, cached: number, output: number, thoughts: number) => ({
  tokens: { input, cached, output, thoughts, tool: 0, total: input + output + thoughts },
  model: 'gemini-3-pro',
})
const EDIT = { file_path: 'src/a.ts', old_string: 'one', new_string: 'two' }
const tool = { id: 'k3x9', name: 'replace', args: EDIT, status: 'success', timestamp: `${DAY}T10:00:07.000Z` }

const TRANSCRIPT = [
  JSON.stringify({ sessionId: SESSION, projectHash: 'x', startTime: `${DAY}T10:00:00.000Z`, kind: 'main' }),
  message('u1', '10:00:01.000', 'user', { content: [{ text: 'change it' }] }),
  message('a1', '10:00:05.000', 'gemini', { content: '', ...tokens(1000, 200, 50, 20) }),
  message('a1', '10:00:05.000', 'gemini', { content: '', ...tokens(1000, 200, 50, 20), toolCalls: [tool] }),
  message('a2', '10:00:09.000', 'gemini', { content: 'done', ...tokens(1500, 1000, 70, 0) }),
]

function event(name: string, time: string, told: Record<string, Value>): LogRecord {
  const common = {
    ...{ 'event.name': `gemini_cli.${name}`, 'event.timestamp': `${DAY}T${time}Z`, 'session.id': SESSION },
    ...{ 'user.email': 'ada@example.com', prompt_id: `${SESSION}########0`, auth_type: 'gemini-api-key' },
  }
  return {
    resource: new Map([['service.name', 'gemini-cli']]),
    scope: { name: 'gemini-cli', version: '' },
    attributes: new Map<string, Value>(Object.entries({ ...common, ...told })),
    ...{ flags: [], time: at(time), observed: null, event_name: '', severity: 9, body: null },
    ...{ trace_id: null, span_id: null },
  }
}

const response = (time: string, [input = 0, cached = 0, output = 0, thoughts = 0]: readonly number[]) =>
  event('api_response', time, {
    ...{ model: 'gemini-3-pro', role: 'main', duration_ms: 3000, tool_token_count: 0 },
    ...{ input_token_count: input, output_token_count: output, cached_content_token_count: cached },
    ...{ thoughts_token_count: thoughts, total_token_count: input + output + thoughts },
  })

const TELEMETRY = [
  event('user_prompt', '10:00:00.950', { prompt_length: 9 }),
  response('10:00:05.010', [1000, 200, 50, 20]),
  event('tool_call', '10:00:06.990', {
    ...{ function_name: 'replace', duration_ms: 5, success: true, decision: 'accept', tool_type: 'native' },
    ...{ function_args: JSON.stringify(EDIT), metadata: '{"model_added_lines":1,"model_removed_lines":1}' },
  }),
  response('10:00:09.020', [1500, 1000, 70, 0]),
]

export const geminiCli: Both = {
  agent: 'Gemini CLI',
  transcript: () => transcriptFacts('gemini-cli', 'session-2026-03-04T10-00-5d1f3c9e.jsonl', TRANSCRIPT),
  telemetry: () => logFacts(TELEMETRY),
  once: { message: 3, model_call: 2, tool_call: 1 },
}
