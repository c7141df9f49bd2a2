/** What becomes known of erased people after they were erased: it is gathered, and looked for by itself. */
import type { Store } from '../store/store.ts'
import type { Learned } from './admission.ts'
import type { ErasureLedger } from './erasure-ledger.ts'
import { type Node, type Removal, removed } from './erasure-removal.ts'
import { sessionsOf } from './erasure-rows.ts'

/** What comes at the same time is looked for together. */
const SOON_MS = 2_000
/** And no more often than this: who works on begins many sessions, of which nothing is let in. */
const LEARNED_MS = 60_000

export class LearnedLater {
  readonly #people = new Set<string>()
  readonly #sessions = new Set<string>()
  readonly #look: (learned: Learned) => Promise<unknown>
  readonly #log: (line: string) => void
  #timer: NodeJS.Timeout | null = null
  #lookedAt = Number.NEGATIVE_INFINITY
  #closed = false

  constructor(look: (learned: Learned) => Promise<unknown>, log: (line: string) => void = () => {}) {
    this.#look = look
    this.#log = log
  }

  add({ people, sessions }: Learned): void {
    for (const name of people) this.#people.add(name)
    for (const name of sessions) this.#sessions.add(name)
    if (this.#closed || this.#timer) return
    const ms = Math.max(SOON_MS, this.#lookedAt + LEARNED_MS - Date.now())
    this.#timer = setTimeout(() => {
      this.#timer = null
      void this.#lookNow()
    }, ms).unref()
  }

  close(): void {
    this.#closed = true
    if (this.#timer) clearTimeout(this.#timer)
  }

  async #lookNow(): Promise<void> {
    const learned = { people: [...this.#people], sessions: [...this.#sessions] }
    this.#people.clear()
    this.#sessions.clear()
    this.#lookedAt = Date.now()
    try {
      await this.#look(learned)
    } catch (error) {
      this.#log(`what erased people did before is not all gone yet: ${(error as Error).message}`)
      this.add(learned)
    }
  }
}

/** Names what was learned as what is to be removed, with the sessions and members that go with it. Errors: `unavailable`. */
export async function nameLearned(
  { store, org, ledger }: { store: Store; org: string; ledger: ErasureLedger },
  removal: Removal,
  { people, sessions }: Learned,
): Promise<{ people: string[]; sessions: string[] }> {
  const params = { org }
  const all = new Set(sessions)
  const [first] = people
  if (first !== undefined) {
    await removal.name({ person: people })
    const [node] = removal.nodes as [Node]
    const member = await store.rows<{ name: string }>(
      `SELECT DISTINCT id AS name FROM member WHERE org = {org:String} AND user IN ${removed(node, 'person')}`,
      { params },
    )
    await removal.name({ member: member.map(({ name }) => name) })
    for (const { name } of await store.rows<{ name: string }>(sessionsOf(node), { params })) all.add(name)
    const id = ledger.ownerOf(first)
    if (id !== undefined) ledger.learn(id, { people: [], sessions: [...all] }, Date.now())
  }
  await removal.name({ session: [...all] })
  return { people: [...people], sessions: [...all] }
}
