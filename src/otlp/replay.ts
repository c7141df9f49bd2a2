/** Writes decoded values as OTLP/JSON again: refused records are kept in this form, within the same limits. */
import type { Message } from './json-values.ts'
import { MOST_TEXT } from './limits.ts'
import type { Attributes, LogRecord, Value } from './signals.ts'
import { Nanos, nanosOf } from './times.ts'

/** Elements of a list of numbers that are kept. */
const MOST_NUMBERS = 1000

export const keyValues = (attributes: Attributes): unknown[] =>
  Array.from(attributes, ([key, value]) => ({ key, value: anyValue(value) }))

export function anyValue(value: Value): object {
  if (value === null) return {}
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'bigint') return { intValue: value.toString() }
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { intValue: value.toString() } : { doubleValue: value }
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString('base64') }
  if (value instanceof Map) return { kvlistValue: { values: keyValues(value) } }
  return { arrayValue: { values: (value as readonly Value[]).map(anyValue) } }
}

/** Those of the fields that hold one text, number or truth value, or a list of numbers. */
export function plainFields(told: Message, names: readonly string[]): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const name of names) {
    const value = told[name]
    const plain = Array.isArray(value) ? value.slice(0, MOST_NUMBERS).map(plainValue) : plainValue(value)
    if (plain !== undefined) kept[name] = plain
  }
  return kept
}

function plainValue(told: unknown): unknown {
  if (typeof told === 'string') return told.slice(0, MOST_TEXT)
  if (typeof told === 'number') return Number.isFinite(told) ? told : String(told)
  if (typeof told === 'bigint' || told instanceof Nanos) return told.toString()
  return typeof told === 'boolean' ? told : undefined
}

/** A log record that was decoded as a request of its own. */
export const logRequest = ({ resource, scope, attributes, body, ...record }: LogRecord): unknown => ({
  resourceLogs: [
    {
      resource: { attributes: keyValues(resource) },
      scopeLogs: [
        {
          scope,
          logRecords: [
            {
              timeUnixNano: nanosOf(record.time),
              observedTimeUnixNano: nanosOf(record.observed),
              severityNumber: record.severity,
              eventName: record.event_name,
              traceId: record.trace_id ?? '',
              spanId: record.span_id ?? '',
              body: anyValue(body),
              attributes: keyValues(attributes),
            },
          ],
        },
      ],
    },
  ],
})
