/** The ledger of erasures: who must not come back, as keyed hashes. It says of a name whether it is there, and tells none. */
import { createHmac, randomUUID } from 'node:crypto'
import { TachographError } from '../errors.ts'
import { personIn } from '../facts/people.ts'
import type { Journal } from '../spool/journal.ts'
import type { Store } from '../store/store.ts'

/** One erasure. Times in ms since 1970 UTC. */
export interface Erasure {
  id: string
  erased_at: number
  /** Null until everything is gone. */
  done_at: number | null
  /** How many identities and sessions it covers. */
  identities: number
  sessions: number
}

interface Entry {
  erased_at: number
  done_at: number | null
  people: Set<string>
  sessions: Set<string>
}

/** A line of the journal. Every one adds to what is known of its erasure. */
interface Line {
  id: string
  erased_at?: number
  done_at?: number
  people?: string[]
  sessions?: string[]
  forgotten?: boolean
  /** Tells whether the key is the one the hashes were made with. */
  check?: string
}

/** Answers that are remembered: most names come again and again. */
const MOST_ANSWERS = 100_000
const HASH = 32

export class ErasureLedger {
  readonly #org: string
  readonly #journal: Journal
  readonly #keyOf: () => string
  #key: string | null = null
  readonly #entries = new Map<string, Entry>()
  readonly #forgotten = new Set<string>()
  readonly #answers = new Map<string, boolean>()
  /** Which erasure a hash is of. While there is none, nothing has to be hashed. */
  readonly #owners = new Map<string, string>()

  /** `key` is made of the secret of the data folder when it is first needed. Errors: `config` when that is not the one it was. */
  constructor(org: string, journal: Journal, key: () => string) {
    this.#org = org
    this.#journal = journal
    this.#keyOf = key
    for (const line of journal.read()) {
      try {
        this.#take(JSON.parse(line) as Line)
      } catch (error) {
        if (error instanceof TachographError) throw error
      }
    }
  }

  /** Nobody was ever erased here. */
  get empty(): boolean {
    return this.#owners.size === 0
  }

  erases(person: string): boolean {
    return person !== '' && this.#has('person', personIn(person))
  }

  erasesSession(session: string): boolean {
    return session !== '' && this.#has('session', session)
  }

