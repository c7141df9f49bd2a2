/** Attributes and bodies: what is cut, dropped or mended, the same in both encodings. */
import { describe, expect, test } from 'vitest'
import {
  bothLogs,
  jsonLog,
  NOTHING,
  ofAttribute,
  protoLog,
  undecodable,
  utf8,
} from './fixtures/both-encodings.ts'
import {
  attribute,
  type Bytes,
  double,
  header,
  joined,
  jsonRequest,
  logs,
  message,
  text,
  varint,
} from './fixtures/request-writer.ts'
import { decodeJson } from './json.ts'
import { decodeProtobuf } from './protobuf.ts'
import { requestOf } from './replay.ts'

describe('values', () => {
  const LIMIT = 65_536

  test('too long texts are cut', () => {
    const long = 'x'.repeat(10 * 1024 * 1024)
    const decoded = bothLogs(
      { ...ofAttribute('key', { stringValue: long }), body: { stringValue: long } },
      attribute(6, 'key', text(1, long)),
      message(5, text(1, long)),
    )
    expect(decoded.attributes.get('key')).toBe('x'.repeat(LIMIT))
    expect(decoded.body).toBe('x'.repeat(LIMIT))
    expect(decoded.flags).toEqual(['truncated'])
    const fitting = 'x'.repeat(LIMIT)
    expect(bothLogs({ body: { stringValue: fitting } }, message(5, text(1, fitting))).flags).toEqual([])
    const longer = `${fitting}y`
    expect(bothLogs({ body: { stringValue: longer } }, message(5, text(1, longer))).flags).toEqual([
      'truncated',
    ])
    expect(bothLogs({ eventName: longer }, text(12, longer)).event_name).toBe(fitting)
  })

  test.each(['é', '€', '🌱'])('texts of %s are cut between characters', (character) => {
    const long = `a${character.repeat(LIMIT + 5)}`
    const { body, flags } = bothLogs({ body: { stringValue: long } }, message(5, text(1, long)))
    expect(flags).toEqual(['truncated'])
    expect(long.startsWith(body as string)).toBe(true)
    expect((body as string).isWellFormed()).toBe(true)
    expect((body as string).length).toBeGreaterThan(LIMIT - 2)
  })

  test('bytes that are no text are cut within the limit', () => {
    const { body, flags } = protoLog(message(5, message(1, new Uint8Array(1_000_000).fill(0x80))))
    expect(body).toBe('\ufffd'.repeat(LIMIT))
    expect(flags).toEqual(['truncated', 'replaced_bytes'])
  })

  test('the limit is for all that is within a value', () => {
    const part = 'x'.repeat(1000)
    const list = { arrayValue: { values: Array(200).fill({ stringValue: part }) } }
    const inside = message(5, ...Array(200).fill(message(1, text(1, part))))
    const { body, flags } = bothLogs({ body: list }, message(5, inside))
    expect((body as string[]).join('').length).toBeLessThan(LIMIT)
    expect((body as string[]).length).toBe(66)
    expect(flags).toEqual(['truncated'])
    const keys = Array.from({ length: 200 }, (_, i) => `${part}${i}`)
    const map = { kvlistValue: { values: keys.map((key) => ({ key, value: {} })) } }
    const entries = message(6, ...keys.map((key) => attribute(1, key)))
    expect((bothLogs({ body: map }, message(5, entries)).body as Map<string, null>).size).toBeLessThan(67)
    const numbers = { arrayValue: { values: Array(20_000).fill({ intValue: 1 }) } }
    const packed = message(5, ...Array(20_000).fill(message(1, varint(3, 1))))
    expect(bothLogs({ body: numbers }, message(5, packed)).body).toHaveLength(LIMIT / 8)
    const bytes = { arrayValue: { values: Array(100).fill({ bytesValue: 'AAAA'.repeat(400) }) } }
    const rawBytes = message(5, ...Array(100).fill(message(1, message(7, new Uint8Array(1200)))))
    expect(bothLogs({ body: bytes }, message(5, rawBytes)).body).toHaveLength(55)
    // Each attribute has the whole limit.
    const both = {
      attributes: ['a', 'b'].map((key) => ({ key, value: { stringValue: 'x'.repeat(40_000) } })),
    }
    expect(jsonLog(both).flags).toEqual([])
  })

  test('bytes are bytes, of limited number', () => {
    for (const size of [0, 1, 2, 3, LIMIT, LIMIT + 1, 1_000_000]) {
      const bytes = Uint8Array.from({ length: size }, (_, i) => i % 251)
      const base64 = Buffer.from(bytes).toString('base64')
      const { body, flags } = bothLogs({ body: { bytesValue: base64 } }, message(5, message(7, bytes)))
      expect(Buffer.from(body as Uint8Array).equals(bytes.subarray(0, LIMIT))).toBe(true)
      expect(flags).toEqual(size > LIMIT ? ['truncated'] : [])
    }
    expect(jsonLog({ body: { bytesValue: '-_-_' } }).body).toEqual(Uint8Array.of(251, 255, 191))
    expect(jsonLog({ body: { bytesValue: '_w' } }).body).toEqual(Uint8Array.of(255))
  })

  test('only so many attributes are kept', () => {
    const keys = Array.from({ length: 10_000 }, (_, i) => `key ${i}`)
    const list = keys.map((key) => ({ key, value: { intValue: 1 } }))
    const { attributes, flags } = bothLogs(
      { attributes: [...list, { key: 'key 0', value: { intValue: 2 } }] },
      ...keys.map((key) => attribute(6, key, varint(3, 1))),
      attribute(6, 'key 0', varint(3, 2)),
    )
    expect([...attributes.keys()]).toEqual(keys.slice(0, 128))
    expect(attributes.get('key 0')).toBe(2)
    expect(flags).toEqual(['attributes_dropped'])
  })

  test.each(['', 'k'.repeat(1025), 'k'.repeat(100 * 1024), '€'.repeat(1025)])(
    'names that cannot be',
    (key) => {
      const one = { key: 'one', value: { intValue: 1 } }
      const fields = [attribute(6, key, varint(3, 5)), attribute(6, 'one', varint(3, 1))]
      const told = { attributes: [{ key, value: { intValue: 5 } }, one] }
      const { attributes, flags } = bothLogs(told, ...fields)
      expect(attributes).toEqual(new Map([['one', 1]]))
      expect(flags).toEqual(['attributes_dropped'])
      const longest = 'k'.repeat(1024)
      expect(bothLogs(ofAttribute(longest, {}), attribute(6, longest)).attributes).toEqual(
        new Map([[longest, null]]),
      )
    },
  )

  test('no name is special', () => {
    const keys = ['__proto__', 'constructor.prototype.polluted', 'gen_ai.prompt.__proto__.p', 'toString']
    const inner = (key: string): object => ({ kvlistValue: { values: [{ key, value: { intValue: 1 } }] } })
    const { attributes } = bothLogs(
      { attributes: keys.map((key) => ({ key, value: inner(key) })) },
      ...keys.map((key) => attribute(6, key, message(6, attribute(1, key, varint(3, 1))))),
    )
    expect([...attributes]).toEqual(keys.map((key) => [key, new Map([[key, 1]])]))
    const polluting = '{"__proto__":{"polluted":1},"resourceLogs":[{"__proto__":{"scopeLogs":5}}]}'
    expect(decodeJson('logs', utf8(polluting))).toEqual(NOTHING)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('a name that is told twice', () => {
    const list = [1, 2].map((intValue) => ({ key: 'a', value: { intValue } }))
    const decoded = bothLogs(
      { attributes: list },
      attribute(6, 'a', varint(3, 1)),
      attribute(6, 'a', varint(3, 2)),
    )
    expect([...decoded.attributes]).toEqual([['a', 2]])
    expect(decoded.flags).toEqual([])
  })

  const nested = (depth: number): string =>
    `${'{"arrayValue":{"values":['.repeat(depth)}{"intValue":1}${']}}'.repeat(depth)}`

  const nestedBytes = (depth: number, list: boolean): Bytes => {
    const parts = [varint(3, 1)]
    let size = parts[0]?.length as number
    const put = (part: Bytes): void => {
      parts.push(part)
      size += part.length
    }
    // Written from the inside out.
    for (let i = 0; i < depth; i++) {
      if (!list) {
        put(header(2, size))
        put(text(1, 'k'))
      }
      put(header(1, size))
      put(header(list ? 5 : 6, size))
    }
    return joined(...parts.reverse())
  }

  test('nested too deep', () => {
    for (const depth of [64, 10_000]) {
      const told = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${nested(depth)}}]}]}]}`
      undecodable(() => decodeJson('logs', utf8(told)))
      undecodable(() => decodeProtobuf('logs', logs([message(5, nestedBytes(depth, true))])))
      undecodable(() => decodeProtobuf('logs', logs([attribute(6, 'key', nestedBytes(depth, false))])))
    }
    const deepest = bothLogs({ body: JSON.parse(nested(63)) }, message(5, nestedBytes(63, true)))
    expect(JSON.stringify(deepest.body)).toBe(`${'['.repeat(63)}1${']'.repeat(63)}`)
    const ignored = `{"x":${'['.repeat(100_000)}${']'.repeat(100_000)},"resourceLogs":[]}`
    expect(decodeJson('logs', utf8(ignored))).toEqual(NOTHING)
  })

  test.each([
    ['5', 5, 5],
    [5, 5, 5],
    ['-7', -7, -7],
    [0, 0, 0],
    ['9007199254740991', Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    ['9007199254740992', 9_007_199_254_740_992n, 9_007_199_254_740_992n],
    ['-9007199254740992', -9_007_199_254_740_992n, -9_007_199_254_740_992n],
    ['9007199254740993', 9_007_199_254_740_993n, 9_007_199_254_740_993n],
    ['9223372036854775807', 2n ** 63n - 1n, 2n ** 63n - 1n],
    ['-9223372036854775808', -(2n ** 63n), -(2n ** 63n)],
    [2 ** 60, 2n ** 60n, 2n ** 60n],
  ])('the integer %s', (intValue, written, expected) => {
    expect(bothLogs({ body: { intValue } }, message(5, varint(3, written))).body).toBe(expected)
  })

  test('of each kind', () => {
    expect(bothLogs({ body: { boolValue: false } }, message(5, varint(2, 0))).body).toBe(false)
    expect(bothLogs({ body: { doubleValue: 2 } }, message(5, double(4, 2))).body).toBe(2)
    expect(bothLogs({ body: { stringValue: '' } }, message(5, text(1, ''))).body).toBe('')
    expect(bothLogs({ body: {} }, message(5)).body).toBeNull()
    expect(bothLogs({ body: { arrayValue: {} } }, message(5, message(5))).body).toEqual([])
    expect(bothLogs({ body: { kvlistValue: {} } }, message(5, message(6))).body).toEqual(new Map())
    expect(jsonLog({ body: { doubleValue: '2.5' } }).body).toBe(2.5)
    expect(jsonLog({ body: null }).body).toBeNull()
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    '%d stays for whoever reads it to refuse',
    (value) => {
      const doubleValue = String(value)
      const decoded = bothLogs(
        { ...ofAttribute('cost', { doubleValue }), body: { arrayValue: { values: [{ doubleValue }] } } },
        attribute(6, 'cost', double(4, value)),
        message(5, message(5, message(1, double(4, value)))),
      )
      expect(decoded.attributes.get('cost')).toBe(value)
      expect(decoded.body).toEqual([value])
      expect(decoded.flags).toEqual([])
      const again = decodeJson('logs', utf8(JSON.stringify(requestOf('logs', decoded)))).items[0]
      expect(again?.attributes.get('cost')).toBe(value)
    },
  )

  test('text that is not well-formed in JSON', () => {
    const told = '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"a\\ud800b"}},'
    const rest = '{"eventName":"\\u0000"},{"attributes":[{"key":"\\udc00"}]}]}]}]}'
    const { items } = decodeJson('logs', utf8(told + rest))
    expect(items.map(({ flags }) => flags)).toEqual([['replaced_bytes'], [], ['replaced_bytes']])
    expect(items[0]?.body).toBe('a\ufffdb')
    expect(items[1]?.event_name).toBe('\u0000')
    expect([...(items[2]?.attributes.keys() ?? [])]).toEqual(['\ufffd'])
    const body = Buffer.from(jsonRequest('logs', { eventName: 'C(' }, { eventName: 'whole' }))
    body[body.indexOf('C(')] = 0xc3
    const damaged = decodeJson('logs', body).items
    expect(damaged.map(({ event_name }) => event_name)).toEqual(['\ufffd(', 'whole'])
    expect(damaged.map(({ flags }) => flags)).toEqual([['replaced_bytes'], []])
  })

  test('flags of a resource or scope are those of its records', () => {
    const long = 'k'.repeat(2000)
    const resource = message(1, attribute(1, long))
    const scope = message(1, message(1, Uint8Array.of(0xff)))
    const whole = message(1, message(2, message(2)))
    const body = joined(
      message(1, resource, message(2, scope, message(2), message(2)), message(2, message(2))),
      whole,
    )
    const { items } = decodeProtobuf('logs', body)
    const both = ['attributes_dropped', 'replaced_bytes']
    expect(items.map(({ flags }) => flags)).toEqual([both, both, ['attributes_dropped'], []])
  })
})
