/** Points of the metrics of a request. */
import type { Batch, Shared } from './batch.ts'
import { double, integer, small } from './integers.ts'
import { listOf, type Message, objectOf } from './json-values.ts'
import { keyValues, plainFields } from './replay.ts'
import { type Metric, REFUSAL_REASONS, type RefusalReason, UndecodableError } from './signals.ts'
import { millisOf } from './times.ts'

const DATA: readonly (readonly [name: string, kind: Metric['kind']])[] = [
  ['sum', 'sum'],
  ['gauge', 'gauge'],
  ['histogram', 'histogram'],
  ['exponentialHistogram', 'exponential_histogram'],
  ['summary', 'summary'],
]

const TEMPORALITIES = [null, 'delta', 'cumulative'] as const

const FIELDS = [
  'startTimeUnixNano',
  'timeUnixNano',
  'asDouble',
  'asInt',
  'count',
  'sum',
  'bucketCounts',
  'explicitBounds',
  'flags',
]

/** Flag of a point that only says that there is no value now. */
const NO_RECORDED_VALUE = 1

export function takeMetric(told: Message, shared: Shared, batch: Batch<'metrics'>): void {
  const { source, limits } = batch
  const name = batch.text(told.name, 'name')
  const unit = batch.text(told.unit, 'unit')
  const found = DATA.find(([field]) => told[field] !== undefined && told[field] !== null)
  if (!found) {
    batch.refuse('no_value', `Metric ${name.slice(0, 100)} has no data.`, shared, () => ({ name, unit }))
    return
  }
  const [field, kind] = found
  const data = objectOf(told[field], field)
  const measured = kind !== 'gauge' && kind !== 'summary'
  const temporality = measured
    ? (TEMPORALITIES[small(data.aggregationTemporality, 'aggregationTemporality')] ?? null)
    : null
  const metric = { name, unit, kind, temporality, monotonic: kind === 'sum' && truth(data.isMonotonic) }
  const marks = limits.marks
  for (const toldPoint of source.each(data, 'dataPoints')) {
    limits.record()
    const point = objectOf(toldPoint, 'dataPoints')
    const flags = Number(integer(point.flags, 'flags', false) ?? 0)
    if (!(flags & NO_RECORDED_VALUE)) takePoint(point, metric, shared, batch, field, data)
    limits.marks = marks
  }
}

function truth(told: unknown): boolean {
  if (told === undefined || told === null) return false
  if (typeof told === 'boolean') return told
  throw new UndecodableError('isMonotonic is neither true nor false.')
}

interface Numbers {
  value: number | bigint | null
  count: number | bigint | null
  sum: number | null
}

function takePoint(
  told: Message,
  metric: Metric,
  shared: Shared,
  batch: Batch<'metrics'>,
  field: string,
  data: Message,
): void {
  const start = millisOf(told.startTimeUnixNano, 'startTimeUnixNano')
  const time = millisOf(told.timeUnixNano, 'timeUnixNano')
  const attributes = batch.source.attributes(told.attributes)
  const numbers: Numbers = { value: null, count: null, sum: null }
  const reason = readNumbers(told, metric, numbers)
  if (reason !== null) {
    batch.refuse(reason, `Metric ${metric.name.slice(0, 100)}: ${REFUSAL_REASONS[reason]}`, shared, () => ({
      name: metric.name,
      unit: metric.unit,
      [field]: {
        ...plainFields(data, ['aggregationTemporality', 'isMonotonic']),
        dataPoints: [{ ...plainFields(told, FIELDS), attributes: keyValues(attributes) }],
      },
    }))
    return
  }
  const { resource, scope } = shared
  const { value, count, sum } = numbers
  const flags = batch.limits.flags()
  batch.items.push({ resource, scope, attributes, flags, metric, start, time, value, count, sum })
}

/** Fills in the numbers of a point, or says why it cannot be used. */
function readNumbers(told: Message, { kind, temporality }: Metric, numbers: Numbers): RefusalReason | null {
  const unknownTemporality = temporality === null && kind !== 'gauge' && kind !== 'summary'
  if (kind === 'sum' || kind === 'gauge') {
    numbers.value = integer(told.asInt, 'asInt', true) ?? double(told.asDouble, 'asDouble')
    if (unknownTemporality) return 'no_temporality'
    if (numbers.value === null) return 'no_value'
    return isFiniteNumber(numbers.value) ? null : 'not_finite'
  }
  numbers.count = integer(told.count, 'count', false) ?? 0
  // A summary without a sum has the sum 0; only histograms can do without.
  numbers.sum = double(told.sum, 'sum') ?? (kind === 'summary' ? 0 : null)
  if (unknownTemporality) return 'no_temporality'
  if (kind === 'histogram') {
    const counts = listOf(told.bucketCounts, 'bucketCounts').length
    const bounds = listOf(told.explicitBounds, 'explicitBounds').length
    if (counts === 0 ? bounds > 0 : counts !== bounds + 1) return 'bad_histogram'
  }
  return numbers.sum === null || Number.isFinite(numbers.sum) ? null : 'not_finite'
}

/** An integer of any size is. */
const isFiniteNumber = (value: number | bigint): boolean =>
  typeof value === 'bigint' || Number.isFinite(value)
