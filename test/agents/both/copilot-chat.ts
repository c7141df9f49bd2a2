/** A chat of Copilot in VS Code, as the editor keeps it and its spans, and as telemetry sends these: prompts and rounds share no id. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'libsql'
import type { Fact } from '../../../src/facts/index.ts'
import { fileReader } from '../../../src/importer/read.ts'
import type { Span, Value } from '../../../src/otlp/signals.ts'
import { OTLP_AGENTS, readTelemetry } from '../../../src/sources/index.ts'
import { at, type Both, transcriptFacts } from './telling.ts'

const SESSION = '5e1f7f0a-0000-4000-8000-00000000c0c2'
const TRACE = 'dd'.repeat(16)
const TOOL = 'toolu_00000000000001__vscode-1762883113094'

const CALLS = [
  { time: '10:00:04', input: 1000, read: 200, output: 50, response: 'chatcmpl-00000000000a0' },
  { time: '10:00:08', input: 1500, read: 1000, output: 70, response: 'chatcmpl-00000000000a1' },
]

const round = (id: string, time: string, toolCalls: object[] = []) => ({
  id,
  timestamp: at(`${time}.900`),
  toolCalls,
})
const JOURNAL = [
  { kind: 0, v: { version: 3, sessionId: SESSION, responderUsername: 'GitHub Copilot', requests: [] } },
  {
    kind: 2,
    k: ['requests'],
    v: [
      {
        requestId: 'request_1',
        timestamp: at('10:00:01.000'),
        message: { text: 'look' },
        modelId: 'copilot/gpt-5.4',
      },
    ],
  },
  {
    kind: 1,
    k: ['requests', 0, 'result'],
    v: {
      metadata: {
        ...{ promptTokens: 1500, outputTokens: 70 },
        toolCallRounds: [
          round('r1', '10:00:04', [{ name: 'run_in_terminal', id: TOOL, arguments: '{"command":"ls"}' }]),
          round('r2', '10:00:08'),
        ],
      },
    },
  },
].map((entry) => JSON.stringify(entry))

/** Spans as telemetry has them; the database keeps the same. */
function span(
  id: number,
  name: string,
  from: string,
  to: string,
  told: Record<string, Value>,
  parent: string | null,
): Span {
  return {
    resource: new Map([['service.name', 'copilot-chat']]),
    scope: { name: 'copilot-chat', version: '' },
    attributes: new Map<string, Value>(
      Object.entries({ 'copilot_chat.chat_session_id': SESSION, 'gen_ai.provider.name': 'github', ...told }),
    ),
    ...{ flags: [], trace_id: TRACE, span_id: String(id).padStart(16, '0'), parent_span_id: parent },
    ...{ name, kind: 3, start: at(from), end: at(to), status: 0, status_message: '', events: [] },
  } as unknown as Span
}

const ROOT = '0000000000000009'
const SPANS = [
  // In the quarter of an hour before, for which the transcript tells nothing.
  span(
    9,
    'invoke_agent GitHub Copilot',
    '09:59:59.900',
    '10:00:10.000',
    { 'user.email': 'ada@example.com' },
    null,
  ),
  ...CALLS.map(({ time, input, read, output, response }, i) =>
    span(
      i + 1,
      'chat gpt-5.4',
      `${time}.000`,
      `${time}.900`,
      {
        ...{ 'gen_ai.request.model': 'gpt-5.4', 'gen_ai.response.id': response },
        ...{ 'gen_ai.usage.input_tokens': input, 'gen_ai.usage.output_tokens': output },
        'gen_ai.usage.cache_read.input_tokens': read,
      },
      ROOT,
    ),
  ),
  span(
    ...([5, 'execute_tool run_in_terminal', '10:00:05.100', '10:00:06.000'] as const),
    { 'gen_ai.tool.name': 'run_in_terminal', 'gen_ai.tool.call.id': TOOL },
    ROOT,
  ),
]

function storeFacts(): Fact[] {
  const dir = mkdtempSync(join(tmpdir(), 'tachograph-both-'))
  try {
    const path = join(dir, 'agent-traces.db')
    const db = new Sqlite(path)
    db.exec(`CREATE TABLE spans (span_id TEXT, trace_id TEXT, parent_span_id TEXT, start_time_ms INTEGER, end_time_ms INTEGER,
      status_code INTEGER, operation_name TEXT, provider_name TEXT, chat_session_id TEXT, request_model TEXT,
      input_tokens INTEGER, output_tokens INTEGER, cached_tokens INTEGER)`)
    db.exec('CREATE TABLE span_attributes (span_id TEXT, key TEXT, value TEXT)')
    const row = db.prepare(
      `INSERT INTO spans VALUES (?, '${TRACE}', '${ROOT}', ?, ?, 0, 'chat', 'github', ?, 'gpt-5.4', ?, ?, ?)`,
    )
    const attribute = db.prepare(`INSERT INTO span_attributes VALUES (?, 'gen_ai.response.id', ?)`)
    for (const [i, { time, input, read, output, response }] of CALLS.entries()) {
      const id = String(i + 1).padStart(16, '0')
      row.run(id, at(`${time}.000`), at(`${time}.900`), SESSION, input, output, read)
      attribute.run(id, response)
    }
    db.close()
    return fileReader({ user: 'ada@example.com', lineKey: 'k' })({ path, source: 'copilot-chat', format: 0 })
      .facts
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function telemetry(): Fact[] {
  const { told, sessions } = readTelemetry(OTLP_AGENTS, 'traces', SPANS, at('10:01:00.000'))
  return [...told.flatMap((one) => one.facts), ...sessions]
}

export const copilotChat: Both = {
  agent: 'copilot-chat',
  transcript: () => [...transcriptFacts('copilot-chat', `${SESSION}.jsonl`, JOURNAL, 1), ...storeFacts()],
  telemetry,
  once: { message: 3, model_call: 2, tool_call: 1 },
}
