/** Packs facts as they come, portion by portion: events column by column, so that the objects they were are soon gone. */
import { type EventFact, type Fact, isEvent, type StateFact } from '../facts/index.ts'
import {
  type Builder,
  builderOf,
  LabelsBuilder,
  MapsBuilder,
  type RowHashes,
  roomFor,
  rowHashes,
  SmallsBuilder,
  spread,
} from './builders.ts'
import type { Column, Labels } from './columns.ts'
import { writeKey } from './key.ts'
import type { EventGroup, PackedEvents } from './pack.ts'
import { keyHash, type Plan, planOf, type Row } from './row.ts'

/** Facts in the form they are written in: events packed, perhaps by another thread. */
export interface PackedFacts {
  events: PackedEvents
  states: readonly StateFact[]
}

const TIE = 2 ** 24
const COUNT_MAX = 2 ** 26 - 1

/**
 * How good a telling is, as one number that never depends on the clock: parser version (12 bits), completeness (2),
 * counts (26; above them calls are no longer told apart by size), hash of the content (24). The greatest one of a
 * source is kept.
 */
function version(fact: EventFact, contentHash: number): bigint {
  const counts =
    fact.type === 'model_call'
      ? (fact.in_uncached ?? 0) + (fact.cache_read ?? 0) + (fact.cache_write ?? 0) + (fact.out ?? 0)
      : 0
  const tie = spread(contentHash) % TIE
  const high = Math.min(fact.parser_version, 0xfff) * 4 + Math.min(fact.completeness, 3)
  return (BigInt(high) << 50n) + BigInt(Math.min(counts, COUNT_MAX) * TIE + tie)
}

/**
 * Orders what tellings say of who and where, as one number: the less, the more is known. Equal only for tellings that
 * say the same (but for one chance in 4 billion), so that the choice never depends on the order of arrival.
 */
function whoOf(plan: Plan, row: Row, hash: number): number {
  let missing = 0
  for (const { name } of plan.owner) if ((row[name] ?? '') === '') missing++
  return missing * 0x1_0000_0000 + spread(hash)
}

/** `who` of a row of the store; its owner's columns are all that is needed. */
export function whoOfRow(type: string, row: Row): number {
  const plan = planOf(type)
  const hashes = rowHashes(1)
  for (const builder of ownerBuilders(plan)) builder.add([row], hashes)
  return whoOf(plan, row, hashes[0] as number)
}

/** The same of many rows that name all their owner's columns. */
export function whosOf(type: string, rows: readonly Row[]): Float64Array {
  const plan = planOf(type)
  const hashes = rowHashes(rows.length)
  for (const builder of ownerBuilders(plan)) builder.add(rows, hashes)
  return Float64Array.from(rows, (row, i) => whoOf(plan, row, hashes[i] as number))
}

const whole = (name: string) => (row: Row) => (row[name] as number | undefined) ?? 0

/** For the columns that say who did it and where. Rows tell `subject` and `owner_rank` under these names. */
function ownerBuilders(plan: Plan): Builder[] {
  return [
    ...plan.owner.map(builderOf),
    new LabelsBuilder('subject', (row) => row.subject ?? row.user),
    new SmallsBuilder('owner_rank', 'UInt8', whole('owner_rank')),
  ]
}

/** For the columns that say what was done, `parser_version` and `extra` among them. */
function contentBuilders(plan: Plan): Builder[] {
  return [
    ...plan.content.map(builderOf),
    new SmallsBuilder('parser_version', 'UInt16', whole('parser_version')),
    new MapsBuilder('extra', (row) => row.extra as Record<string, number> | null),
  ]
}

const builtBy = (builders: readonly Builder[]): Column[] =>
  builders.map((builder) => builder.column()).filter((column) => column !== null)

/** The columns of rows as they are; what none tells is left out. */
export function columnsOfRows(type: string, rows: readonly Row[]): Column[] {
  const plan = planOf(type)
  const builders = [...ownerBuilders(plan), ...contentBuilders(plan)]
  const hashes = rowHashes(rows.length)
  for (const builder of builders) builder.add(rows, hashes)
  return builtBy(builders)
}

/** Packs events of one type. */
class GroupPacker {
  readonly #type: string
  readonly #plan: Plan
  readonly #owner: Builder[]
  readonly #content: Builder[]
  readonly #source = new LabelsBuilder('source', (row) => row.source)
  #ownerHashes: RowHashes = rowHashes(0)
  #contentHashes: RowHashes = rowHashes(0)
  #length = 0
  #order = new Uint32Array(0)
  #at = new Float64Array(0)
  #ver = new BigUint64Array(0)
  #ownerRank = new Uint8Array(0)
  #who = new Float64Array(0)
  #keys = new Uint32Array(0)
  #keyEnds = new Uint32Array(0)
  #id = new Uint32Array(0)

