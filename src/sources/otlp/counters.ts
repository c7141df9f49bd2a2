/** Readings of metrics as facts: what agents count and do not tell one by one. */
import { createHash } from 'node:crypto'
import { MAX_COUNT, MAX_USD } from '../../facts/field.ts'
import type { CounterFact, CounterName } from '../../facts/index.ts'
import type { Attributes, MetricPoint } from '../../otlp/signals.ts'
import type { Context } from './origin.ts'
import { Implausible } from './values.ts'

/** What a point of a metric counts. */
export interface Counted {
  name: CounterName
  /** Units of the counter in one unit of the metric: 1000 for ms in a metric of seconds. Default 1. */
  scale?: number
  /** Of a histogram: the number of values, or their sum. Default: their sum. */
  of?: 'count' | 'sum'
  provider?: string | null
  model?: string | null
  tool?: string | null
  mcp_server?: string | null
  /** ok, error, rejected, accepted. */
  status?: string | null
  language?: string | null
}

/** Stands for attributes: the same for the same names and values, in whatever order and encoding they came. */
export const textOf = (attributes: Attributes): string =>
  JSON.stringify([...attributes].map(([key, value]) => `${key}=${String(value)}`).sort())

/** Names the series of a point among all: the same for every point of it, and after a restart of the server. */
function seriesOf({ metric, scope, resource, attributes }: MetricPoint): string {
  const names = [metric.name, scope.name, textOf(resource), textOf(attributes)]
  return createHash('sha256').update(JSON.stringify(names)).digest('base64url').slice(0, 22)
}

/**
 * The reading, or null for what is no count: gauges, summaries, sums that may fall. Sent again it has the same key, so
 * it counts once. Throws Implausible for a value that is negative or absurd.
 */
export function counterOf(
  point: MetricPoint,
  at: number,
  who: Context,
  { name, scale = 1, of = 'sum', ...labels }: Counted,
): CounterFact | null {
  const { metric, start, time } = point
  const isCount = metric.kind === 'sum' ? metric.monotonic : metric.kind.endsWith('histogram')
  if (!isCount || metric.temporality === null) return null
  const told = metric.kind === 'sum' ? point.value : of === 'count' ? point.count : point.sum
  if (told === null) return null
  const value = Number(told) * scale
  if (!(value >= 0) || value > (name === 'cost' ? MAX_USD : MAX_COUNT))
    throw new Implausible(`${metric.name} is ${told}`)
  const series = seriesOf(point)
  return {
    type: 'counter',
    at,
    keys: [`${who.harness}/counter:${name}:${series}:${start ?? ''}:${time ?? ''}`],
    completeness: 2,
    series,
    started: start === null ? null : String(start),
    temporality: metric.temporality,
    name,
    value: name === 'cost' ? null : Math.round(value),
    usd: name === 'cost' ? value : null,
    ...labels,
    ...who,
    session: who.session ?? `series:${series}`,
  }
}
