/** Requests that are damaged, hostile or of another kind: none of them is used. */
import { describe, expect, test } from 'vitest'
import { hex, NOTHING, only, protoLog, SPAN, TRACE, undecodable, utf8 } from './fixtures/both-encodings.ts'
import {
  attribute,
  fixed64,
  joined,
  json,
  jsonRequest,
  logs,
  message,
  raw,
  request,
  text,
  varint,
} from './fixtures/request-writer.ts'
import { decodeJson } from './json.ts'
import { decodeProtobuf } from './protobuf.ts'

describe('requests', () => {
  test('without records', () => {
    for (const signal of ['logs', 'metrics', 'traces'] as const) {
      expect(decodeProtobuf(signal, new Uint8Array())).toEqual(NOTHING)
      expect(decodeProtobuf(signal, joined(message(1), message(1, message(2))))).toEqual(NOTHING)
      expect(decodeJson(signal, utf8('{}'))).toEqual(NOTHING)
    }
    expect(decodeJson('logs', utf8('{"resourceLogs":[]}'))).toEqual(NOTHING)
    expect(decodeJson('logs', utf8('{"resourceLogs":[{}]}'))).toEqual(NOTHING)
    expect(decodeJson('logs', utf8('{"resourceLogs":null}'))).toEqual(NOTHING)
  })

  test.each(['1234', '[]', 'null', '"x"', '', '{', '{"resourceLogs":[', 'true'])('that are %s', (body) => {
    undecodable(() => decodeJson('logs', utf8(body)))
  })

  test('cut anywhere', () => {
    const body = logs([fixed64(1, 5), message(5, text(1, 'body')), attribute(6, 'key', varint(3, -1))], [])
    expect(decodeProtobuf('logs', body).items).toHaveLength(2)
    for (let size = 1; size < body.length; size++)
      undecodable(() => decodeProtobuf('logs', body.subarray(0, size)))
    const told = jsonRequest('logs', { body: { stringValue: 'body' } })
    for (let size = 0; size < told.length; size++)
      undecodable(() => decodeJson('logs', told.subarray(0, size)))
  })

  test('in which a part claims the bytes of what follows', () => {
    const next = [text(12, 'the bytes of this record would do')]
    const size = message(2, ...next).length
    for (const longer of [
      raw(12, 2, size),
      raw(2, 0),
      raw(1, 1, 0, 0),
      raw(8, 5, 0),
      raw(6, 2),
      raw(999, 0),
      raw(999, 2, size),
      message(6, raw(1, 2, size)),
      message(5, raw(3, 0)),
      message(5, raw(4, 1)),
      message(5, message(5, raw(1, 2, 2)), text(1, '')),
    ])
      undecodable(() => decodeProtobuf('logs', logs([longer], next)))
    expect(only(decodeProtobuf('logs', logs(next))).event_name).toBe('the bytes of this record would do')
  })

  test('of random bytes', () => {
    let state = 1
    for (let i = 0; i < 100; i++) {
      const bytes = Uint8Array.from({ length: 1024 }, () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
        return state >>> 24
      })
      undecodable(() => decodeProtobuf('logs', bytes))
    }
  })

  test('of another signal', () => {
    const span = [
      message(1, hex(TRACE)),
      message(2, hex(SPAN)),
      text(5, 'turn'),
      fixed64(7, 1),
      fixed64(8, 2),
    ]
    const log = [fixed64(1, 5), varint(2, 9), message(5, text(1, 'body')), fixed64(11, 6)]
    const point = message(1, fixed64(3, 1), fixed64(6, 2))
    const metric = [text(1, 'tokens'), message(7, point, varint(2, 1))]
    undecodable(() => decodeProtobuf('logs', logs(span)))
    undecodable(() => decodeProtobuf('logs', logs(metric)))
    undecodable(() => decodeProtobuf('metrics', logs(span)))
    undecodable(() => decodeProtobuf('metrics', logs(log)))
    undecodable(() => decodeProtobuf('traces', logs(log)))
    undecodable(() => decodeProtobuf('traces', logs(metric)))
    undecodable(() => decodeJson('logs', jsonRequest('traces', { name: 'turn' })))
  })

  test.each([
    { resourceLogs: 5 },
    { resourceLogs: {} },
    { resourceLogs: [null] },
    { resourceLogs: ['x'] },
    { resourceLogs: [{ resource: [] }] },
    { resourceLogs: [{ resource: { attributes: {} } }] },
    { resourceLogs: [{ scopeLogs: [{ logRecords: {} }] }] },
    { resourceLogs: [{ scopeLogs: [{ scope: 'x' }] }] },
    { resourceLogs: [{ scopeLogs: [{ scope: { name: 5 } }] }] },
  ])('of wrong types: %j', (body) => {
    undecodable(() => decodeJson('logs', json(body)))
  })

  test.each([
    5,
    [],
    { timeUnixNano: {} },
    { timeUnixNano: '-1' },
    { timeUnixNano: '1.5' },
    { timeUnixNano: 1.5 },
    { timeUnixNano: '18446744073709551616' },
    { severityNumber: 'SEVERITY_NUMBER_INFO' },
    { severityNumber: 1.5 },
    { body: 'text' },
    { body: { stringValue: 5 } },
    { body: { boolValue: 'true' } },
    { body: { intValue: '1.5' } },
    { body: { intValue: 1.5 } },
    { body: { intValue: 'x' } },
    { body: { intValue: '9223372036854775808' } },
    { body: { doubleValue: 'x' } },
    { body: { doubleValue: {} } },
    { body: { bytesValue: '%' } },
    { body: { bytesValue: 'A' } },
    { body: { arrayValue: [] } },
    { body: { kvlistValue: { values: {} } } },
    { attributes: 'x' },
    { attributes: [5] },
    { attributes: [{ key: 5 }] },
    { traceId: 5 },
    { eventName: {} },
  ])('with records of wrong types: %j', (record) => {
    undecodable(() => decodeJson('logs', jsonRequest('logs', record)))
  })

  test('with enums by name', () => {
    const span = { traceId: TRACE, spanId: SPAN, kind: 'SPAN_KIND_SERVER' }
    undecodable(() => decodeJson('traces', jsonRequest('traces', span)))
    expect(only(decodeJson('traces', jsonRequest('traces', { ...span, kind: 2 }))).kind).toBe(2)
  })

  test('in snake_case', () => {
    const { warning, ...nothing } = decodeJson('logs', utf8('{"resource_logs":[{}]}'))
    expect(nothing).toEqual({ items: [], refused: [] })
    expect(warning).toMatch(/resource_logs .* lowerCamelCase/)
    expect(decodeJson('logs', utf8('{"resourceLogs":[{"scope_logs":[]}]}')).warning).toMatch(/scope_logs/)
    expect(decodeJson('metrics', utf8('{"resource_metrics":[]}')).warning).toMatch(/lowerCamelCase/)
  })

  test('with more records than are taken', () => {
    const records = new Uint8Array(2 * 2_097_153)
    for (let i = 0; i < records.length; i += 2) records[i] = 2 * 8 + 2
    undecodable(() => decodeProtobuf('metrics', request(records)))
    const fewer = decodeProtobuf('metrics', request(records.subarray(0, 40_000)))
    expect(fewer.refused).toHaveLength(20_000)
    expect(fewer.refused.at(-1)).toMatchObject({ reason: 'no_value', record: null })
  })
})

