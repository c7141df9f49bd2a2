/** Sound requests and ways to damage them, the same for the same seed. */

export interface Random {
  /** A whole number from 0 to below `n`. */
  below(n: number): number
}

/** A small generator (mulberry32): what matters is that a seed tells everything. */
export function randomOf(seed: number): Random {
  let state = seed | 0
  return {
    below(n) {
      state = (state + 0x6d2b79f5) | 0
      let t = Math.imul(state ^ (state >>> 15), 1 | state)
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
      return Math.floor((((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000) * n)
    },
  }
}

const MOST_DAMAGE = 8
/** Words that mean something to a parser, in JSON or in the text of a field. */
const WORDS = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    ',',
    ':',
    'null',
    'true',
    '1e999',
    '-1',
    '99999999999999999999',
    '\\u0000',
    '\\ud800',
  ],
  ...['"__proto__":{}', '"constructor":1', '\u0000', '\ufeff', '[[[[[[[[', '{"a":{"a":{"a":'],
]

const WAYS: readonly ((body: Buffer, random: Random) => Buffer)[] = [
  (body, random) => body.subarray(0, random.below(body.length + 1)),
  (body, random) => {
    const out = Buffer.from(body)
    for (let i = random.below(MOST_DAMAGE); i >= 0 && out.length > 0; i--)
      out[random.below(out.length)] = random.below(256)
    return out
  },
  (body, random) => {
    const at = random.below(body.length + 1)
    const word = Buffer.from(WORDS[random.below(WORDS.length)] as string)
    return Buffer.concat([body.subarray(0, at), word, body.subarray(at)])
  },
  (body, random) => {
    const [a, b] = [random.below(body.length + 1), random.below(body.length + 1)].sort((x, y) => x - y)
    return Buffer.concat([body.subarray(0, a), body.subarray(b)])
  },
  (body, random) => {
    const [a, b] = [random.below(body.length + 1), random.below(body.length + 1)].sort((x, y) => x - y)
    return Buffer.concat([body, body.subarray(a, b)])
  },
  (_body, random) => Buffer.from(Array.from({ length: random.below(200) }, () => random.below(256))),
  (body) => body,
]

export function damaged(body: Buffer, random: Random): Buffer {
  let out = body
  for (let i = random.below(3); i >= 0; i--)
    out = (WAYS[random.below(WAYS.length)] as (typeof WAYS)[number])(out, random)
  return out
}

const attribute = (key: string, value: object) => ({ key, value })

/** Requests of each signal as OTLP/JSON, with a value of every kind in them. */
export function jsonBodies(): string[] {
  const attributes = [
    attribute('event.name', { stringValue: 'api_request' }),
    attribute('input_tokens', { intValue: '10' }),
    attribute('output_tokens', { intValue: 5 }),
    attribute('cost_usd', { doubleValue: 0.25 }),
    attribute('ok', { boolValue: true }),
    attribute('list', { arrayValue: { values: [{ stringValue: 'a' }, { intValue: '1' }] } }),
    attribute('map', { kvlistValue: { values: [attribute('b', { bytesValue: 'AAEC' })] } }),
  ]
  const resource = { attributes }
  const scope = { name: 'com.anthropic.claude_code.events', version: '1' }
  const time = '1772618400000000000'
  const record = { timeUnixNano: time, body: { stringValue: 'claude_code.api_request' }, attributes }
  const point = { startTimeUnixNano: time, timeUnixNano: time, asDouble: 1.5, attributes }
  const histogram = {
    ...point,
    asDouble: undefined,
    count: '3',
    sum: 2,
    bucketCounts: ['1', '2'],
    explicitBounds: [1],
  }
  const metrics = [
    { name: 'a', sum: { aggregationTemporality: 1, isMonotonic: true, dataPoints: [point] } },
    { name: 'b', gauge: { dataPoints: [point] } },
    { name: 'c', histogram: { aggregationTemporality: 2, dataPoints: [histogram] } },
  ]
  const ids = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174' }
  const span = { ...ids, name: 'chat', kind: 3, startTimeUnixNano: time, endTimeUnixNano: time, attributes }
  return [
    { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: [record, record] }] }] },
    { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics }] }] },
    { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [span] }] }] },
  ].map((request) => JSON.stringify(request))
}
