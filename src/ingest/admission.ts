/** What every fact passes before it reaches the disk, whatever door it came by: erasure, retention, pseudonyms, content (V1 to V4, V6). */
import { type Fact, type FactType, factType, type StateFact } from '../facts/index.ts'
import { type Naming, namingOf } from '../facts/people.ts'
import type { OrganisationSettings } from '../settings.ts'
import { withContent } from './content.ts'
import type { ErasureLedger } from './erasure-ledger.ts'
import { Pseudonyms } from './pseudonyms.ts'
import { oldestOf } from './retention-limits.ts'

/** Why a fact is not let in. */
export const REFUSED = ['erased_person', 'older_than_retention'] as const
export type Refused = (typeof REFUSED)[number]

/** Names and sessions that turned out to be an erased person's. */
export interface Learned {
  people: readonly string[]
  sessions: readonly string[]
}

export interface AdmissionOptions {
  ledger: ErasureLedger
  /** Errors: `unavailable`. */
  settings(): Promise<OrganisationSettings>
  /** Key of the organisation's pseudonyms; made when there is none. */
  pseudonymKey(): string
  /** Called when more of somebody who was erased becomes known: facts of it may have come before. */
  onLearned?(found: Learned): void
}

/** The values of a fact by field. */
type Told = Record<string, unknown>

/** Fields by type with further names of the person in `user`. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  session: ['user_aliases'],
  member: ['aliases'],
}

const NAMINGS = new Map<string, Naming>()
/** What fields of a type name. */
export function namingOfType(name: string): Naming {
  const known = NAMINGS.get(name)
  if (known) return known
  const naming = namingOf(factType(name) as FactType)
  NAMINGS.set(name, naming)
  return naming
}

const texts = (value: unknown): readonly string[] =>
  typeof value === 'string' ? (value === '' ? [] : [value]) : Array.isArray(value) ? (value as string[]) : []

/** The rules of an organisation, as they are now. */
export class Admission {
  readonly #o: AdmissionOptions
  #settings: OrganisationSettings | null = null
  #pseudonyms: { key: string; of: Pseudonyms } | null = null

  constructor(options: AdmissionOptions) {
    this.#o = options
  }

  /** Errors: `unavailable` while the settings were never known: nobody's name is kept by mistake. */
  async gate(now = Date.now()): Promise<Gate> {
    try {
      this.#settings = await this.#o.settings()
    } catch (error) {
      if (!this.#settings) throw error
    }
    const { pseudonyms, retention_days, content } = this.#settings
    const { ledger, onLearned } = this.#o
    return new Gate({
      ledger: ledger.empty ? null : ledger,
      pseudonyms: pseudonyms ? this.#pseudonymsNow() : null,
      oldest: oldestOf(retention_days, now),
      content,
      learned: onLearned ?? (() => {}),
      now,
    })
  }

  /** The key is asked for every time: once it is deleted, others are made from then on. */
  #pseudonymsNow(): Pseudonyms {
    const key = this.#o.pseudonymKey()
    if (this.#pseudonyms?.key !== key) this.#pseudonyms = { key, of: new Pseudonyms(key) }
    return this.#pseudonyms.of
  }
}

interface Rules {
  ledger: ErasureLedger | null
  pseudonyms: Pseudonyms | null
  /** By type, ms: what is older is not kept. Null when everything is. */
  oldest: ReadonlyMap<string, number> | null
  /** Whether texts of people are kept. */
  content: boolean
  learned(found: Learned): void
  now: number
}

export class Gate {
  readonly rules: Rules
  /** Everything passes as it is, but for texts of people. */
  readonly open: boolean

  constructor(rules: Rules) {
    this.rules = rules
    this.open = !rules.ledger && !rules.pseudonyms && !rules.oldest
  }

