/** Events packed for the writer: keys, times and ready-made row bytes, so that they travel between threads cheaply. */
import { hash } from 'node:crypto'
import { TachographError } from '../errors.ts'
import type { EventFact, FieldKind } from '../facts/index.ts'
import { keyHash, type PlannedField, planOf, type Row } from './row.ts'
import { RowBuffer } from './row-binary.ts'

/** Who and where, and what, of one row: RowBinary between offsets of one buffer. */
export interface RowBytes {
  bytes: Uint8Array
  /** The owner's columns lie from `owner[0]` to `owner[1]`, the content's likewise. */
  ownerBytes: Uint8Array
  owner: readonly [number, number]
  content: readonly [number, number]
}

/** Any number of events, column by column. */
export interface PackedEvents {
  length: number
  /** Types, sources and sessions that occur, and for each event the place of its own in them. */
  types: string[]
  sources: string[]
  sessions: string[]
  type: Uint8Array
  source: Uint16Array
  session: Uint32Array
  /** ms since 1970 UTC. */
  at: Float64Array
  ver: BigUint64Array
  ownerRank: Uint8Array
  /** See `whoOf`. */
  who: Float64Array
  /** 16 bytes a key; `keyEnds[i]` is the number of keys up to and with event i. */
  keys: Uint8Array
  keyEnds: Uint32Array
  rows: Uint8Array
  /** Two offsets an event: where its owner columns end, where its content ends. */
  ends: Uint32Array
}

const NANO = 1e9

function write(out: RowBuffer, kind: FieldKind, value: unknown, name: string): void {
  if (kind === 'label' || kind === 'text') out.text((value as string | null | undefined) ?? '')
  else if (kind === 'json') out.text(value === null || value === undefined ? '' : JSON.stringify(value))
  else if (kind === 'labels') writeList(out, (value as string[] | null | undefined) ?? [], name)
  else if (value === null || value === undefined) out.u8(1)
  else writeNumber(out, kind, value)
}

function writeNumber(out: RowBuffer, kind: FieldKind, value: unknown): void {
  out.u8(0)
  if (typeof value === 'bigint') out.big(value)
  else if (kind === 'usd') out.big(BigInt(Math.round((value as number) * NANO)))
  else if (kind === 'ratio') out.f64(value as number)
  else if (kind === 'flag') out.u8(value ? 1 : 0)
  else out.u64(value as number)
}

function writeList(out: RowBuffer, values: readonly string[], name: string): void {
  out.varint(values.length)
  if (name !== 'line_hashes') for (const v of values) out.text(v)
  else for (const v of values) out.big(BigInt(`0x${v}`))
}

const writeFields = (out: RowBuffer, fields: readonly PlannedField[], values: Row) => {
  for (const { kind, name } of fields) write(out, kind, values[name], name)
}

/** What is told by the owner of a fact, as bytes. */
function writeOwner(
  out: RowBuffer,
  fields: readonly PlannedField[],
  values: Row,
  subject: string,
  rank: number,
): void {
  writeFields(out, fields, values)
  out.text(subject)
  out.u8(rank)
}

function writeContent(
  out: RowBuffer,
  fields: readonly PlannedField[],
  values: Row,
  parserVersion: number,
  extra: Record<string, number>,
): void {
  writeFields(out, fields, values)
  out.u16(parserVersion)
  const entries = Object.entries(extra)
  out.varint(entries.length)
  for (const [key, value] of entries) {
    out.text(key)
    out.f64(value)
  }
}

const TIE = 2 ** 24
const COUNT_MAX = 2 ** 26 - 1

/**
 * How good a telling is, as one number that never depends on the clock: parser version (12 bits), completeness (2),
 * counts (26; above them calls are no longer told apart by size), hash of the content (24). The greatest one of a
 * source is kept.
 */