  /** Newest first. */
  list(): Erasure[] {
    return [...this.#entries]
      .map(([id, { erased_at, done_at, people, sessions }]) => ({
        ...{ id, erased_at, done_at },
        identities: people.size,
        sessions: sessions.size,
      }))
      .sort((a, b) => b.erased_at - a.erased_at)
  }

  /** Begins an erasure, or adds to one. From now on nothing of it is let in, also after a crash. */
  add(told: { id?: string; people?: readonly string[]; sessions?: readonly string[] }, now: number): string {
    const id = told.id ?? randomUUID()
    const hashes = (kind: 'person' | 'session', names: readonly string[] = []) =>
      names.map((name) => this.#hash(kind, kind === 'person' ? personIn(name) : name))
    const entry = this.#entries.get(id)
    const people = hashes('person', told.people).filter((hash) => !entry?.people.has(hash))
    const sessions = hashes('session', told.sessions).filter((hash) => !entry?.sessions.has(hash))
    if (entry && people.length + sessions.length === 0) return id
    this.#write({ id, ...(entry ? {} : { erased_at: now, check: this.#check() }), people, sessions })
    return id
  }

  /** The erasure that a person or name is of; undefined when nobody erased them. */
  ownerOf(person: string): string | undefined {
    return this.#owners.get(this.#hash('person', personIn(person)))
  }

  /** Adds names and sessions that an erased person turned out to have. True when any of them was not known. */
  learn(id: string, { people, sessions }: { people: string[]; sessions: string[] }, now: number): boolean {
    const fresh = {
      people: people.filter((name) => !this.erases(name)),
      sessions: sessions.filter((name) => !this.erasesSession(name)),
    }
    if (fresh.people.length + fresh.sessions.length === 0) return false
    this.add({ id, ...fresh }, now)
    return true
  }

  done(id: string, now: number): void {
    if (this.#entries.get(id)?.done_at === null) this.#write({ id, done_at: now })
  }

  /** Lets a person in again. Answers how many erasures were of them. */
  forget(person: string): number {
    const hash = this.#hash('person', personIn(person))
    const ids = [...this.#entries].filter(([, { people }]) => people.has(hash)).map(([id]) => id)
    for (const id of ids) this.#write({ id, forgotten: true })
    return ids.length
  }

  /**
   * Makes ledger and table one, whichever knows more: a restored store may be older, and a folder may be new. Errors:
   * `unavailable`, `config` when the table is of another secret.
   */
  async exchange(store: Store): Promise<void> {
    const rows = await store.rows<{ id: string; kind: string; hash: string; key_check: string; e: number }>(
      `SELECT toString(erasure) AS id, kind, hash, key_check, toUnixTimestamp64Milli(erased_at) AS e
       FROM erasure FINAL WHERE org = {org:String}`,
      { params: { org: this.#org } },
    )
    // Before any of them is taken over: nobody would be told by them.
    for (const { key_check } of rows) if (key_check !== '') this.#mustBeMine(key_check)
    const byId = new Map<string, typeof rows>()
    for (const row of rows) byId.set(row.id, [...(byId.get(row.id) ?? []), row])
    for (const [id, own] of byId) {
      if (this.#forgotten.has(id)) continue
      const entry = this.#entries.get(id)
      const fresh = (kind: 'people' | 'sessions') =>
        own.filter((r) => r.kind === kind && !entry?.[kind].has(r.hash)).map((r) => r.hash)
      const line: Line = { id, people: fresh('people'), sessions: fresh('sessions') }
      if (!entry) {
        line.erased_at = Math.min(...own.map((r) => r.e))
        line.check = this.#check()
      }
      if (!entry || line.people?.length || line.sessions?.length) this.#write(line)
    }
    await this.#store(store, byId)
  }

  async #store(
    store: Store,
    told: ReadonlyMap<string, readonly { kind: string; hash: string }[]>,
  ): Promise<void> {
    const ver = String(Date.now())
    const out: object[] = []
    const row = (erasure: string, e: Entry, kind: string, hash: string, is_deleted = 0) => ({
      ...{ org: this.#org, erasure, kind, hash, key_check: this.#check(), ver, is_deleted },
      erased_at: (e.erased_at / 1000).toFixed(3),
      done_at: e.done_at === null ? null : (e.done_at / 1000).toFixed(3),
    })
    for (const [id, entry] of this.#entries) {
      const known = new Set(told.get(id)?.map(({ kind, hash }) => `${kind} ${hash}`))
      for (const kind of ['people', 'sessions'] as const)
        for (const hash of entry[kind])
          if (!known.has(`${kind} ${hash}`)) out.push(row(id, entry, kind, hash))
    }
    const none: Entry = { erased_at: 0, done_at: null, people: new Set(), sessions: new Set() }
    for (const id of this.#forgotten)
      for (const { kind, hash } of told.get(id) ?? []) out.push(row(id, none, kind, hash, 1))
    await store.insert('erasure', out)
  }

  #write(line: Line): void {
    this.#journal.append(JSON.stringify(line))
    this.#take(line)
  }

  #take(line: Line): void {
    const { id, erased_at, done_at, people = [], sessions = [], forgotten, check } = line
    this.#answers.clear()
    if (check !== undefined) this.#mustBeMine(check)
    if (forgotten) {
      this.#forgotten.add(id)
      this.#entries.delete(id)
    } else if (!this.#forgotten.has(id)) {
      const entry = this.#entries.get(id) ?? {
        ...{
          erased_at: erased_at ?? 0,
          done_at: null,
          people: new Set<string>(),
          sessions: new Set<string>(),
        },
      }
      this.#entries.set(id, entry)
      for (const hash of people) entry.people.add(hash)
      for (const hash of sessions) entry.sessions.add(hash)
      for (const hash of [...people, ...sessions]) this.#owners.set(hash, id)
      if (done_at !== undefined) entry.done_at = done_at
    }
    if (!forgotten) return
    this.#owners.clear()
    for (const [of, one] of this.#entries)
      for (const hash of [...one.people, ...one.sessions]) this.#owners.set(hash, of)
  }

  #has(kind: 'person' | 'session', name: string): boolean {
    if (this.#owners.size === 0) return false
    const asked = `${kind} ${name}`
    const known = this.#answers.get(asked)
    if (known !== undefined) return known
    if (this.#answers.size >= MOST_ANSWERS) this.#answers.clear()
    const answer = this.#owners.has(this.#hash(kind, name))
    this.#answers.set(asked, answer)
    return answer
  }

  #hash(kind: 'person' | 'session', name: string): string {
    this.#key ??= this.#keyOf()
    return createHmac('sha256', this.#key).update(`${kind} ${name}`).digest('hex').slice(0, HASH)
  }

  /** Errors: `config`. */
  #mustBeMine(check: string): void {
    if (check !== this.#check())
      throw new TachographError(
        'config',
        'The secret of the data folder is not the one that people were erased with, so nobody could tell who they are. Put the file `secret` back from a copy.',
      )
  }

  #check(): string {
    this.#key ??= this.#keyOf()
    return createHmac('sha256', this.#key).update('check').digest('hex').slice(0, 8)
  }
}

/** Key of the ledger of an organisation: neither the secret nor the keys of others can be told from it. */
export const erasureKeyFrom = (secret: string, org: string): string =>
  createHmac('sha256', secret).update(`erasure ${org}`).digest('hex')
