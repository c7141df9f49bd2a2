/** Invented log events of Claude Code, encoded by the official SDK in the batches it would send. */
import { ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider, type ReadableLogRecord } from '@opentelemetry/sdk-logs'

/** What one exporter sends at a time at most, by the defaults of the SDK. */
const BATCH = 512
const SPAN_MS = 2 * 86_400_000

export interface Told {
  bodies: Uint8Array[]
  records: number
  calls: number
  tools: number
  prompts: number
  tokens: number
}

/** `clients` people at work at the same time; each body is of one of them. */
export async function telemetry(records: number, clients: number, end: number): Promise<Told> {
  const told: Told = { bodies: [], records: 0, calls: 0, tools: 0, prompts: 0, tokens: 0 }
  for (let client = 0; client < clients; client++) {
    const provider = new LoggerProvider({
      resource: resourceFromAttributes({ 'service.name': 'claude-code', 'service.version': '2.1.247' }),
      processors: [
        new BatchLogRecordProcessor({
          exporter: {
            export: (logs: ReadableLogRecord[], done) => {
              told.bodies.push(ProtobufLogsSerializer.serializeRequest(logs) as Uint8Array)
              done({ code: 0 })
            },
            forceFlush: async () => {},
            shutdown: async () => {},
          },
          maxQueueSize: records,
          maxExportBatchSize: BATCH,
        }),
      ],
    })
    const logger = provider.getLogger('com.anthropic.claude_code.events', '2.1.247')
    const mine = Math.ceil(records / clients)
    for (let i = 0; i < mine; i++) {
      const id = `${client}-${i}`
      const common = {
        'session.id': `session-${client}-${i >> 8}`,
        'user.email': `person${client}@example.com`,
        'organization.id': '00000000-0000-4000-8000-00000000000a',
        'terminal.type': 'ghostty',
        'app.entrypoint': 'cli',
        'event.sequence': i,
        'prompt.id': `prompt-${client}-${i >> 4}`,
      }
      const [name, attributes] = eventOf(i, id, told)
      logger.emit({
        timestamp: end - SPAN_MS + Math.floor((SPAN_MS * i) / mine),
        body: `claude_code.${name}`,
        attributes: { ...common, 'event.name': name, ...attributes },
      })
      told.records++
    }
    await provider.forceFlush()
    await provider.shutdown()
  }
  return told
}

/** Of 16 events of a turn one is the prompt; calls and tools take turns for the rest. */
function eventOf(i: number, id: string, told: Told): [string, Record<string, string | number>] {
  if (i % 16 === 0) {
    told.prompts++
    return ['user_prompt', { 'message.uuid': `row-${id}`, prompt_length: 40 }]
  }
  if (i % 2 === 0) {
    told.tools++
    const tool = { tool_name: i % 4 ? 'Bash' : 'Edit', tool_use_id: `toolu_${id}` }
    return ['tool_result', { ...tool, success: 'true', duration_ms: '120', decision_source: 'config' }]
  }
  told.calls++
  told.tokens += 10 + (i % 1000)
  return [
    'api_request',
    {
      ...{ model: i % 3 ? 'claude-sonnet-4-5' : 'claude-haiku-4-5', request_id: `req_${id}` },
      ...{ input_tokens: 10, output_tokens: i % 1000, cache_read_tokens: 9_000, cache_creation_tokens: 500 },
      ...{ cost_usd: 0.0123, duration_ms: 2_500, query_source: 'repl_main_thread', speed: 'normal' },
    },
  ]
}