function version(fact: EventFact, content: Uint8Array): bigint {
  const counts =
    fact.type === 'model_call'
      ? (fact.in_uncached ?? 0) + (fact.cache_read ?? 0) + (fact.cache_write ?? 0) + (fact.out ?? 0)
      : 0
  const digest = hash('sha256', content, 'binary')
  const tie = digest.charCodeAt(0) * 65_536 + digest.charCodeAt(1) * 256 + digest.charCodeAt(2)
  const high = Math.min(fact.parser_version, 0xfff) * 4 + Math.min(fact.completeness, 3)
  return (BigInt(high) << 50n) + BigInt(Math.min(counts, COUNT_MAX) * TIE + tie)
}

/**
 * Orders what tellings say of who and where, as one number: the less, the more is known. Equal only for tellings that
 * say the same (but for one chance in 4 billion), so that the choice never depends on the order of arrival.
 */
function whoOf(missing: number, owner: Uint8Array): number {
  let digest = 0x811c9dc5
  for (let i = 0; i < owner.length; i++) digest = Math.imul(digest ^ (owner[i] as number), 0x01000193)
  return missing * 0x1_0000_0000 + (digest >>> 0)
}

const missingIn = (fields: readonly PlannedField[], values: Row): number =>
  fields.reduce((n, f) => ((values[f.name] ?? '') === '' ? n + 1 : n), 0)

/** Packs events; the result owns its buffers, so they can be moved to another thread (`transferOf`). */
export function packEvents(facts: readonly EventFact[]): PackedEvents {
  const n = facts.length
  const out = new RowBuffer(n * 256 + 64)
  const keys = new RowBuffer(n * 32 + 16)
  const packed: PackedEvents = {
    length: n,
    types: [],
    sources: [],
    sessions: [],
    type: new Uint8Array(n),
    source: new Uint16Array(n),
    session: new Uint32Array(n),
    at: new Float64Array(n),
    ver: new BigUint64Array(n),
    ownerRank: new Uint8Array(n),
    who: new Float64Array(n),
    keys: keys.bytes,
    keyEnds: new Uint32Array(n),
    rows: out.bytes,
    ends: new Uint32Array(2 * n),
  }
  const types = places(packed.types)
  const sources = places(packed.sources, 65_536)
  const sessions = places(packed.sessions)
  for (const [i, fact] of facts.entries()) {
    const values = fact as unknown as Row
    const plan = planOf(fact.type)
    packed.type[i] = types(fact.type)
    packed.source[i] = sources(fact.source)
    packed.session[i] = sessions(((values.session as string | null | undefined) ?? '').toWellFormed())
    packed.at[i] = fact.at
    packed.ownerRank[i] = fact.owner_rank
    const start = out.length
    writeOwner(out, plan.owner, values, fact.subject ?? fact.user ?? '', fact.owner_rank)
    const from = out.length
    packed.who[i] = whoOf(missingIn(plan.owner, values), out.bytes.subarray(start, from))
    packed.ends[2 * i] = from
    writeContent(out, plan.content, values, fact.parser_version, fact.extra ?? {})
    packed.ends[2 * i + 1] = out.length
    packed.ver[i] = version(fact, out.bytes.subarray(from, out.length))
    for (const key of fact.keys) {
      const start = keys.length
      keys.raw(ZEROES, 0, 16)
      keys.bytes.write(keyHash(fact.type, key), start, 16, 'latin1')
    }
    packed.keyEnds[i] = keys.length / 16
  }
  packed.rows = new Uint8Array(out.written())
  packed.keys = new Uint8Array(keys.written())
  return packed
}

const ZEROES = new Uint8Array(16)

/** Gives every distinct text its place in the list, as it comes. */
function places(list: string[], most = 2 ** 32): (text: string) => number {
  const known = new Map<string, number>()
  return (text) => {
    const place = known.get(text)
    if (place !== undefined) return place
    if (list.length >= most)
      throw new TachographError('too_large', `more than ${most} different names in one batch`)
    known.set(text, list.length)
    return list.push(text) - 1
  }
}

