/** Changes of the control plane: each is written down with what it changes, both or neither, then told to whoever keeps a copy. */
import { type Actor, type AuditEventType, type Change, record } from './audit.ts'
import type { Database } from './database.ts'

/** What a piece of work came to, and what to write down of it: null where it changed nothing. */
export interface Changed<T> {
  result: T
  change: Change | null
}

/** Is told of which organisation something was changed, and what. It must not throw. */
export type Listener = (organisation: string, type: AuditEventType) => Promise<void> | void

export class Changes {
  readonly db: Database
  readonly #listeners: Listener[] = []

  constructor(db: Database) {
    this.db = db
  }

  /** Calls back after each change, before whoever made it has the answer. */
  listen(listener: Listener): void {
    this.#listeners.push(listener)
  }

  /** Errors: those of the work, after which nothing is changed. */
  async make<T>(organisation: string, by: Actor, work: (tx: Database) => Promise<Changed<T>>): Promise<T> {
    const { result, change } = await this.db.transaction(async (tx) => {
      const made = await work(tx)
      if (made.change) await record(tx, organisation, by, made.change)
      return made
    })
    if (change) await this.tell(organisation, change.type)
    return result
  }

  async tell(organisation: string, type: AuditEventType): Promise<void> {
    for (const listener of this.#listeners) await listener(organisation, type)
  }
}
