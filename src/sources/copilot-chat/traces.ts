/** Reads the database in which the chat of VS Code keeps its spans, where that is switched on: its calls of models. */
import { modelNamed, responseKey } from '../copilot-cli/keys.ts'
import { providerNamed } from '../provider.ts'
import { count, duration, label, type Row, record, text, wholeRow } from '../row.ts'
import type { Database, ReadResult, TranscriptFile } from '../source.ts'
import { Telling, tokensOf } from '../telling.ts'
import { areCounts, disjoint } from '../tokens.ts'
import { AGENT } from './chat.ts'

const COLUMNS = [
  ...[
    'span_id',
    'trace_id',
    'parent_span_id',
    'start_time_ms',
    'end_time_ms',
    'status_code',
    'operation_name',
  ],
  ...['provider_name', 'agent_name', 'conversation_id', 'chat_session_id', 'request_model', 'response_model'],
  ...['input_tokens', 'output_tokens', 'cached_tokens', 'reasoning_tokens', 'ttft_ms'],
]

const ATTRIBUTES = [
  ...[
    'gen_ai.response.id',
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
  ],
  ...['gen_ai.usage.reasoning.output_tokens', 'gen_ai.request.reasoning.level', 'error.type'],
  ...['copilot_chat.parent_chat_session_id', 'copilot_chat.session_id', 'copilot_chat.request.options'],
  ...[
    'copilot_chat.repo.remote_url',
    'copilot_chat.repo.head_branch_name',
    'copilot_chat.repo.head_commit_hash',
  ],
  'copilot_chat.copilot_usage_nano_aiu',
]

type Attributes = ReadonlyMap<string, string>
const NONE: Attributes = new Map()

/** Attributes of spans, which are all texts. */
function attributesIn(database: Database): ReadonlyMap<unknown, Attributes> {
  const found = new Map<unknown, Map<string, string>>()
  const columns = database.columns('span_attributes')
  if (!['span_id', 'key', 'value'].every((name) => columns.has(name))) return found
  const places = ATTRIBUTES.map(() => '?').join(', ')
  const rows = database.rows(
    `SELECT span_id, key, value FROM span_attributes WHERE key IN (${places})`,
    ...ATTRIBUTES,
  )
  for (const { span_id, key, value } of rows) {
    if (typeof key !== 'string' || typeof value !== 'string') continue
    const own = found.get(span_id) ?? new Map<string, string>()
    found.set(span_id, own.set(key, value))
  }
  return found
}

/** VS Code wraps the CLI that it runs into a span of this agent; what lies within is told by the CLI itself. */
const WRAPPER = 'copilotcli'

function withinCli(spans: readonly Row[]): (span: Row) => boolean {
  const byId = new Map(spans.map((span) => [span.span_id, span]))
  const known = new Map<Row, boolean>()
  return (span) => {
    const path: Row[] = []
    let at: Row | undefined = span
    let within = false
    while (at && !known.has(at)) {
      // Spans that lie within each other lie within nothing.
      known.set(at, false)
      path.push(at)
      if (at.agent_name === WRAPPER) {
        within = true
        break
      }
      at = byId.get(at.parent_span_id)
    }
    if (at && !within) within = known.get(at) ?? false
    for (const one of path) known.set(one, within)
    return within
  }
}

const numberIn = (told: string | undefined): number | null => (told === undefined ? null : Number(told))

/** The kind of an error; some tell it in a sentence. */
const KIND = /^[\w.:-]{1,60}$/

class Traces {
  readonly #telling: Telling
  readonly #attributes: ReadonlyMap<unknown, Attributes>

  constructor(telling: Telling, attributes: ReadonlyMap<unknown, Attributes>) {
    this.#telling = telling
    this.#attributes = attributes
  }

