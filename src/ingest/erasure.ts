/** Erases people: into the ledger first, then out of everything, again at every start until nothing is left (promise V3). */

import { identityOf } from '../facts/identity.ts'
import type { FactType } from '../facts/index.ts'
import type { Store } from '../store/store.ts'
import type { Admission, Gate, Learned } from './admission.ts'
import { namingOfType } from './admission.ts'
import { names } from './admission-records.ts'
import { LearnedLater, nameLearned } from './erasure-learned.ts'
import type { Erasure, ErasureLedger } from './erasure-ledger.ts'
import { markWhatStays } from './erasure-marks.ts'
import { type Node, Removal, removed } from './erasure-removal.ts'
import {
  EVENT_TYPES,
  isOthersToo,
  isTheirEvent,
  isTheirSum,
  isTheirs,
  mentionsOf,
  NAMED_ELSEWHERE,
  peopleIn,
  STATE_TYPES,
  sessionsIn,
  sessionsOf,
} from './erasure-rows.ts'
import type { Generations } from './generation.ts'
import type { MarkOptions } from './marks.ts'
import { tableOf } from './row.ts'
import type { Writer } from './writer.ts'

export interface ErasuresOptions extends MarkOptions {
  store: Store
  /** All nodes of the store. */
  nodes: readonly Node[]
  generations: Generations
  ledger: ErasureLedger
  admission: Admission
  writer: Pick<Writer, 'exclusively'>
  rebuilder: { catchUp(): Promise<void> }
  /** Takes erased people out of what waits elsewhere; each answers how many records it changed. */
  elsewhere: readonly (() => Promise<number>)[]
  /** Identities of the configuration that are of one person. */
  aliases: Readonly<Record<string, string>>
  log?(line: string): void
}

/** What an erasure removed, as far as it is known. */
export interface Erased extends Erasure {
  facts: number
  /** Records that waited: refused ones, and those of spools and queues. */
  records: number
}

interface Found {
  people: string[]
  sessions: string[]
}