describe('protobuf', () => {
  test('unknown fields are stepped over', () => {
    const unknown = [varint(999, -1), fixed64(999, 1), text(999, 'x'), raw(999, 5, 1, 2, 3, 4)]
    const known = message(5, ...unknown, text(1, 'body'), ...unknown)
    const body = joined(
      ...unknown,
      message(1, ...unknown, message(2, ...unknown, message(2, ...unknown, known))),
    )
    expect(only(decodeProtobuf('logs', body)).body).toBe('body')
  })

  test.each([
    ['a group', raw(999, 3)],
    ['the end of a group', raw(999, 4)],
    ['wire type 6', raw(999, 6)],
    ['the field number 0', raw(0, 0, 1)],
    ['a varint of eleven bytes', raw(999, 0, ...Array(10).fill(0x80), 1)],
    ['a varint of 65 bits', raw(999, 0, ...Array(9).fill(0x80), 2)],
    ['a size of 2^32', raw(999, 2, 0x80, 0x80, 0x80, 0x80, 0x10)],
    ['a size of 2^31', raw(999, 2, 0x80, 0x80, 0x80, 0x80, 0x08)],
    ['an unending varint', raw(999, 0, ...Array(9).fill(0x80))],
    ['a known field of another wire type', varint(6, 1)],
    ['an attribute of another wire type', message(6, varint(1, 1))],
    ['a value of another wire type', message(5, varint(1, 1))],
  ])('refuses %s', (_, field) => {
    undecodable(() => decodeProtobuf('logs', logs([field])))
    expect(only(decodeProtobuf('logs', logs([text(12, 'a')]))).event_name).toBe('a')
  })

  test('negative enums take ten bytes', () => {
    expect(protoLog(varint(2, -5)).severity).toBe(-5)
    expect(varint(2, -5)).toHaveLength(11)
  })

  test('the last of a field that is told twice counts', () => {
    expect(protoLog(varint(2, 1), varint(2, 2), message(5, text(1, 'a'), varint(3, 7))).body).toBe(7)
  })

  test('text that is not UTF-8', () => {
    const damaged = Uint8Array.of(0xc3, 0x28)
    for (const fields of [
      [message(5, message(1, damaged))],
      [message(12, damaged)],
      [message(6, message(1, damaged), message(2, varint(3, 1)))],
    ])
      expect(protoLog(...fields).flags).toEqual(['replaced_bytes'])
    expect(protoLog(message(5, message(1, damaged))).body).toBe('\ufffd(')
    expect(protoLog(message(5, text(1, '\ufffd'))).flags).toEqual([])
    const { items } = decodeProtobuf('logs', logs([message(12, damaged)], [text(12, 'whole')]))
    expect(items.map(({ flags }) => flags)).toEqual([['replaced_bytes'], []])
  })
})
