/** Takes the texts out of refused records: what is kept of one must not be more than is kept of one that was taken. */

/** What stays of the records of one agent. */
export interface Kept {
  /** Attributes that name things. */
  names: ReadonlySet<string>
  /** Attributes that stay in another form, and how they are written: null for a text that cannot be. They win over `names`. */
  rewritten: ReadonlyMap<string, (text: string) => string | null>
}

/** Resource attributes that say where a record comes from. */
const OF_RESOURCES = new Set(
  (
    'service.name service.version service.namespace deployment.environment.name os.type host.arch ' +
    'vcs.ref.head.name cicd.pipeline.name telemetry.sdk.name telemetry.sdk.version'
  ).split(' '),
)
/** What the body of an event is when it is its name. */
const EVENT = /^[a-z][a-z_]*(?:\.[a-z_]+)+$/
/** Names of events and metrics, units, ids and the like: one word, not long. */
const WORD = /^[\w.:/{}%-]{1,200}$/
const REDACTED = '[REDACTED]'

/** Texts in these fields of records are names and ids. */
const NAMES = new Set('name version eventName traceId spanId parentSpanId unit'.split(' '))

/** OTLP/JSON may write the numbers of these fields as texts. */
const NUMBERS = new Set(
  (
    'timeUnixNano observedTimeUnixNano startTimeUnixNano endTimeUnixNano intValue doubleValue asInt asDouble count sum ' +
    'min max bucketCounts explicitBounds zeroCount'
  ).split(' '),
)
const NUMBER = /^(?:-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?|NaN|-?Infinity)$/

/** Some agents tell numbers as texts: of attributes that are called like a quantity they stay. */
const QUANTITY =
  /(?:[Tt]okens|_count|[Cc]ost|_usd|_ms|[a-z]Ms|[Dd]uration|[Ss]econds|[Bb]ytes|_length|_time|attempt|[Ll]ines|num_hooks)$|^(?:tokens|lines|files)_?(?:in|out|added|deleted|removed|created)$/i

/**
 * A request of OTLP/JSON with one record, as `Refused.record`: numbers and truth values stay, and texts of attributes in
 * `kept`, of resources as above, and where they are names; every other text becomes `[REDACTED]`, and so does the whole
 * of every map and list of an attribute that is not kept, since its names may be texts as well.
 */
export function redacted(request: unknown, kept: Kept): unknown {
  return walk(request, '', kept)
}

function walk(value: unknown, field: string, kept: Kept): unknown {
  if (Array.isArray(value)) return value.map((item) => walk(item, field, kept))
  if (typeof value === 'string') return isKept(value, field) ? value : REDACTED
  if (typeof value !== 'object' || value === null) return value
  if ('key' in value && 'value' in value) {
    const { key, value: told } = value as { key: unknown; value: unknown }
    return { key: String(key), value: ofAttribute(String(key), told, kept) }
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, told]) => [
      name,
      name === 'body' ? anyValue(told, isEvent) : walk(told, name, kept),
    ]),
  )
}

const isEvent = (text: string): boolean => EVENT.test(text)

function ofAttribute(key: string, told: unknown, { names, rewritten }: Kept): unknown {
  const rewrite = rewritten.get(key)
  if (rewrite) {
    const text = textIn(told)
    return !text ? anyValue(told, none) : { stringValue: rewrite(text) ?? REDACTED }
  }
  if (names.has(key) || OF_RESOURCES.has(key)) return isPlain(told) ? told : { stringValue: REDACTED }
  return anyValue(told, (text) => QUANTITY.test(key) && NUMBER.test(text))
}

const none = (): boolean => false

const textIn = (value: unknown): string | null => {
  const text = (value as { stringValue?: unknown } | null)?.stringValue
  return typeof text === 'string' ? text : null
}

const SCALARS = new Set(['stringValue', 'boolValue', 'intValue', 'doubleValue'])

/** A text, number or truth value, or a list of them: names of things are no more than that. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).every(([kind, told]) => {
    if (SCALARS.has(kind)) return typeof told !== 'object'
    const { values } = (told ?? {}) as { values?: unknown }
    return (
      kind === 'arrayValue' && Array.isArray(values) && values.every((one) => !hasList(one) && isPlain(one))
    )
  })
}

const hasList = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'arrayValue' in value

/** A value of which only numbers, truth values, and texts that `stays` agrees to are left. */
function anyValue(value: unknown, stays: (text: string) => boolean): unknown {
  if (typeof value !== 'object' || value === null) return { stringValue: REDACTED }
  const safe = Object.entries(value).every(([kind, told]) => {
    if (kind === 'stringValue') return told === '' || (typeof told === 'string' && stays(told))
    if (kind === 'boolValue') return typeof told === 'boolean'
    if (kind !== 'intValue' && kind !== 'doubleValue') return false
    return typeof told === 'number' || (typeof told === 'string' && NUMBER.test(told))
  })
  return safe ? value : { stringValue: REDACTED }
}

function isKept(text: string, field: string): boolean {
  if (text === '') return true
  return NUMBERS.has(field) ? NUMBER.test(text) : NAMES.has(field) && WORD.test(text)
}
