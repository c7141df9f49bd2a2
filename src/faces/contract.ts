/** The native HTTP API: the shapes of what it answers. Server, description, command line and page take them from here. */
import { z } from 'zod'
import { KEY_SCOPES, ROLES } from '../control/scopes.ts'
import { ERRORS } from '../errors.ts'
import { DROP_REASONS } from '../facts/drop.ts'
import { FILTERS, UNITS } from '../metrics/metric.ts'

const keyOf = <K extends string>(table: Readonly<Record<K, unknown>>) => z.enum(Object.keys(table) as K[])
const unit = keyOf(UNITS)
const filter = keyOf(FILTERS)
const count = z.int().min(0)

const column = z.object({
  name: z.string(),
  unit,
  doc: z.string(),
  filters: z
    .array(filter)
    .optional()
    .describe(
      'Filters that narrow it, where those are not all of its metric: with another one set it is null.',
    ),
})

const parameter = z.object({
  type: z.enum(['string', 'array']),
  description: z.string(),
  format: z.literal('date').optional(),
  items: z.object({ type: z.literal('string') }).optional(),
})

export const metricDescription = z.object({
  id: z.string(),
  title: z.string(),
  unit,
  doc: z.string(),
  catalogue: z.array(z.string()).describe('Rows of the metrics catalogue it implements.'),
  params: z
    .object({
      type: z.literal('object'),
      properties: z.record(z.string(), parameter),
      additionalProperties: z.literal(false),
    })
    .describe('JSON Schema of what it takes.'),
  columns: z.array(column),
  refused: z
    .string()
    .nullable()
    .describe('Why the caller may not ask for it, whatever the filters; null where they may.'),
})

export const catalogueAnswer = z.object({ data: z.array(metricDescription) })

/** A value in a row; null is unknown, never zero. */
const cell = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()).readonly()])

export const answerMeta = z.object({
  metric: z.string(),
  unit,
  org: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
  tz: z.string(),
  partial: z.boolean().describe('True when the last day is not over.'),
  as_of: z.iso.datetime().describe('Everything acknowledged before this instant is included.'),
  coverage: z
    .object({ known: z.number(), total: z.number() })
    .nullable()
    .describe('Of how many things the answer speaks, where some are unknown.'),
  kept_from: z.iso
    .date()
    .nullable()
    .describe(
      'First whole day from which on all that the answer counts is kept: figures of days before it may be too low, as facts were removed for their age. Null where all is kept.',
    ),
  filters: z.partialRecord(filter, z.array(z.string())),
  notes: z.array(z.string()).describe('What a reader must know to read the figures rightly.'),
  has_more: z.boolean().optional().describe('Of what comes in pages: whether this is not the last one.'),
  next_cursor: z
    .string()
    .nullable()
    .optional()
    .describe('Of what comes in pages: what to ask the next one with; null on the last.'),
})

export const answer = z.object({ data: z.array(z.record(z.string(), cell)), meta: answerMeta })

const transcriptSource = z.object({
  id: z.string(),
  title: z.string(),
  folders: z.array(z.object({ path: z.string(), exists: z.boolean() })),
  files: count.nullable().describe('Transcripts in these folders; null when nobody has looked.'),
})

export const status = z.object({
  version: z.string(),
  org: z.string(),
  mode: z
    .enum(['personal', 'team'])
    .describe('In team mode every question needs a key; in personal mode there is no login.'),
  tz: z.string().describe('Zone of the days where a question names none.'),
  works_council: z
    .object({
      fewest_people: count.describe('Fewest people that a figure is of.'),
      applies: z.boolean().describe('False where the caller reads their own figures.'),
    })
    .nullable()
    .describe('Works-council mode; null where it is off.'),
  as_of: z.iso.datetime().describe('Everything acknowledged before this instant shows in answers.'),
  facts: count.describe('Facts in the store; counted up to a million.'),
  holds: z
    .object({ demo: z.boolean(), real: z.boolean() })
    .describe('Whether any of them are of the demo organisation, and whether any are not.'),
  events: z
    .object({ first_at: z.iso.datetime(), last_at: z.iso.datetime() })
    .nullable()
    .describe(
      'When messages, model calls and tool calls happened, to the quarter of an hour; null without any.',
    ),
  discovery: z
    .object({
      state: z.enum(['off', 'searching', 'importing', 'idle', 'failed']),
      files_done: count,
      files_total: count,
      bytes_done: count,
      bytes_total: count,
      calls: count.describe('Model calls read so far.'),
      sources: z.array(transcriptSource),
    })
    .describe('The import of the transcripts on this machine: `off` when the server leaves them alone.'),
  commands: z
    .object({ import: z.string(), demo: z.string() })
    .nullable()
    .describe('Command lines that fill the data folder of this server; null when it is not on this machine.'),
})

