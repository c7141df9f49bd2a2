/** What must hold for any request: values come through as they are, and damage is told as such. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  attribute,
  type Bytes,
  double,
  fixed64,
  jsonRequest,
  logs,
  message,
  text,
  varint,
} from './fixtures/request-writer.ts'
import { decodeJson } from './json.ts'
import { decodeProtobuf } from './protobuf.ts'
import { anyValue } from './replay.ts'
import { type Decoded, type Signal, UndecodableError, type Value } from './signals.ts'

const integers = fc.oneof(
  fc.maxSafeInteger(),
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).filter((value) => !Number.isSafeInteger(Number(value))),
)
const keys = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' })

const { value: values } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    fc.string({ unit: 'binary', maxLength: 60 }),
    integers,
    // JSON has no -0.
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 50 }),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.array(fc.tuple(keys, tie('value')), { maxLength: 6 }).map((entries) => new Map(entries)),
  ),
}))

/** Fields of an AnyValue. */
function written(value: Value): Bytes[] {
  if (value === null) return []
  if (typeof value === 'string') return [text(1, value)]
  if (typeof value === 'boolean') return [varint(2, value ? 1 : 0)]
  if (typeof value === 'bigint') return [varint(3, value)]
  if (typeof value === 'number') return [Number.isSafeInteger(value) ? varint(3, value) : double(4, value)]
  if (value instanceof Uint8Array) return [message(7, value)]
  if (value instanceof Map)
    return [message(6, ...Array.from(value, ([key, inner]) => attribute(1, key, ...written(inner))))]
  return [message(5, ...(value as readonly Value[]).map((inner) => message(1, ...written(inner))))]
}

test('values come through', () => {
  fc.assert(
    fc.property(values, keys, (value, key) => {
      const told = { body: anyValue(value), attributes: [{ key, value: anyValue(value) }] }
      const expected = { body: value, attributes: new Map([[key, value]]), flags: [] }
      const fromJson = decodeJson('logs', jsonRequest('logs', told))
      const body = logs([message(5, ...written(value)), attribute(6, key, ...written(value))])
      expect(fromJson.items[0]).toEqual(expect.objectContaining(expected))
      expect(decodeProtobuf('logs', body)).toEqual(fromJson)
    }),
    { numRuns: 500 },
  )
})

test('times come through', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 64n - 1n), (nanos) => {
      const [item] = decodeProtobuf('logs', logs([fixed64(1, nanos)])).items
      const [told] = decodeJson('logs', jsonRequest('logs', { timeUnixNano: nanos.toString() })).items
      expect(told).toEqual(item)
      if (nanos === 0n) expect(item?.time).toBeNull()
      else expect(Math.abs((item?.time as number) - Number(nanos) / 1e6)).toBeLessThan(0.005)
    }),
    { numRuns: 500 },
  )
})

const ID = Buffer.from('0af7651916cd43dd8448eb211c80319c', 'hex')
const attributes = (number: number): Bytes[] => [
  attribute(number, '__proto__', message(6, attribute(1, 'polluted', varint(2, 1)))),
  attribute(number, 'text', text(1, 'grün 🌱')),
  attribute(number, 'list', message(5, message(1, varint(3, -1)), message(1, double(4, 0.5)))),
]
const BODIES: Readonly<Record<Signal, Bytes>> = {
  logs: logs(
    [fixed64(1, 1_787_795_838_322_000_000n), varint(2, 9), message(9, ID), ...attributes(6), fixed64(11, 5)],
    [text(12, 'api_request'), message(5, ...written(['x', new Map([['y', null]])]))],
  ),
  traces: logs([
    message(1, ID),
    message(2, ID.subarray(8)),
    text(5, 'turn'),
    varint(6, 2),
    fixed64(7, 1),
    ...attributes(9),
    message(11, fixed64(1, 5), text(2, 'event'), ...attributes(3)),
    message(15, varint(3, 2), text(2, 'failed')),
  ]),
  metrics: logs(
    [text(1, 'sum'), message(7, message(1, fixed64(3, 1), fixed64(6, 5), ...attributes(7)), varint(2, 1))],
    [text(1, 'gauge'), message(5, message(1, double(4, 1.5), varint(8, 2)))],
    [
      text(1, 'histogram'),
      message(
        9,
        message(1, fixed64(4, 2), message(6, Buffer.alloc(16)), message(7, Buffer.alloc(8))),
        varint(2, 2),
      ),
    ],
    [text(1, 'summary'), message(11, message(1, fixed64(4, 2), double(5, 4)))],
  ),
}
const attributesTold = [
  { key: '__proto__', value: { kvlistValue: { values: [{ key: 'polluted', value: { boolValue: true } }] } } },
  {
    key: 'list',
    value: { arrayValue: { values: [{ intValue: '-1' }, { doubleValue: 0.5 }, { bytesValue: 'AA==' }] } },
  },
]
const JSON_BODIES: Readonly<Record<Signal, Bytes>> = {
  logs: jsonRequest('logs', {
    timeUnixNano: '5',
    severityNumber: 9,
    body: { stringValue: 'x' },
    attributes: attributesTold,
  }),
  traces: jsonRequest('traces', {
    traceId: ID.toString('hex'),
    spanId: 'b7ad6b7169203331',
    status: { code: 2 },
    events: [{ name: 'e', timeUnixNano: 7, attributes: attributesTold }],
  }),
  metrics: jsonRequest(
    'metrics',
    {
      name: 'sum',
      sum: { aggregationTemporality: 1, dataPoints: [{ asInt: '5', attributes: attributesTold }] },
    },
    {
      name: 'h',
      histogram: {
        aggregationTemporality: 2,
        dataPoints: [{ bucketCounts: ['1', 2], explicitBounds: [0.5] }],
      },
    },
  ),
}
const SIGNALS = Object.keys(BODIES) as Signal[]

