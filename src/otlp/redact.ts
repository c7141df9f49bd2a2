/** Takes the texts out of refused records: what is kept of one must not be more than is kept of one that was taken. */

/** Resource attributes that say where a record comes from. */
const OF_RESOURCES = new Set(
  (
    'service.name service.version service.namespace deployment.environment.name os.type host.arch ' +
    'vcs.repository.url.full vcs.ref.head.name cicd.pipeline.name telemetry.sdk.name telemetry.sdk.version'
  ).split(' '),
)
/** What the body of an event is when it is its name. */
const EVENT = /^[a-z][a-z_]*(?:\.[a-z_]+)+$/
/** Names of events and metrics, units, ids and the like: one word, not long. */
const WORD = /^[\w.:/{}%-]{1,200}$/
const REDACTED = '[REDACTED]'

/** Texts in these fields of records are names and ids. */
const NAMES = new Set(
  'name version eventName traceId spanId parentSpanId unit timeUnixNano observedTimeUnixNano startTimeUnixNano endTimeUnixNano'.split(
    ' ',
  ),
)

/**
 * A request of OTLP/JSON with one record, as `Refused.record`: numbers and truth values stay, and texts of attributes in
 * `keep`, of resources as above, and where they are names; every other text, and all bytes, become `[REDACTED]`.
 */
export function redacted(request: unknown, keep: ReadonlySet<string>): unknown {
  return walk(request, '', keep)
}

function walk(value: unknown, field: string, keep: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => walk(item, field, keep))
  if (typeof value === 'string') return kept(value, field) ? value : REDACTED
  if (typeof value !== 'object' || value === null) return value
  if ('key' in value && 'value' in value) {
    const { key, value: told } = value as { key: unknown; value: unknown }
    const name = String(key)
    return { key: name, value: keep.has(name) || OF_RESOURCES.has(name) ? told : walk(told, 'value', keep) }
  }
  // The word that takes its place would be no bytes.
  if ('bytesValue' in value) return { stringValue: REDACTED }
  const inBody = field === 'body'
  return Object.fromEntries(
    Object.entries(value).map(([name, told]) => [name, walk(told, inBody ? 'body' : name, keep)]),
  )
}

/** Numbers come as texts in OTLP/JSON. The body of an event is its name. */
function kept(text: string, field: string): boolean {
  if (text === '') return true
  if (/^-?\d{1,30}(?:\.\d{1,30})?$/.test(text)) return true
  return field === 'body' ? EVENT.test(text) : NAMES.has(field) && WORD.test(text)
}