export const postReceipt = z.object({
  accepted: count,
  updated: count,
  duplicate: count,
  rejected: z
    .array(
      z.object({
        line: count.describe('1 is the first.'),
        reason: keyOf(DROP_REASONS),
        detail: z.string(),
      }),
    )
    .describe('Lines that were refused. Everything else of the body is stored.'),
  rejected_more: count.optional().describe('Refused lines beyond the first thousand.'),
  not_kept: z
    .object({ erased_person: count.optional(), older_than_retention: count.optional() })
    .optional()
    .describe('Lines there is nothing wrong with that the organisation does not keep, by reason.'),
})

export const collectorAnswer = z.object({
  version: z.string().describe('Version of the server.'),
  org: z.string().describe('Organisation that facts sent with this key belong to.'),
  store: z
    .string()
    .describe('Tells its store from one that was made anew at the same address, and holds nothing yet.'),
  line_key: z
    .string()
    .describe(
      'Key of the hashes of added lines: one an organisation, so that those of all its machines match.',
    ),
  types: z.array(z.string()).describe('Fact types that are taken.'),
})
export type CollectorAnswer = z.infer<typeof collectorAnswer>

const named = z.string().nullable()

export const sessionEntry = z.object({
  id: z.string(),
  user: named.describe('The person, or the identity as reported where no person is known for it.'),
  harness: named.describe('Agent program.'),
  client: named.describe('Surface: terminal, ide, …'),
  agent: named.describe('Named agent or subagent type.'),
  project: named,
  repo: named,
  branch: named,
  kind: named.describe('interactive or headless.'),
  version: named.describe('Version of the agent program.'),
  parent_session: named.describe('Session that started this one as a subagent.'),
  started_at: z.iso.datetime(),
  last_event_at: z.iso.datetime(),
  ended_at: z.iso.datetime().nullable().describe('Null unless the source told it, and nothing followed.'),
  in_progress: z.boolean().describe('No end was told, and the last event is younger than half an hour.'),
  duration_ms: count.nullable().describe('From start to end, or to the last event; null while in progress.'),
  engaged_ms: count.describe('Gaps between events, each at most 5 minutes.'),
  human_messages: count.describe('Messages that people typed.'),
  assistant_messages: count,
  model_calls: count,
  tool_calls: count,
  file_changes: count,
})

export const sessionsAnswer = z.object({
  data: z.array(sessionEntry),
  meta: answerMeta.pick({ org: true, from: true, to: true, tz: true, partial: true, as_of: true }).extend({
    next_cursor: z.string().nullable().describe('What to ask the next page with; null on the last one.'),
  }),
})

const tokens = count.nullable()

export const sessionDetail = sessionEntry.extend({
  tokens: z
    .object({ input: tokens, cache_read: tokens, cache_write: tokens, output: tokens, reasoning: tokens })
    .describe('Of the session itself, not of its subagents. Disjoint, but for reasoning: a part of output.'),
  cost_usd: z
    .number()
    .nullable()
    .describe('API-equivalent cost of the calls whose cost is known; not your bill.'),
  cost_coverage: z
    .object({ known: count, total: count })
    .describe('Of how many model calls the cost is known.'),
  models: z.array(z.object({ provider: named, model: named, calls: count })).describe('Most used first.'),
  tools: z
    .array(z.object({ tool: named, calls: count, ok: count, error: count, rejected: count }))
    .describe('Canonical tools and how their calls ended, most used first.'),
  files: z
    .array(z.object({ path: z.string(), op: z.string(), added: count.nullable(), removed: count.nullable() }))
    .describe('Files by path and operation, at most 500.'),
  files_more: count.describe('Files beyond those that are listed.'),
  counters: z
    .array(
      z.object({
        name: z.string(),
        value: count.nullable().describe('Tokens, lines, ms or things; null for the counter cost.'),
        usd: z.number().nullable().describe('Of the counter cost.'),
        counted: z.boolean().describe('False where facts of the session tell the same one by one.'),
      }),
    )
    .describe('What the agent counted itself and reported as metrics.'),
  sources: z.array(z.string()).describe('Sources that told of it.'),
})

