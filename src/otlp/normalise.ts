/** Walks through a request in the shape of OTLP/JSON, whichever encoding it was read from, and makes items of it. */
import { Batch, type Source } from './batch.ts'
import { type Message, objectOf } from './json-values.ts'
import { LAYERS } from './layers.ts'
import type { Limits } from './limits.ts'
import { takeLogRecord } from './log-records.ts'
import { takeMetric } from './metric-points.ts'
import type { Decoded, Signal } from './signals.ts'
import { takeSpan } from './spans.ts'

const NOTHING: Message = {}

const optional = (told: unknown, name: string): Message =>
  told === undefined || told === null ? NOTHING : objectOf(told, name)

/** Throws UndecodableError when anything that is used is of another type than it should be. */
export function normalise<S extends Signal>(
  signal: S,
  request: Message,
  source: Source,
  limits: Limits,
): Decoded<S> {
  const batch = new Batch(signal, source, limits)
  const { resources, scopes, records } = LAYERS[signal]
  // What was mended in a resource or scope is a flag of all its records.
  for (const toldResource of source.each(request, resources)) {
    const inResource = objectOf(toldResource, resources)
    const resource = source.attributes(optional(inResource.resource, 'resource').attributes)
    const marksOfResource = limits.marks
    for (const toldScope of source.each(inResource, scopes)) {
      const inScope = objectOf(toldScope, scopes)
      const { name, version } = optional(inScope.scope, 'scope')
      const scope = { name: batch.text(name, 'name'), version: batch.text(version, 'version') }
      const shared = { resource, scope }
      const marksOfScope = limits.marks
      for (const toldRecord of source.each(inScope, records)) {
        limits.record()
        const record = objectOf(toldRecord, records)
        if (signal === 'logs') takeLogRecord(record, shared, batch as Batch<'logs'>)
        else if (signal === 'traces') takeSpan(record, shared, batch as Batch<'traces'>)
        else takeMetric(record, shared, batch as Batch<'metrics'>)
        limits.marks = marksOfScope
      }
      limits.marks = marksOfResource
    }
    limits.marks = 0
  }
  return { items: batch.items, refused: batch.refused, warning: '' }
}
