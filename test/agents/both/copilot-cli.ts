/** A session of Copilot CLI, as its log and its database tell it, and as its telemetry does: each knows its calls by other ids. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'libsql'
import type { Fact } from '../../../src/facts/index.ts'
import { fileReader } from '../../../src/importer/read.ts'
import type { Span, Value } from '../../../src/otlp/signals.ts'
import { OTLP_AGENTS, readTelemetry } from '../../../src/sources/index.ts'
import { at, type Both, DAY, transcriptFacts } from './telling.ts'

const SESSION = '5e1f7f0a-0000-4000-8000-00000000c0c1'

let events = 0
const event = (type: string, time: string, data: object) =>
  JSON.stringify({ type, data, id: `e${++events}`, timestamp: `${DAY}T${time}Z`, parentId: null })
const said = (time: string, id: string, outputTokens: number, toolRequests: object[] = []) =>
  event('assistant.message', time, { messageId: id, toolRequests, model: 'gpt-5.4', outputTokens })

const LOG = [
  event('session.start', '10:00:00.000', {
    ...{ sessionId: SESSION, copilotVersion: '1.0.84', selectedModel: 'gpt-5.4' },
    context: { cwd: '/home/ada/shop', branch: 'main' },
  }),
  event('user.message', '10:00:01.000', { content: 'look around' }),
  said('10:00:05.000', 'm1', 50, [
    { toolCallId: 'call_00000000000001', name: 'bash', arguments: { command: 'ls' } },
  ]),
  event('tool.execution_start', '10:00:05.100', { toolCallId: 'call_00000000000001', toolName: 'bash' }),
  event('tool.execution_complete', '10:00:06.000', { toolCallId: 'call_00000000000001', success: true }),
  said('10:00:09.000', 'm2', 70),
  event('session.shutdown', '10:00:20.000', {
    modelMetrics: {
      'gpt-5.4': {
        requests: { count: 2 },
        usage: { inputTokens: 2500, cacheReadTokens: 1200, cacheWriteTokens: 0, outputTokens: 120 },
      },
    },
  }),
]

const CALLS = [
  { time: '10:00:04', input: 1000, read: 200, output: 50 },
  { time: '10:00:08', input: 1500, read: 1000, output: 70 },
]

function storeFacts(): Fact[] {
  const dir = mkdtempSync(join(tmpdir(), 'tachograph-both-'))
  try {
    const path = join(dir, 'session-store.db')
    const db = new Sqlite(path)
    db.exec(`CREATE TABLE assistant_usage_events (id INTEGER PRIMARY KEY, session_id TEXT, model TEXT, input_tokens INTEGER,
      output_tokens INTEGER, cache_read_tokens INTEGER, cache_write_tokens INTEGER, created_at TEXT)`)
    const row = db.prepare('INSERT INTO assistant_usage_events VALUES (NULL, ?, ?, ?, ?, ?, 0, ?)')
    for (const { time, input, read, output } of CALLS)
      row.run(SESSION, 'gpt-5.4', input, output, read, `${DAY} ${time}`)
    db.close()
    return fileReader({ user: 'ada@example.com', lineKey: 'k' })({ path, source: 'copilot-cli', format: 0 })
      .facts
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

let spans = 0
const span = (
  name: string,
  from: string,
  to: string,
  told: Record<string, Value>,
  parent: string | null = 'aa'.repeat(8),
) =>
  ({
    resource: new Map([['service.name', 'github-copilot']]),
    scope: { name: 'github.copilot', version: '' },
    attributes: new Map<string, Value>(
      Object.entries({ 'gen_ai.conversation.id': SESSION, 'gen_ai.provider.name': 'github', ...told }),
    ),
    ...{
      flags: [],
      trace_id: 'cc'.repeat(16),
      span_id: String(++spans).padStart(16, '0'),
      parent_span_id: parent,
    },
    ...{ name, kind: 3, start: at(from), end: at(to), status: 0, status_message: '', events: [] },
  }) as unknown as Span

const TELEMETRY = [
  // In the quarter of an hour before, for which the transcript tells nothing.
  span('invoke_agent', '09:59:59.900', '10:00:10.000', { 'user.email': 'ada@example.com' }, null),
  ...CALLS.map(({ time, input, read, output }, i) =>
    span('chat gpt-5.4', `${time}.000`, `${time}.900`, {
      ...{ 'gen_ai.request.model': 'gpt-5.4', 'gen_ai.response.id': `chatcmpl-0000000000000${i}` },
      ...{ 'gen_ai.usage.input_tokens': input, 'gen_ai.usage.output_tokens': output },
      'gen_ai.usage.cache_read.input_tokens': read,
    }),
  ),
  span('execute_tool bash', '10:00:05.100', '10:00:06.000', {
    ...{ 'gen_ai.tool.name': 'bash', 'gen_ai.tool.call.id': 'call_00000000000001' },
  }),
]

function telemetry(): Fact[] {
  const { told, sessions } = readTelemetry(OTLP_AGENTS, 'traces', TELEMETRY, at('10:01:00.000'))
  return [...told.flatMap((one) => one.facts), ...sessions]
}

export const copilotCli: Both = {
  agent: 'copilot-cli',
  transcript: () => [...transcriptFacts('copilot-cli', `${SESSION}.jsonl`, LOG, 1), ...storeFacts()],
  telemetry,
  once: { message: 3, model_call: 2, tool_call: 1 },
}