  call(span: Row): void {
    this.#telling.rows++
    const more = this.#attributes.get(span.span_id) ?? NONE
    const told = {
      input: count(span.input_tokens),
      cache_read: count(span.cached_tokens),
      cache_write: numberIn(
        more.get('gen_ai.usage.cache_creation.input_tokens') ??
          more.get('gen_ai.usage.cache_creation_input_tokens'),
      ),
      output: count(span.output_tokens),
      reasoning: count(span.reasoning_tokens) ?? numberIn(more.get('gen_ai.usage.reasoning.output_tokens')),
    }
    const { extra, ...tokens } = disjoint(told, { cache: true, reasoning: true })
    const sum = tokensOf(tokens)
    if (Object.values(told).some((n) => n !== null)) this.#telling.naive(sum)
    const at = this.#telling.time(span.start_time_ms, sum)
    if (at === null) return
    const id = sessionOf(span, more)
    const key = keyOf(span, more)
    if (id === null || key === null || !areCounts(Object.values(told))) {
      this.#telling.drop(id === null || key === null ? 'invalid_fact' : 'implausible_count', sum)
      return
    }
    const session = this.#telling.session(id)
    session.tell(at, {
      client: 'ide',
      repository: more.get('copilot_chat.repo.remote_url') ?? null,
      branch: label(more.get('copilot_chat.repo.head_branch_name')),
      revision: label(more.get('copilot_chat.repo.head_commit_hash')),
    })
    const failed = span.status_code === 2
    const units = numberIn(more.get('copilot_chat.copilot_usage_nano_aiu'))
    const all = { ...extra, ...(units !== null && units >= 0 && units < Infinity ? { nano_aiu: units } : {}) }
    session.call(at, [key], {
      ...tokens,
      message: false,
      provider: providerNamed(label(span.provider_name)),
      model: modelNamed(label(span.response_model)) ?? modelNamed(label(span.request_model)),
      effort: effortIn(more),
      latency_ms: duration(Number(span.end_time_ms) - at),
      ttft_ms: duration(span.ttft_ms),
      status: failed ? 'error' : 'ok',
      error_type: failed ? kindIn(more.get('error.type')) : null,
      ...(Object.keys(all).length > 0 ? { extra: all } : {}),
    })
  }
}

/** Calls for titles and the like have a session of their own and name the one that they are for. */
const sessionOf = (span: Row, more: Attributes): string | null =>
  label(more.get('copilot_chat.parent_chat_session_id')) ??
  label(span.chat_session_id) ??
  label(span.conversation_id) ??
  label(more.get('copilot_chat.session_id'))

function keyOf(span: Row, more: Attributes): string | null {
  const trace = label(span.trace_id)
  const own = label(span.span_id)
  return (
    responseKey(label(more.get('gen_ai.response.id'))) ??
    (trace === null || own === null ? null : `span-call:${trace}:${own}`)
  )
}

function effortIn(more: Attributes): string | null {
  const level = label(more.get('gen_ai.request.reasoning.level'))
  const options = more.get('copilot_chat.request.options')
  return (
    level ?? label(record(options === undefined ? null : wholeRow(Buffer.from(options)))?.reasoning_effort)
  )
}

function kindIn(told: string | undefined): string {
  const kind = text(told)
  return kind !== null && KIND.test(kind) ? kind : 'error'
}

export function readTraces(file: TranscriptFile, database: Database): ReadResult {
  const telling = new Telling(AGENT, file)
  const columns = database.columns('spans')
  if (
    ['span_id', 'trace_id', 'parent_span_id', 'start_time_ms', 'operation_name'].every((c) => columns.has(c))
  ) {
    const names = COLUMNS.filter((name) => columns.has(name)).join(', ')
    const spans = [...database.rows(`SELECT ${names} FROM spans ORDER BY start_time_ms, span_id`)]
    const isWithin = withinCli(spans)
    const traces = new Traces(telling, attributesIn(database))
    for (const span of spans) if (span.operation_name === 'chat' && !isWithin(span)) traces.call(span)
  }
  return telling.result()
}
