/** Metric points of all kinds, and those that are refused. */
import { describe, expect, test } from 'vitest'
import { only, undecodable } from './fixtures/both-encodings.ts'
import {
  attribute,
  type Bytes,
  double,
  fixed64,
  joined,
  jsonRequest,
  logs,
  message,
  text,
  varint,
} from './fixtures/request-writer.ts'
import { decodeJson } from './json.ts'
import { decodeProtobuf } from './protobuf.ts'
import type { Decoded } from './signals.ts'

const reasons = ({ items, refused }: Decoded<'metrics'>): unknown => [
  items.length,
  refused.map(({ reason }) => reason),
]

describe('metric points', () => {
  /** One metric with the data of this name, told in both encodings. */
  function bothMetrics(data: object, ...fields: Bytes[]): Decoded<'metrics'> {
    const decoded = decodeJson('metrics', jsonRequest('metrics', { name: 'm', ...data }))
    const written = decodeProtobuf('metrics', logs([text(1, 'm'), ...fields]))
    expect(written.items).toEqual(decoded.items)
    expect(reasons(written)).toEqual(reasons(decoded))
    return decoded
  }

  test('whose buckets do not fit the bounds', () => {
    const cases: [counts: number[], bounds: number[], fits: boolean][] = [
      [[], [], true],
      [[5], [], true],
      [[1, 2], [10], true],
      [[1, 2, 3], [10], false],
      [[1], [10], false],
      [[], [10], false],
    ]
    for (const [counts, bounds, fits] of cases) {
      const point = { count: '5', sum: 3, bucketCounts: counts.map(String), explicitBounds: bounds }
      const unpacked = [
        ...counts.map((count) => fixed64(6, count)),
        ...bounds.map((bound) => double(7, bound)),
      ]
      const packed = [
        message(6, ...counts.map((count) => fixed64(6, count).subarray(1))),
        message(7, ...bounds.map((bound) => double(7, bound).subarray(1))),
      ]
      for (const lists of [packed, unpacked]) {
        const decoded = bothMetrics(
          { histogram: { aggregationTemporality: 1, dataPoints: [point] } },
          message(9, message(1, fixed64(4, 5), double(5, 3), ...lists), varint(2, 1)),
        )
        expect(reasons(decoded)).toEqual(fits ? [1, []] : [0, ['bad_histogram']])
        if (fits) expect(decoded.items[0]).toMatchObject({ count: 5, sum: 3, value: null })
      }
    }
    const cut = message(9, message(1, message(6, new Uint8Array(9))), varint(2, 1))
    undecodable(() => decodeProtobuf('metrics', logs([cut])))
  })

  test.each(['sum', 'histogram', 'exponentialHistogram'] as const)('a %s without temporality', (kind) => {
    const number = { sum: 7, histogram: 9, exponentialHistogram: 10 }[kind]
    const points =
      kind === 'sum' ? [1, 2].map((value) => message(1, fixed64(6, value))) : [message(1), message(1)]
    for (const aggregationTemporality of [0, 3, 1]) {
      const decoded = bothMetrics(
        { [kind]: { aggregationTemporality, dataPoints: [{ asInt: 1 }, { asInt: '2' }] } },
        message(number, ...points, varint(2, aggregationTemporality)),
      )
      const refused = aggregationTemporality === 1 ? [] : ['no_temporality', 'no_temporality']
      expect(reasons(decoded)).toEqual([2 - refused.length, refused])
    }
  })

  test('without a value', () => {
    const gauge = (point: object, ...fields: Bytes[]): unknown =>
      reasons(
        bothMetrics(
          { gauge: { dataPoints: [point, { asInt: 1 }] } },
          message(5, message(1, ...fields), message(1, fixed64(6, 1))),
        ),
      )
    expect(gauge({})).toEqual([1, ['no_value']])
    expect(gauge({ asDouble: null })).toEqual([1, ['no_value']])
    expect(gauge({ flags: 1 }, varint(8, 1))).toEqual([1, []])
    expect(gauge({ flags: 2 }, varint(8, 2))).toEqual([1, ['no_value']])
    expect(gauge({ flags: 3, asInt: 5 }, varint(8, 3), fixed64(6, 5))).toEqual([1, []])
    expect(gauge({ asDouble: 0 }, double(4, 0))).toEqual([2, []])
    expect(reasons(bothMetrics({}))).toEqual([0, ['no_value']])
    expect(reasons(bothMetrics({ gauge: {} }, message(5)))).toEqual([0, []])
  })

  test('without a finite value', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const told = String(value)
      const gauge = bothMetrics(
        { gauge: { dataPoints: [{ asDouble: told }, { asDouble: 1.5 }] } },
        message(5, message(1, double(4, value)), message(1, double(4, 1.5))),
      )
      expect(reasons(gauge)).toEqual([1, ['not_finite']])
      expect(JSON.stringify(gauge.refused[0]?.record)).toContain(`"asDouble":"${told}"`)
      const summary = bothMetrics(
        { summary: { dataPoints: [{ sum: told }] } },
        message(11, message(1, double(5, value))),
      )
      expect(reasons(summary)).toEqual([0, ['not_finite']])
    }
  })

  test('of each kind', () => {
    const times = { startTimeUnixNano: '1000000', timeUnixNano: '2000000' }
    const written = [fixed64(2, 1_000_000), fixed64(3, 2_000_000)]
    const sum = bothMetrics(
      {
        unit: 's',
        sum: { dataPoints: [{ ...times, asInt: '-5' }], aggregationTemporality: 2, isMonotonic: true },
      },
      text(3, 's'),
      message(7, message(1, ...written, fixed64(6, -5)), varint(2, 2), varint(3, 1)),
    )
    expect(only(sum)).toMatchObject({
      metric: { name: 'm', unit: 's', kind: 'sum', temporality: 'cumulative', monotonic: true },
      start: 1,
      time: 2,
      value: -5,
      count: null,
      sum: null,
    })
    const summary = bothMetrics(
      { summary: { dataPoints: [{ ...times, count: 3, sum: 4.5 }, { flags: 1 }] } },
      message(11, message(1, ...written, fixed64(4, 3), double(5, 4.5)), message(1, varint(8, 1))),
    )
    expect(only(summary)).toMatchObject({
      metric: { kind: 'summary', temporality: null },
      count: 3,
      sum: 4.5,
    })
    const exponential = bothMetrics(
      {
        exponentialHistogram: {
          aggregationTemporality: 1,
          dataPoints: [{ ...times, count: '18446744073709551615' }],
        },
      },
      message(10, message(1, ...written, fixed64(4, -1)), varint(2, 1)),
    )
    expect(only(exponential)).toMatchObject({ count: 2n ** 64n - 1n, sum: null, value: null })
    undecodable(() => bothMetrics({ sum: { isMonotonic: 1 } }))
    undecodable(() => bothMetrics({ sum: { aggregationTemporality: 'AGGREGATION_TEMPORALITY_DELTA' } }))
    undecodable(() => bothMetrics({ gauge: { dataPoints: [{ asInt: '1.5' }] } }))
    undecodable(() => bothMetrics({ summary: { dataPoints: [{ count: -1 }] } }))
  })

  test('a summary without a sum has the sum 0', () => {
    expect(only(bothMetrics({ summary: { dataPoints: [{}] } }, message(11, message(1))))).toMatchObject({
      count: 0,
      sum: 0,
    })
  })

  test('flags of a metric are those of its points, flags of a point are its own', () => {
    const bad = message(1, attribute(7, ''), fixed64(6, 1))
    const good = message(1, fixed64(6, 2))
    const damaged = message(1, Uint8Array.of(0xff))
    const body = logs([damaged, message(5, bad, good)], [text(1, 'm'), message(5, good)])
    const { items } = decodeProtobuf('metrics', body)
    expect(items.map(({ flags }) => flags)).toEqual([
      ['attributes_dropped', 'replaced_bytes'],
      ['replaced_bytes'],
      [],
    ])
  })

  test('refused ones are told with the resource and scope they are of', () => {
    const resource = (name: string): Bytes =>
      message(
        1,
        message(1, attribute(1, 'service.name', text(1, name))),
        message(2, message(1, text(1, `scope of ${name}`)), message(2, text(1, 'empty'))),
      )
    const { refused } = decodeProtobuf('metrics', joined(resource('a'), resource('b')))
    expect(refused.map(({ record }) => record)).toEqual(
      ['a', 'b'].map((name) => ({
        resourceMetrics: [
          {
            resource: { attributes: [{ key: 'service.name', value: { stringValue: name } }] },
            scopeMetrics: [
              { scope: { name: `scope of ${name}`, version: '' }, metrics: [{ name: 'empty', unit: '' }] },
            ],
          },
        ],
      })),
    )
  })

  test('a million of them', () => {
    const point = message(
      1,
      fixed64(2, 1),
      fixed64(3, 2),
      fixed64(6, 3),
      attribute(7, 'model.of', text(1, 'claude-opus-x-1234')),
    )
    const count = 1_000_000
    const points = Buffer.alloc(point.length * count)
    for (let i = 0; i < count; i++) points.set(point, i * point.length)
    const body = logs([text(1, 'm'), message(7, points, varint(2, 1))])
    expect(body.length).toBeGreaterThan(55 * 1024 * 1024)
    const { items } = decodeProtobuf('metrics', body)
    expect(items).toHaveLength(count)
    expect(items.at(-1)).toMatchObject({
      value: 3,
      attributes: new Map([['model.of', 'claude-opus-x-1234']]),
    })
  })
})