  /** The facts that are let in, as they are kept, and of every fact why it is not, or null. */
  admit(facts: readonly Fact[]): { facts: Fact[]; refused: (Refused | null)[] } {
    this.learn(facts)
    const admitted: Fact[] = []
    const refused = facts.map((fact) => {
      const why = this.#whyNot(fact)
      if (why === null) admitted.push(withContent(this.#kept(fact), this.rules.content))
      return why
    })
    return { facts: admitted, refused }
  }

  /** Sessions of erased people are erased too, and so is whoever turns out to be one of them. */
  learn(facts: readonly Fact[]): void {
    const { ledger, pseudonyms, learned, now } = this.rules
    if (!ledger) return
    const sessions = new Set<string>()
    const people = new Set<string>()
    // Who becomes known by one fact may have told others before it.
    for (let known = -1; known !== people.size; ) {
      known = people.size
      for (const fact of facts) {
        if (!(fact.type in ALIASES)) continue
        const erased = this.#erasedIn(fact)
        if (erased === undefined) continue
        const user = texts((fact as unknown as Told).user)
        const told = {
          people: user.filter((name) => !this.erases(name)),
          sessions: fact.type === 'session' ? [fact.id] : [],
        }
        for (const name of [erased, pseudonyms?.of(erased)]) {
          const owner = name !== undefined && ledger.ownerOf(name)
          if (!owner) continue
          const kept = told.people.flatMap((one) => (pseudonyms ? [one, pseudonyms.of(one)] : [one]))
          if (!ledger.learn(owner, { people: kept, sessions: told.sessions }, now)) continue
          for (const one of kept) people.add(one)
          for (const one of told.sessions) sessions.add(one)
        }
      }
    }
    if (people.size + sessions.size > 0) learned({ people: [...people], sessions: [...sessions] })
  }

  /** An erased identity of whoever a fact is of, by any name that it gives them. */
  #erasedIn(fact: Fact): string | undefined {
    const told = fact as unknown as Told
    const names = [...namingOfType(fact.type).doers, ...(ALIASES[fact.type] ?? [])]
    return names.flatMap((name) => texts(told[name])).find((name) => this.erases(name))
  }

  /** Whether somebody is erased, by the name that was told or by its pseudonym. */
  erases(person: string): boolean {
    const { ledger, pseudonyms } = this.rules
    if (!ledger || person === '') return false
    return ledger.erases(person) || (pseudonyms !== null && ledger.erases(pseudonyms.of(person)))
  }

  erasesSession(session: string): boolean {
    return this.rules.ledger?.erasesSession(session) ?? false
  }

  /** Whether a text within a record names an erased person or session. */
  erasesText(text: string): boolean {
    return this.erases(text) || this.erasesSession(text)
  }

  /** The name under which a person is kept. */
  nameOf(person: string): string {
    return this.rules.pseudonyms?.of(person) ?? person
  }

  /** Aliases of the configuration, as they may be kept. */
  aliases(told: Readonly<Record<string, string>>): Record<string, string> {
    const kept = Object.entries(told).filter(([one, other]) => !this.erases(one) && !this.erases(other))
    return Object.fromEntries(kept.map((pair) => pair.map((name) => this.nameOf(name))))
  }

  #whyNot(fact: Fact): Refused | null {
    const told = fact as unknown as Told
    const oldest = this.rules.oldest?.get(fact.type)
    if (oldest !== undefined && ((told.at ?? told.observed_at) as number) < oldest)
      return 'older_than_retention'
    if (!this.rules.ledger) return null
    const { doers, session, id } = namingOfType(fact.type)
    const who = doers.flatMap((name) => texts(told[name]))
    if (this.#erasedIn(fact) !== undefined) return 'erased_person'
    if (id === 'person' && this.erases(String(told.id))) return 'erased_person'
    if (who.length > 0) return null
    const own = id === 'session' ? told.id : session && told[session]
    return texts(own).some((one) => this.erasesSession(one)) ? 'erased_person' : null
  }

  /** The fact without those it may not name, and with the names that stand for people. */
  #kept(fact: Fact): Fact {
    const { ledger, pseudonyms } = this.rules
    if (!ledger && !pseudonyms) return fact
    const naming = namingOfType(fact.type)
    const told = { ...fact } as unknown as Told
    if (ledger) {
      for (const name of naming.mentions) told[name] = without(told[name], (one) => this.erases(one))
      for (const name of naming.sessions) told[name] = without(told[name], (one) => this.erasesSession(one))
    }
    if (pseudonyms) {
      for (const name of [...naming.doers, ...naming.mentions])
        told[name] = renamed(told[name], (one) => pseudonyms.of(one))
      for (const name of naming.called) told[name] = null
      if (naming.id === 'person') told.id = pseudonyms.of(String(told.id))
      if (Array.isArray(told.keys)) told.keys = (told.keys as string[]).map((key) => pseudonyms.key(key))
    }
    return told as unknown as Fact
  }
}

function without(value: unknown, gone: (one: string) => boolean): unknown {
  if (Array.isArray(value)) return value.some(gone) ? value.filter((one) => !gone(one)) : value
  return typeof value === 'string' && gone(value) ? null : value
}

function renamed(value: unknown, of: (one: string) => string): unknown {
  if (Array.isArray(value)) return value.map(of)
  return typeof value === 'string' ? of(value) : value
}

/** Only states are told among packed facts as objects. */
export const isState = (fact: Fact): fact is StateFact => factType(fact.type)?.kind === 'state'
