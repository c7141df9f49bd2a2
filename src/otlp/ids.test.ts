/** Ids and times as senders tell them, and the records that are refused for their ids. */
import { describe, expect, test } from 'vitest'
import { bothLogs, hex, only, SPAN, TRACE, utf8 } from './fixtures/both-encodings.ts'
import { attribute, fixed64, jsonRequest, logs, message, text, varint } from './fixtures/request-writer.ts'
import { decodeJson } from './json.ts'
import { decodeProtobuf } from './protobuf.ts'
import type { Span } from './signals.ts'

describe('ids', () => {
  const bad = [
    'Cvdlk',
    `${TRACE.slice(1)}`,
    Buffer.from(TRACE, 'hex').toString('base64'),
    `${TRACE}0`,
    'g'.repeat(32),
  ]

  test.each(bad)('%s is refused, its neighbours are not', (traceId) => {
    const decoded = decodeJson(
      'logs',
      jsonRequest('logs', {}, { traceId, eventName: 'x' }, { traceId: TRACE }),
    )
    expect(decoded.items.map(({ trace_id }) => trace_id)).toEqual([null, TRACE])
    expect(decoded.refused).toMatchObject([{ reason: 'bad_id' }])
    const record = { traceId, eventName: 'x', body: {}, attributes: [] }
    const scopeLogs = [{ scope: { name: '', version: '' }, logRecords: [record] }]
    expect(decoded.refused[0]?.record).toEqual({
      resourceLogs: [{ resource: { attributes: [] }, scopeLogs }],
    })
    const spans = decodeJson('traces', jsonRequest('traces', { traceId, spanId: SPAN }))
    expect(spans).toMatchObject({ items: [], refused: [{ reason: 'bad_id' }] })
  })

  test('of another length in protobuf', () => {
    const bytes = message(9, hex(TRACE.slice(2)))
    const long = message(10, new Uint8Array(1_000_000).fill(1))
    const { items, refused } = decodeProtobuf('logs', logs([], [bytes], [long], []))
    expect(items).toHaveLength(2)
    expect(refused.map(({ reason }) => reason)).toEqual(['bad_id', 'bad_id'])
    expect(JSON.stringify(refused).length).toBeLessThan(1000)
  })

  test('in upper and lower case are the same', () => {
    const upper = { traceId: TRACE.toUpperCase(), spanId: SPAN.toUpperCase() }
    const log = bothLogs(upper, message(9, hex(TRACE)), message(10, hex(SPAN)))
    expect(log).toMatchObject({ trace_id: TRACE, span_id: SPAN })
  })

  test('that are empty or zero are none, and spans must have some', () => {
    const zero = { traceId: '0'.repeat(32), spanId: '0'.repeat(16) }
    const none = { trace_id: null, span_id: null }
    expect(bothLogs(zero, message(9, new Uint8Array(16)), message(10, new Uint8Array(8)))).toMatchObject(none)
    expect(bothLogs({ traceId: '', spanId: null }, message(9), message(10))).toMatchObject(none)
    const good = { traceId: TRACE, spanId: SPAN }
    for (const span of [
      { ...good, ...zero },
      { ...good, spanId: '' },
      { traceId: TRACE },
      { ...good, parentSpanId: 'x' },
    ])
      expect(decodeJson('traces', jsonRequest('traces', span)).refused).toMatchObject([{ reason: 'bad_id' }])
    const root = only(decodeJson('traces', jsonRequest('traces', { ...good, parentSpanId: zero.spanId })))
    expect(root.parent_span_id).toBeNull()
  })

  test('a refused record can be replayed once it is mended', () => {
    const span = {
      traceId: 'bad',
      spanId: SPAN,
      name: 'turn',
      startTimeUnixNano: '1787795838322123456',
      attributes: [
        { key: 'n', value: { arrayValue: { values: [{ intValue: 1 }, {}, { bytesValue: '/w==' }] } } },
      ],
      events: [{ name: 'e', timeUnixNano: '1787795838322654321' }],
      status: { code: 2, message: 'failed' },
    }
    const good = only<Span>(decodeJson('traces', jsonRequest('traces', { ...span, traceId: TRACE })))
    const [refused] = decodeJson('traces', jsonRequest('traces', span)).refused
    const mended = JSON.stringify(refused?.record).replace('"bad"', `"${TRACE}"`)
    expect(only(decodeJson('traces', utf8(mended)))).toEqual(good)
    const fields = [message(2, hex(SPAN)), text(5, 'turn'), fixed64(7, 1_787_795_838_322_123_456n)]
    const value = message(5, message(1, varint(3, 1)), message(1), message(1, message(7, Uint8Array.of(255))))
    const event = message(11, text(2, 'e'), fixed64(1, 1_787_795_838_322_654_321n))
    const proto = logs([
      ...fields,
      attribute(9, 'n', value),
      event,
      message(15, varint(3, 2), text(2, 'failed')),
    ])
    const [again] = decodeProtobuf('traces', proto).refused
    const whole = JSON.stringify(again?.record).replace('"spanId"', `"traceId":"${TRACE}","spanId"`)
    expect(only(decodeJson('traces', utf8(whole)))).toEqual(good)
  })
})

test.each([
  ['0', null],
  [0, null],
  [null, null],
  ['1', 0.000001],
  ['1000000', 1],
  ['1787795838322123456', 1_787_795_838_322.1235],
  ['18446744073709551615', 18_446_744_073_709.55],
  [1_787_795_838_322_000_000, 1_787_795_838_322],
])('the time %s', (timeUnixNano, expected) => {
  const written = BigInt(String(timeUnixNano ?? 0))
  const log = bothLogs(
    { timeUnixNano, observedTimeUnixNano: timeUnixNano },
    fixed64(1, written),
    fixed64(11, written),
  )
  expect(log.time).toBe(expected)
  expect(log.observed).toBe(expected)
})
