/** The same rules for facts that are packed already: names are looked at once each, and most groups pass untouched. */
import type { Fact, StateFact } from '../facts/index.ts'
import { type Gate, namingOfType, type Refused } from './admission.ts'
import type { Column, Labels } from './columns.ts'
import { picked, renamed as relabelled, select } from './columns.ts'
import { withContentOf } from './content.ts'
import { copyKey } from './key.ts'
import { type EventGroup, firstKey, packedRow } from './pack.ts'
import { type PackedFacts, whosOf } from './packer.ts'

/** How many facts were not let in, by reason. */
export type RefusedCounts = Partial<Record<Refused, number>>

export function admitPacked(gate: Gate, facts: PackedFacts): { facts: PackedFacts; refused: RefusedCounts } {
  const refused: RefusedCounts = {}
  const count = (why: Refused, n = 1) => {
    refused[why] = (refused[why] ?? 0) + n
  }
  const told = gate.admit(facts.states as readonly Fact[])
  for (const why of told.refused) if (why) count(why)
  let length = 0
  const groups: EventGroup[] = []
  for (const group of facts.events.groups) {
    const rows = admittedRows(gate, group, count)
    const kept = rows ? picks(group, rows) : group
    if (kept.length === 0) continue
    // Outcomes are counted, and nobody asks which event had which.
    const order = Uint32Array.from({ length: kept.length }, (_, i) => length + i)
    length += kept.length
    groups.push({ ...withContentOf(renamed(gate, kept), gate.rules.content), order })
  }
  return { facts: { events: { length, groups }, states: told.facts as StateFact[] }, refused }
}

/** Null when all of them are let in. */
function admittedRows(
  gate: Gate,
  group: EventGroup,
  count: (why: Refused, n?: number) => void,
): Uint32Array | null {
  const oldest = gate.rules.oldest?.get(group.type) ?? Number.NEGATIVE_INFINITY
  const naming = namingOfType(group.type)
  const doers = gate.rules.ledger ? naming.doers.flatMap((name) => labelsOf(group, name) ?? []) : []
  const people = doers.map(({ dictionary }) => dictionary.map((name) => gate.erases(name)))
  const sessions = gate.rules.ledger && group.session?.dictionary.map((one) => gate.erasesSession(one))
  const some = people.some((flags) => flags.includes(true)) || sessions?.includes(true)
  if (!some && oldest === Number.NEGATIVE_INFINITY) return null
  const rows: number[] = []
  for (let i = 0; i < group.length; i++) {
    const erased = some && isErased(i)
    const old = (group.at[i] as number) < oldest
    if (old) count('older_than_retention')
    else if (erased) count('erased_person')
    else rows.push(i)
  }
  return rows.length === group.length ? null : Uint32Array.from(rows)

  function isErased(i: number): boolean {
    let told = false
    for (const [d, { dictionary, places }] of doers.entries()) {
      const place = places[i] as number
      if (people[d]?.[place]) return true
      if (dictionary[place] !== '') told = true
    }
    return !told && Boolean(sessions?.[group.session?.places[i] as number])
  }
}

const labelsOf = ({ columns }: EventGroup, name: string): Labels | undefined =>
  columns.find((column): column is Labels => column.name === name && column.form === 'labels')

/** Some rows of a group, in ascending order. */
function picks(group: EventGroup, rows: Uint32Array): EventGroup {
  const columns = group.columns.map((column) => select(column, rows))
  const keyEnds = new Uint32Array(rows.length)
  let keys = 0
  for (const [k, i] of rows.entries()) {
    keys += (group.keyEnds[i] as number) - firstKey(group, i)
    keyEnds[k] = keys
  }
  const packed = new Uint32Array(4 * keys)
  const id = new Uint32Array(4 * rows.length)
  let at = 0
  for (const [k, i] of rows.entries()) {
    for (let key = firstKey(group, i); key < (group.keyEnds[i] as number); key++)
      copyKey(group.keys, key, packed, at++)
    copyKey(group.id, i, id, k)
  }
  return {
    type: group.type,
    length: rows.length,
    order: group.order,
    at: picked(group.at, rows),
    ver: picked(group.ver, rows),
    ownerRank: Uint8Array.from(rows, (i) => group.ownerRank[i] as number),
    who: picked(group.who, rows),
    keys: packed,
    keyEnds,
    id,
    source: select(group.source, rows) as Labels,
    session: group.session && (columns.find(({ name }) => name === 'session') as Labels),
    columns,
  }
}

/** The group with the names that stand for people. */
function renamed(gate: Gate, group: EventGroup): EventGroup {
  const { pseudonyms } = gate.rules
  if (!pseudonyms) return group
  const { doers, mentions } = namingOfType(group.type)
  const named = new Set([...doers, ...mentions])
  let any = false
  const columns = group.columns.map((column): Column => {
    if (!named.has(column.name) || column.form !== 'labels') return column
    any = true
    return relabelled(column, (name) => pseudonyms.of(name))
  })
  if (!any) return group
  const changed = { ...group, columns }
  // Who owns a fact is decided by what is kept, so that it comes out the same when it is read back.
  const rows = Array.from({ length: group.length }, (_, i) => packedRow(changed, i)())
  return { ...changed, who: whosOf(group.type, rows) }
}