export const sessionAnswer = z.object({
  data: sessionDetail,
  meta: z.object({
    org: z.string(),
    as_of: z.iso.datetime().describe('Everything acknowledged before this instant is included.'),
  }),
})

export const step = z.object({
  id: z.string(),
  parent: named.describe('The step it lies within; null at the top.'),
  parent_inferred: z
    .boolean()
    .describe('True where no span says what it lies within: then it is what came before it.'),
  kind: z
    .enum([
      ...(['session', 'prompt', 'model_call', 'tool', 'edit', 'change', 'validation', 'subagent'] as const),
      ...(['wait', 'hook', 'skill', 'slash_command', 'other'] as const),
    ])
    .describe('`change` is the change of one file, within the edit that made it.'),
  at: z.iso.datetime().describe('Its start where a span times it, else when its source tells it.'),
  duration_ms: count.nullable(),
  name: named.describe('Tool, span, skill, hook or command, as the agent names it.'),
  model: named,
  tool: named.describe('Canonical tool.'),
  status: named.describe('ok, error or rejected.'),
  error_type: named,
  validation: named.describe('What a shell command checks: test, lint or build.'),
  path: named,
  op: named,
  added: count.nullable(),
  removed: count.nullable(),
  trace_id: named.describe('Trace of the span that times it.'),
  span_id: named,
})

export const timelineAnswer = z.object({
  data: z.object({
    session: z.string(),
    steps: z
      .array(step)
      .describe('In order of time, at most 5,000; a step comes after the one it lies within.'),
    steps_more: count.describe('Steps beyond those that are listed.'),
  }),
  meta: sessionAnswer.shape.meta,
})

/** An instant: ISO 8601 outside, a Date inside. */
export const instant = z.codec(z.iso.datetime({ offset: true }), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
})

export const organisation = z.object({
  id: z.string(),
  slug: z.string().describe('Its name in addresses and headers.'),
  name: z.string(),
  created_at: instant,
})
export const newOrganisation = z.strictObject({
  name: z.string(),
  owner: z.string().describe('E-mail address of whoever it belongs to.'),
})

export const apiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  shown: z.string().describe('Its first and last characters.'),
  scopes: z
    .array(z.enum(KEY_SCOPES))
    .describe(
      '`ingest`: to send facts and telemetry. `read`: to ask for figures. `admin`: to look after people, keys and settings.',
    ),
  role: z.enum(ROLES).describe('What its holder is now: a key may do no more.'),
  holder: z
    .object({ kind: z.enum(['user', 'service', 'organisation']), id: z.string(), name: z.string() })
    .describe('Whose it is: it dies with them.'),
  created_at: instant,
  expires_at: instant.nullable(),
  revoked_at: instant.nullable(),
  last_used_at: instant.nullable().describe('To the minute.'),
})
export const newKey = z.strictObject({
  name: z.string(),
  scopes: z.array(z.string()),
  expires_at: instant.nullable().default(null),
  user: z.string().optional().describe('Whose it is to be: id, address or alias of a person.'),
  service: z.string().optional().describe('Or id or name of a service account.'),
  role: z.string().optional().describe("Of a key of the organisation's own: `admin` where none is told."),
})