  constructor(type: string) {
    this.#type = type
    this.#plan = planOf(type)
    this.#owner = ownerBuilders(this.#plan)
    this.#content = contentBuilders(this.#plan)
  }

  /** `order` tells which of all events each one is. */
  add(facts: readonly EventFact[], order: readonly number[]): void {
    const rows = facts as unknown as readonly Row[]
    this.#ownerHashes = rowHashes(rows.length, this.#ownerHashes)
    this.#contentHashes = rowHashes(rows.length, this.#contentHashes)
    for (const builder of this.#owner) builder.add(rows, this.#ownerHashes)
    for (const builder of this.#content) builder.add(rows, this.#contentHashes)
    this.#source.add(rows, rowHashes(rows.length))
    this.#reserve(this.#length + rows.length)
    for (let i = 0; i < facts.length; i++) {
      const fact = facts[i] as EventFact
      const n = this.#length++
      this.#order[n] = order[i] as number
      this.#at[n] = fact.at
      this.#ownerRank[n] = fact.owner_rank
      this.#who[n] = whoOf(this.#plan, rows[i] as Row, this.#ownerHashes[i] as number)
      this.#ver[n] = version(fact, this.#contentHashes[i] as number)
      this.#addKeys(fact, n)
    }
  }

  #reserve(events: number): void {
    this.#order = roomFor(this.#order, events)
    this.#at = roomFor(this.#at, events)
    this.#ver = roomFor(this.#ver, events)
    this.#ownerRank = roomFor(this.#ownerRank, events)
    this.#who = roomFor(this.#who, events)
    this.#keyEnds = roomFor(this.#keyEnds, events)
    this.#id = roomFor(this.#id, 4 * events)
  }

  #addKeys({ type, keys }: EventFact, n: number): void {
    if (keys.length === 0) throw new Error(`a ${type} without keys cannot be told from another`)
    let end = n === 0 ? 0 : (this.#keyEnds[n - 1] as number)
    this.#keys = roomFor(this.#keys, 4 * (end + keys.length))
    let least = ''
    for (const key of keys) {
      const hashed = keyHash(type, key)
      writeKey(hashed, this.#keys, 4 * end++)
      if (least === '' || hashed < least) least = hashed
    }
    writeKey(least, this.#id, 4 * n)
    this.#keyEnds[n] = end
  }

  group(): EventGroup {
    const n = this.#length
    const owner = builtBy(this.#owner)
    return {
      type: this.#type,
      length: n,
      order: this.#order.slice(0, n),
      at: this.#at.slice(0, n),
      ver: this.#ver.slice(0, n),
      ownerRank: this.#ownerRank.slice(0, n),
      who: this.#who.slice(0, n),
      keys: this.#keys.slice(0, 4 * (this.#keyEnds[n - 1] ?? 0)),
      keyEnds: this.#keyEnds.slice(0, n),
      id: this.#id.slice(0, 4 * n),
      source: this.#source.labels(),
      session: (owner.find((column) => column.name === 'session') as Labels | undefined) ?? null,
      columns: [...owner, ...builtBy(this.#content)],
    }
  }
}

/** Packs facts. Events keep their order among each other, and so do states. */
export class Packer {
  readonly #groups = new Map<string, GroupPacker>()
  readonly #states: StateFact[] = []
  #events = 0

  add(facts: readonly Fact[]): void {
    const byType = new Map<string, { events: EventFact[]; order: number[] }>()
    for (let i = 0; i < facts.length; i++) {
      const fact = facts[i] as Fact
      if (!isEvent(fact)) {
        this.#states.push(fact)
        continue
      }
      const portion = byType.get(fact.type) ?? { events: [], order: [] }
      if (portion.events.length === 0) byType.set(fact.type, portion)
      portion.events.push(fact)
      portion.order.push(this.#events++)
    }
    for (const [type, { events, order }] of byType) {
      const group = this.#groups.get(type) ?? new GroupPacker(type)
      this.#groups.set(type, group)
      group.add(events, order)
    }
  }

  /** What was packed; it owns its buffers, so they can be moved to another thread (`transferOf`). Ends the packer. */
  packed(): PackedFacts {
    const groups = Array.from(this.#groups.values(), (group) => group.group())
    return { events: { length: this.#events, groups }, states: this.#states }
  }
}

export function packFacts(facts: readonly Fact[]): PackedFacts {
  const packer = new Packer()
  packer.add(facts)
  return packer.packed()
}