type Change = readonly ['set' | 'insert' | 'cut' | 'drop' | 'repeat', number, number]

const changes = fc.array(
  fc.tuple(fc.constantFrom('set', 'insert', 'cut', 'drop', 'repeat'), fc.nat(), fc.nat({ max: 255 })),
  { minLength: 1, maxLength: 4 },
) as fc.Arbitrary<Change[]>

function changed(body: Bytes, steps: readonly Change[]): Bytes {
  const bytes = [...body]
  for (const [kind, where, byte] of steps) {
    const at = bytes.length === 0 ? 0 : where % bytes.length
    if (kind === 'set') bytes[at] = byte
    else if (kind === 'insert') bytes.splice(at, 0, byte)
    else if (kind === 'cut') bytes.length = at
    else if (kind === 'drop') bytes.splice(at, byte)
    else bytes.splice(at, 0, ...bytes.slice(at, at + byte))
  }
  return Uint8Array.from(bytes)
}

/** What is decoded in spite of damage can be told as JSON. */
function telling(decode: () => Decoded<Signal>): boolean {
  try {
    const { items, refused } = decode()
    for (const { flags } of items) expect(new Set(flags).size).toBe(flags.length)
    for (const { record } of refused) JSON.stringify(record)
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(UndecodableError)
    return false
  }
}

test('the requests to be damaged are whole', () => {
  for (const signal of SIGNALS) {
    for (const decoded of [decodeProtobuf(signal, BODIES[signal]), decodeJson(signal, JSON_BODIES[signal])]) {
      expect(decoded.items.length).toBeGreaterThan(0)
      expect(decoded).toMatchObject({ refused: [], warning: '' })
    }
  }
})

test.each(SIGNALS)('damaged %s are decoded or undecodable', (signal) => {
  const seen = { protobuf: new Set<boolean>(), json: new Set<boolean>() }
  const started = performance.now()
  fc.assert(
    fc.property(changes, (steps) => {
      seen.protobuf.add(telling(() => decodeProtobuf(signal, changed(BODIES[signal], steps))))
      seen.json.add(telling(() => decodeJson(signal, changed(JSON_BODIES[signal], steps))))
    }),
    { numRuns: 3000 },
  )
  expect(seen.protobuf.size + seen.json.size).toBe(4)
  expect(performance.now() - started).toBeLessThan(20_000)
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test('JSON of any shape is decoded or undecodable', () => {
  const names = [
    'key',
    'value',
    'stringValue',
    'arrayValue',
    'kvlistValue',
    'values',
    'attributes',
    'body',
    '__proto__',
  ]
  const any = fc.anything({
    maxDepth: 6,
    key: fc.constantFrom(...names, 'events', 'status', 'sum', 'dataPoints', 'asInt'),
  })
  fc.assert(
    fc.property(any, fc.constantFrom(...SIGNALS), (record, signal) => {
      let body: Bytes
      try {
        body = jsonRequest(signal, record)
      } catch {
        return
      }
      telling(() => decodeJson(signal, body))
      expect(({} as Record<string, unknown>).stringValue).toBeUndefined()
    }),
    { numRuns: 2000 },
  )
})