/** Buffers of packed events that can be moved instead of copied. */
export const transferOf = (p: PackedEvents): ArrayBuffer[] =>
  [p.type, p.source, p.session, p.at, p.ver, p.ownerRank, p.who, p.keys, p.keyEnds, p.rows, p.ends].map(
    (a) => a.buffer as ArrayBuffer,
  )

/** The keys of event i, as `keyHash` makes them. */
export function keysOf(p: PackedEvents, i: number): string[] {
  const from = i === 0 ? 0 : (p.keyEnds[i - 1] as number)
  const to = p.keyEnds[i] as number
  const bytes = Buffer.from(p.keys.buffer, p.keys.byteOffset, p.keys.byteLength)
  const out: string[] = []
  for (let k = from; k < to; k++) out.push(bytes.toString('latin1', k * 16, k * 16 + 16))
  return out
}

export function rowOf(p: PackedEvents, i: number): RowBytes {
  const from = i === 0 ? 0 : (p.ends[2 * i - 1] as number)
  const middle = p.ends[2 * i] as number
  return {
    bytes: p.rows,
    ownerBytes: p.rows,
    owner: [from, middle],
    content: [middle, p.ends[2 * i + 1] as number],
  }
}

/** The content of `best` told by the owner of `owner`. */
export const owned = (best: RowBytes, owner: RowBytes): RowBytes =>
  best === owner ? best : { ...best, ownerBytes: owner.ownerBytes, owner: owner.owner }

/** `who` of a row of the store; its owner's columns are all that is needed. */
export function whoOfRow(type: string, row: Row): number {
  const { owner } = planOf(type)
  const out = new RowBuffer(256)
  writeOwner(out, owner, row, row.subject as string, row.owner_rank as number)
  return whoOf(missingIn(owner, row), out.written())
}

/** The bytes of a row read back from the store as JSON, with 64-bit numbers and times as text. */
export function packRow(type: string, row: Row): RowBytes {
  const plan = planOf(type)
  const values: Row = {}
  for (const { name, column, kind } of [...plan.owner, ...plan.content])
    values[name] = readBack(kind, row[column], name)
  const out = new RowBuffer(1024)
  writeOwner(out, plan.owner, values, row.subject as string, row.owner_rank as number)
  const middle = out.length
  writeContent(out, plan.content, values, row.parser_version as number, row.extra as Record<string, number>)
  const bytes = out.written()
  return { bytes, ownerBytes: bytes, owner: [0, middle], content: [middle, bytes.length] }
}

function readBack(kind: FieldKind, value: unknown, name: string): unknown {
  if (value === null || value === undefined) return null
  if (kind === 'count' || kind === 'ms' || kind === 'usd') return BigInt(value as string)
  if (kind === 'time') return Date.parse(`${String(value).replace(' ', 'T')}Z`)
  if (kind === 'json') return value === '' ? null : JSON.parse(value as string)
  if (name === 'line_hashes') return (value as string[]).map((v) => BigInt(v).toString(16))
  return value
}

/** Writes one whole row behind the others of its table, in the order of `Plan.columns`. */
export function writeRow(
  out: RowBuffer,
  place: { org: string; day: number; id: string; source: string; ver: bigint; bucket: number; at: number },
  row: RowBytes,
): void {
  writePlace(out, place, false)
  out.raw(row.ownerBytes, row.owner[0], row.owner[1])
  out.raw(row.bytes, row.content[0], row.content[1])
}

/** Writes the row that deletes another one. */
export function writeDeletion(out: RowBuffer, type: string, place: Parameters<typeof writeRow>[1]): void {
  writePlace(out, place, true)
  const plan = planOf(type)
  writeOwner(out, plan.owner, {}, '', 0)
  writeContent(out, plan.content, {}, 0, {})
}

function writePlace(out: RowBuffer, place: Parameters<typeof writeRow>[1], deleted: boolean): void {
  out.text(place.org)
  out.u16(place.day)
  out.uuid(place.id)
  out.text(place.source)
  out.big(place.ver)
  out.u8(deleted ? 1 : 0)
  out.u32(place.bucket / 1000)
  out.u64(place.at)
}
