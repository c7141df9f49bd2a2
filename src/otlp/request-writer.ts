/** For tests: writes OTLP requests in protobuf field by field, valid or not. */

export type Bytes = Uint8Array

export const joined = (...parts: readonly Bytes[]): Bytes => new Uint8Array(Buffer.concat(parts))

function rawVarint(value: bigint): Bytes {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, value)
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  return Uint8Array.from(bytes)
}

const tag = (number: number, type: number): Bytes => rawVarint(BigInt(number * 8 + type))

/** A 64-bit integer; negative ones take ten bytes. */
export const varint = (number: number, value: number | bigint): Bytes =>
  joined(tag(number, 0), rawVarint(BigInt(value)))

export function fixed64(number: number, value: number | bigint): Bytes {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)))
  return joined(tag(number, 1), bytes)
}

export function double(number: number, value: number): Bytes {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return joined(tag(number, 1), bytes)
}

/** A message of these fields. */
export function message(number: number, ...fields: readonly Bytes[]): Bytes {
  const size = fields.reduce((sum, field) => sum + field.length, 0)
  return joined(tag(number, 2), rawVarint(BigInt(size)), ...fields)
}

export const text = (number: number, value: string): Bytes => message(number, Buffer.from(value))

/** The field with this number and wire type, and these bytes after its tag. */
export const raw = (number: number, type: number, ...bytes: readonly number[]): Bytes =>
  joined(tag(number, type), Uint8Array.from(bytes))

/** Attributes as field `number`: names with the fields of their AnyValue. */
export const attribute = (number: number, key: string, ...value: readonly Bytes[]): Bytes =>
  message(number, text(1, key), message(2, ...value))

/** A request of one resource, one scope, and these fields of the scope: records are field 2. */
export const request = (...records: readonly Bytes[]): Bytes => message(1, message(2, ...records))

export const logs = (...records: readonly (readonly Bytes[])[]): Bytes =>
  request(...records.map((fields) => message(2, ...fields)))

const NAMES = {
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
} as const

export const json = (told: unknown): Bytes => new Uint8Array(Buffer.from(JSON.stringify(told)))

/** The same request in JSON. */
export function jsonRequest(signal: keyof typeof NAMES, ...records: readonly unknown[]): Bytes {
  const [resources, scopes, list] = NAMES[signal]
  return json({ [resources]: [{ [scopes]: [{ [list]: records }] }] })
}
