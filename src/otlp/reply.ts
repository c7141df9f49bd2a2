/** What a receiver answers: success, perhaps of a part, or `google.rpc.Status`, in the encoding of the request. */

export type Encoding = 'protobuf' | 'json'

/** Content types of OTLP over HTTP. */
export const CONTENT_TYPES: Readonly<Record<Encoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
}

/** How a partial success names what was refused, by signal. */
const REJECTED = {
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
  traces: 'rejectedSpans',
} as const

/** `rejected` records; with 0 and a message it is a warning, with neither a plain success. */
export function success(
  encoding: Encoding,
  signal: keyof typeof REJECTED,
  rejected: number,
  message: string,
): Buffer {
  const partial = rejected > 0 || message !== ''
  if (encoding === 'json') {
    const partialSuccess = { [REJECTED[signal]]: String(rejected), errorMessage: message }
    return Buffer.from(JSON.stringify(partial ? { partialSuccess } : {}))
  }
  return partial ? nested(1, Buffer.concat([integer(1, rejected), text(2, message)])) : Buffer.alloc(0)
}

/** After how many seconds a sender may try again when the store is away. */
export const RETRY_S = 5

/** `google.rpc.Code` by HTTP status; what is not here is a fault of the sender: INVALID_ARGUMENT. */
const CODES: Readonly<Record<number, number>> = { 401: 16, 403: 7, 404: 5, 413: 8, 415: 12, 503: 14 }
export const codeOf = (status: number): number => CODES[status] ?? 3

/** `code` of `google.rpc.Code`. */
export function failure(encoding: Encoding, code: number, message: string): Buffer {
  if (encoding === 'json') return Buffer.from(JSON.stringify({ code, message }))
  return Buffer.concat([integer(1, code), text(2, message)])
}

const LENGTH_DELIMITED = 2

/** `google.rpc.Status` that tells when to try again, for gRPC. */
export function retryLater(code: number, message: string): Buffer {
  const delay = nested(1, integer(1, RETRY_S))
  const info = Buffer.concat([text(1, 'type.googleapis.com/google.rpc.RetryInfo'), nested(2, delay)])
  return Buffer.concat([failure('protobuf', code, message), nested(3, info)])
}

/** Fields that are 0 or empty are left out, as proto3 does. */
const integer = (field: number, value: number): Buffer =>
  value === 0 ? Buffer.alloc(0) : Buffer.from([field << 3, ...varint(value)])

const text = (field: number, value: string): Buffer =>
  value === '' ? Buffer.alloc(0) : nested(field, Buffer.from(value))

const nested = (field: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([(field << 3) | LENGTH_DELIMITED, ...varint(content.length)]), content])

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest > 0x7f) {
    bytes.push((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  bytes.push(rest)
  return bytes
}