export const ingestCounts = z.object({
  door: z.enum(['facts', 'otlp/logs', 'otlp/metrics', 'otlp/traces']),
  agent: z.string().describe('The harness; `api` for facts, `unknown` for telemetry of no known agent.'),
  received: count.describe('Records: accepted + duplicate + rejected + quarantined.'),
  accepted: count,
  duplicate: count.describe('Records that told nothing new.'),
  rejected: count,
  quarantined: count.describe('Refused too, but kept to be tried again.'),
  reasons: z.record(z.string(), count).describe('Refused records, kept or not, by reason.'),
  unused: count.describe('Accepted records that this version has no use for.'),
  last_at: z.iso.datetime().describe('When anything last came.'),
})
export const spool = z
  .object({
    bytes: count,
    records: count,
    oldest_at: z.iso.datetime().nullable().describe('Since when the oldest waits; null when nothing does.'),
    damaged: count.describe('Records that were found to be damaged since the start of the server.'),
    set_aside: count.describe('Files that were set aside since nobody can use them, and are still there.'),
  })
  .describe('What was taken while the store was away and waits on disk for it.')
export const forwarded = z.object({
  destination: z.string().describe('Its name in the configuration.'),
  delivered: count.describe('Records it has taken since the start of the server.'),
  given_up: z.record(z.string(), count).describe('Records that were not passed on, by reason.'),
  bytes: count.describe('What waits for it on disk.'),
  requests: count.describe('Requests that wait.'),
  oldest_at: z.iso.datetime().nullable().describe('Since when the oldest waits; null when nothing does.'),
  delivered_at: z.iso.datetime().nullable().describe('When it last took anything; null for never.'),
  trouble: z
    .string()
    .nullable()
    .describe(
      'Why it did not take the last request: an HTTP status or the code of a fault; null when it did.',
    ),
})
export const ingestAnswer = z.object({
  data: z.array(ingestCounts),
  spool,
  forward: z.array(forwarded).describe('Destinations to which telemetry is passed on.'),
  meta: z.object({ since: z.iso.datetime().describe('Start of the server: counts begin there.') }),
})

export const quarantineEntry = z.object({
  id: z.string(),
  at: instant.describe('When it came last.'),
  signal: z.string(),
  agent: z.string(),
  reason: z.string(),
  detail: z.string(),
  subject: z.string().describe('Whose it is, where it says so.'),
  record: z.string().describe('The record as a request of OTLP/JSON, without texts of people.'),
})
export const quarantineAnswer = z.object({
  data: z.array(quarantineEntry),
  meta: z.object({ total: count.describe('Records that are kept.') }),
})

export const failure = z.object({
  error: z.object({
    code: keyOf(ERRORS),
    message: z.string(),
    param: z.string().optional().describe('The parameter at fault.'),
    request_id: z.string(),
  }),
})

/** Of what kind a value is, and so how it is written. */
export type Unit = z.infer<typeof unit>
/** One column of the rows of a metric. */
export type Column = z.infer<typeof column>
/** One entry of `GET /api/v1/metrics`. */
export type MetricDescription = z.infer<typeof metricDescription>
/** `GET /api/v1/metrics` */
export type CatalogueAnswer = z.infer<typeof catalogueAnswer>
/** `GET /api/v1/metrics/{id}` */
export type Answer = z.infer<typeof answer>
export type Row = Answer['data'][number]
export type Cell = Row[string]
/** `GET /api/v1/status` */
export type Status = z.infer<typeof status>
/** `GET /api/v1/ingest` */
export type IngestAnswer = z.infer<typeof ingestAnswer>
/** `POST /api/v1/facts` */
export type PostReceipt = z.infer<typeof postReceipt>
/** `GET /api/v1/sessions` */
export type SessionsAnswer = z.infer<typeof sessionsAnswer>
export type SessionEntry = z.infer<typeof sessionEntry>
/** `GET /api/v1/sessions/{id}` */
export type SessionAnswer = z.infer<typeof sessionAnswer>
export type TimelineAnswer = z.infer<typeof timelineAnswer>
/** An entry of `GET /api/v1/organisations` */
export type OrganisationEntry = z.input<typeof organisation>
/** An entry of `GET /api/v1/keys` */
export type KeyEntry = z.input<typeof apiKey>
/** `POST /api/v1/keys`: the only time that the key itself is told. */
export type NewKey = KeyEntry & { key: string }
/** `GET /api/v1/quarantine` */
export type QuarantineAnswer = z.input<typeof quarantineAnswer>
/** Every answer that is an error. */
export type Failure = z.infer<typeof failure>
/** `GET /api/v1/me` and `GET /api/v1/login` */
export type { LoginWays, Me } from './contract-login.ts'