/** What rebuilds leave behind of what was removed under them is removed again, so often at most. */
const MOST_ROUNDS = 5
/** A failed attempt is followed by another one after this long. */
const AGAIN_MS = 60_000
export class Erasures {
  readonly #o: ErasuresOptions
  #timer: NodeJS.Timeout | null = null
  readonly #later: LearnedLater
  #running: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(options: ErasuresOptions) {
    this.#o = options
    this.#later = new LearnedLater((found) => this.#apply(null, found), options.log)
  }

  list(): Erasure[] {
    return this.#o.ledger.list()
  }

  /** Whether nothing may be kept of this person. */
  async isErased(user: string): Promise<boolean> {
    return (await this.#o.admission.gate()).erases(user)
  }

  /**
   * Resolves when nothing is left of the person. Errors: `unavailable`; the erasure is on record all the same, nothing of
   * the person is let in any more, and what is left is removed later.
   */
  async erase(user: string): Promise<Erased> {
    const { ledger } = this.#o
    const people = await this.#identitiesOf(identityOf(user))
    const id = ledger.add({ people }, Date.now())
    const { facts, records } = await this.#apply(id)
    const entry = ledger.list().find((one) => one.id === id) as Erasure
    return { ...entry, facts, records }
  }

  /** Lets somebody in again; what was removed stays so. Answers how many erasures there were of them. */
  async forget(user: string): Promise<number> {
    const { ledger, admission, store } = this.#o
    const { rules } = await admission.gate()
    const who = identityOf(user)
    const forgotten = ledger.forget(who) + (rules.pseudonyms ? ledger.forget(rules.pseudonyms.of(who)) : 0)
    if (forgotten > 0) await ledger.exchange(store)
    return forgotten
  }

  /** Finishes what a former process left, and does it again after a restore: then what was erased is there once more. */
  async resume(): Promise<void> {
    if (this.#o.ledger.empty) return
    try {
      await this.#apply(null)
    } catch (error) {
      this.#o.log?.(`what was erased is not all gone yet, it is tried again: ${(error as Error).message}`)
      this.#soon(AGAIN_MS)
    }
  }

  /** Looks after what came in before it was known whose it is. */
  learned(found: Learned): void {
    this.#later.add(found)
  }

  #soon(ms: number): void {
    if (this.#closed) return
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      void this.resume()
    }, ms).unref()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#later.close()
    if (this.#timer) clearTimeout(this.#timer)
    await this.#running
  }

  /** All identities of the person, under the names they are kept by as well as those that are told. */
  async #identitiesOf(user: string): Promise<string[]> {
    const { store, org, admission, aliases } = this.#o
    const gate = await admission.gate()
    const pairs = await store.rows<{ identity: string; user: string }>(
      'SELECT identity, user FROM identity FINAL WHERE org = {org:String}',
      { params: { org } },
    )
    for (const [one, other] of Object.entries(aliases))
      pairs.push({ identity: identityOf(one), user: identityOf(other) })
    const all = new Set([user, gate.nameOf(user)])
    for (let size = 0; size !== all.size; ) {
      size = all.size
      for (const pair of pairs)
        if (all.has(pair.identity) || all.has(pair.user))
          for (const name of [pair.identity, pair.user]) all.add(name).add(gate.nameOf(name))
    }
    return [...all]
  }

  /** One at a time, in all organisations alike. */
  #apply(id: string | null, only: Learned | null = null): Promise<{ facts: number; records: number }> {
    const mine = this.#running.catch(() => {}).then(() => this.#applyNow(id, only))
    this.#running = mine.catch(() => {})
    return mine
  }

  async #applyNow(id: string | null, only: Learned | null): Promise<{ facts: number; records: number }> {
    const { ledger, store, writer, rebuilder, elsewhere, log } = this.#o
    const total = { facts: 0, records: 0 }
    await ledger.exchange(store)
    for (let round = 0; ; round++) {
      const done = await writer.exclusively(() => this.#once(id, only))
      total.facts += done.facts
      total.records += done.records
      if (!done.any || round === MOST_ROUNDS) break
      // A rebuild that was under way may have written of what is gone.
      await rebuilder.catchUp().catch(() => {})
    }
    for (const sweep of elsewhere) total.records += await sweep()
    await new Removal(this.#o.nodes, this.#o.org).clean()
    // Where only some of it was looked for, the rest may still be there.
    if (!only) for (const one of ledger.list()) if (one.done_at === null) ledger.done(one.id, Date.now())
    await ledger.exchange(store)
    if (id === null && total.facts + total.records > 0)
      log?.(
        `${total.facts} facts and ${total.records} records of erased people were there again and are removed`,
      )
    return total
  }

  /** Looks for all that is theirs and removes it. `any` is false when nothing was found. */
  async #once(
    id: string | null,
    only: Learned | null,
  ): Promise<{ any: boolean; facts: number; records: number }> {
    const { org, generations, nodes } = this.#o
    const removal = new Removal(nodes, org)
    const gate = await this.#o.admission.gate()
    await removal.forget()
    const { people, sessions } = only
      ? await nameLearned(this.#o, removal, only)
      : await this.#find(gate, removal, id)
    const records = await this.#refused(gate, removal)
    if (people.length + sessions.length + records === 0) return { any: false, facts: 0, records: 0 }
    const generation = generations.begin()
    let facts = 0
    try {
      for (const type of EVENT_TYPES) await this.#nameFacts(removal, type)
      facts = await removal.ids('fact')
      await this.#nameKeys(removal)
      await markWhatStays(this.#o, removal, sessions, generation)
      let failure: unknown = null
      // No fact is left in two places by it: whatever comes of it, others may read again.
      await generations.moves.move(() =>
        this.#remove(removal).catch((error) => {
          failure = error
        }),
      )
      if (failure) throw failure
    } finally {
      generations.end(generation)
      await removal.forget().catch(() => {})
    }
    return { any: removal.altered, facts, records }
  }

  async #find(gate: Gate, removal: Removal, id: string | null): Promise<Found> {
    const { store, org, ledger } = this.#o
    const params = { org }
    const read = async (sql: string) =>
      (await store.rows<{ name: string }>(sql, { params })).map((row) => row.name)
    const tables = [...EVENT_TYPES, ...STATE_TYPES] as readonly FactType[]
    const people = new Set<string>()
    const elsewhere = [
      ...Object.entries(NAMED_ELSEWHERE),
      ...(await this.#sums()).map(([t, c]) => [t, c.filter((one) => one === 'user')] as const),
    ]
    const asked = [
      ...tables.map(peopleIn),
      ...elsewhere
        .filter(([, columns]) => columns.length > 0)
        .map(
          ([table, columns]) =>
            `SELECT DISTINCT arrayJoin([${columns.map((c) => `toString(${c})`).join(', ')}]) AS name FROM ${table} WHERE org = {org:String}`,
        ),
    ]
    for (const names of await Promise.all(asked.map(read)))
      for (const name of names) if (gate.erases(name)) people.add(name)
    await removal.name({ person: [...people] })
    const [node] = removal.nodes as [Node]
    // What is told of a member piece by piece goes as a whole.
    const member = await read(
      `SELECT DISTINCT id AS name FROM member WHERE org = {org:String} AND user IN ${removed(node, 'person')}`,
    )
    await removal.name({ member })
    const sessions = new Set<string>()
    if (people.size > 0) for (const name of await read(sessionsOf(node))) sessions.add(name)
    const entry = id ?? ledger.list()[0]?.id
    if (entry !== undefined && sessions.size > 0)
      ledger.add({ id: entry, sessions: [...sessions] }, gate.rules.now)
    const told = [
      ...tables.flatMap((type) => sessionsIn(type) ?? []),
      ...(await this.#sums()).flatMap(([table, columns]) =>
        ['session', 'counter_of']
          .filter((c) => columns.includes(c))
          .map((c) => `SELECT DISTINCT toString(${c}) AS name FROM ${table} WHERE org = {org:String}`),
      ),
      `SELECT DISTINCT session AS name FROM mark WHERE org = {org:String}`,
    ]
    for (const sql of told)
      for (const name of await read(sql)) if (gate.erasesSession(name)) sessions.add(name)
    await removal.name({ session: [...sessions] })
    return { people: [...people], sessions: [...sessions] }
  }

  /** Tables of sums with their columns. */
  async #sums(): Promise<(readonly [string, string[]])[]> {
    const rows = await this.#o.store.rows<{ table: string; columns: string[] }>(
      `SELECT table, groupArray(name) AS columns FROM system.columns
       WHERE database = currentDatabase() AND startsWith(table, 'rollup_') AND NOT endsWith(table, '_local')
       GROUP BY table HAVING has(columns, 'org') ORDER BY table`,
    )
    return rows
      .filter(({ table }) => /^\w+$/.test(table))
      .map(({ table, columns }) => [table, columns] as const)
  }

  /** Refused records that name them; answers how many. */
  async #refused(gate: Gate, removal: Removal): Promise<number> {
    const { store, org } = this.#o
    const found: string[] = []
    for (let after = ''; ; ) {
      const rows = await store.rows<{ id: string; subject: string; record: string }>(
        `SELECT toString(id) AS id, subject, record FROM quarantine
         WHERE org = {org:String} AND toString(id) > {after:String} ORDER BY toString(id) LIMIT 500`,
        { params: { org, after } },
      )
      for (const { id, subject, record } of rows) {
        if (gate.erases(subject) || names(gate, jsonOf(record))) found.push(id)
        after = id
      }
      if (rows.length < 500) break
    }
    const ids = [...new Set(found)]
    const rows = ids.map((id) => ({ org, kind: 'record', id }))
    for (const node of removal.nodes) await node.store.insert(node.local('erasing'), rows)
    return ids.length
  }

  async #nameFacts(removal: Removal, type: FactType): Promise<void> {
    const naming = namingOfType(type.name)
    const from = `FROM ${tableOf(type.name)} WHERE org = {org:String} AND`
    await removal.nameIds(
      'fact',
      (node) => `SELECT DISTINCT id ${from} (${isTheirs(naming, node)}) AND NOT is_deleted`,
    )
    await removal.nameIds('shared', (node) => `SELECT DISTINCT id ${from} ${isOthersToo(naming, node)}`)
  }

  /** Facts that became part of others have entries of their own. */
  async #nameKeys(removal: Removal): Promise<void> {
    await removal.nameIds(
      'key',
      (node) => `SELECT id FROM ${node.local('erasing')} WHERE org = {org:String} AND kind = 'fact'
      AND id NOT IN (SELECT id FROM ${node.local('erasing')} WHERE org = {org:String} AND kind = 'shared')`,
    )
    for (let size = -1; size !== (await removal.ids('key')); ) {
      size = await removal.ids('key')
      if (size > 0)
        await removal.nameIds(
          'key',
          (node) => `SELECT DISTINCT key AS id FROM fact_key WHERE org = {org:String}
            AND alias_of IN (SELECT id FROM ${node.local('erasing')} WHERE org = {org:String} AND kind = 'key')
            AND key NOT IN (SELECT id FROM ${node.local('erasing')} WHERE org = {org:String} AND kind = 'key')`,
        )
    }
  }

  async #remove(removal: Removal): Promise<void> {
    const list =
      (kind: string, column = 'value') =>
      (node: Node) =>
        `(SELECT ${column} FROM ${node.local('erasing')} WHERE org = {org:String} AND kind = '${kind}')`
    for (const { name } of EVENT_TYPES)
      await removal.delete(name, (node) => isTheirEvent(namingOfType(name), node))
    for (const type of STATE_TYPES) {
      await removal.delete(type.name, (node) => isTheirs(namingOfType(type.name), node))
      for (let m = 0; m < mentionsOf(type, removal.nodes[0] as Node).length; m++)
        await removal.update(
          type.name,
          (node) => (mentionsOf(type, node)[m] as { set: string }).set,
          (node) => (mentionsOf(type, node)[m] as { where: string }).where,
        )
    }
    for (const [table, columns] of Object.entries(NAMED_ELSEWHERE))
      await removal.delete(table, (node) =>
        columns.map((c) => `${c} IN ${list('person')(node)}`).join(' OR '),
      )
    for (const [table, columns] of await this.#sums())
      if (isTheirSum(columns, removal.nodes[0] as Node))
        await removal.delete(table, (node) => isTheirSum(columns, node) as string)
    await removal.delete(
      'fact_key',
      (node) => `key IN ${list('key', 'id')(node)} OR alias_of IN ${list('key', 'id')(node)}`,
    )
    await removal.delete(
      'mark',
      (node) => `session IN ${list('session')(node)} AND session NOT IN ${list('stays')(node)}`,
    )
    await removal.delete('quarantine', (node) => `id IN ${list('record', 'id')(node)}`)
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
