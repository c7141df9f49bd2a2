/** Removes rows for good: statements that name nobody, marks for what has to be summed anew, and no old part left on disk. */
import { TachographError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { allOver } from './settle.ts'

/** One node of the store: its own tables, which on a cluster are called otherwise. */
export interface Node {
  store: Store
  local(table: string): string
}

/** By kind of what is being removed: `person`, `session`, … */
export type Kinds = Readonly<Record<string, readonly string[]>>

/** Deleting is waited for. What it writes is on disk before the parts it takes the place of go. */
const DELETING = { mutations_sync: 2, allow_nondeterministic_mutations: 1 } as const
const NAMES_PER_INSERT = 50_000
/** Files of old parts go within this time, unless somebody reads them all along. */
const CLEAN_MS = 20_000
const CLEAN_PAUSE_MS = 200
const NAME = /^\w+$/

/** SQL of a list of what is being removed, on the node it runs on. Parameter: org. */
export const removed = (node: Node, kind: string): string =>
  `(SELECT value FROM ${node.local('erasing')} WHERE org = {org:String} AND kind = '${kind}')`
/** The same of ids of facts or records. */
export const removedIds = (node: Node, kind: string): string =>
  `(SELECT id FROM ${node.local('erasing')} WHERE org = {org:String} AND kind = '${kind}')`

export class Removal {
  readonly nodes: readonly Node[]
  readonly org: string
  /** Whether anything was removed or changed. */
  altered = false
  /** Tables in which that was. */
  readonly #touched = new Set<string>()

  constructor(nodes: readonly Node[], org: string) {
    this.nodes = nodes
    this.org = org
  }

  /** Puts names before every node. */
  async name(kinds: Kinds): Promise<void> {
    for (const [kind, values] of Object.entries(kinds))
      for (let from = 0; from < values.length; from += NAMES_PER_INSERT) {
        const rows = values
          .slice(from, from + NAMES_PER_INSERT)
          .map((value) => ({ org: this.org, kind, value }))
        for (const node of this.nodes) await node.store.insert(node.local('erasing'), rows)
      }
  }

  /** The same of ids that a SELECT yields, whose tables are those of all nodes. */
  async nameIds(kind: string, select: (node: Node) => string): Promise<void> {
    const params = { org: this.org }
    for (const node of this.nodes)
      await node.store.command(
        `INSERT INTO ${node.local('erasing')} (org, kind, id) SELECT {org:String}, '${kind}', id FROM (${select(node)})`,
        { params },
      )
  }

  /** How many ids of a kind there are. */
  async ids(kind: string): Promise<number> {
    const [node] = this.nodes as [Node]
    const [row] = await node.store.rows<{ n: number }>(
      `SELECT uniqExact(id) AS n FROM ${node.local('erasing')} WHERE org = {org:String} AND kind = '${kind}'`,
      { params: { org: this.org } },
    )
    return row?.n ?? 0
  }

  /** Nothing is being removed any more, or not yet. */
  async forget(): Promise<void> {
    for (const node of this.nodes)
      await node.store.command(`ALTER TABLE ${node.local('erasing')} DELETE WHERE org = {org:String}`, {
        params: { org: this.org },
        settings: DELETING,
      })
  }

  /** Deletes rows of the organisation; answers whether there were any. */
  delete(table: string, where: (node: Node) => string): Promise<boolean> {
    return this.#alter(table, 'DELETE', where)
  }

  /** Changes rows of the organisation. */
  update(table: string, set: (node: Node) => string, where: (node: Node) => string): Promise<boolean> {
    return this.#alter(table, (node) => `UPDATE ${set(node)}`, where)
  }

  async #alter(
    table: string,
    what: 'DELETE' | ((node: Node) => string),
    where: (node: Node) => string,
  ): Promise<boolean> {
    const params = { org: this.org }
    let any = false
    for (const node of this.nodes) {
      const name = node.local(table)
      const condition = `org = {org:String} AND (${where(node)})`
      const found = await node.store.rows(`SELECT 1 FROM ${name} WHERE ${condition} LIMIT 1`, { params })
      if (found.length === 0) continue
      any = true
      this.altered = true
      if (!this.#touched.has(name))
        await node.store.command(`ALTER TABLE ${name} MODIFY SETTING min_rows_to_fsync_after_merge = 1`)
      this.#touched.add(name)
      const action = what === 'DELETE' ? what : what(node)
      await node.store.command(`ALTER TABLE ${name} ${action} WHERE ${condition}`, {
        params,
        settings: DELETING,
      })
    }
    return any
  }

  /**
   * Has the engine delete the files of old parts at once, of all tables: any of them may hold what was removed. Errors:
   * `unavailable` when somebody keeps reading them.
   */
  async clean(): Promise<void> {
    for (const { store } of this.nodes) {
      const deadline = Date.now() + CLEAN_MS
      const eager = new Set<string>()
      const look = async (table: string) => {
        if (!eager.has(table)) {
          eager.add(table)
          await store.command(`ALTER TABLE ${table} MODIFY SETTING old_parts_lifetime = 0`)
        }
        // There is no such partition: it makes the engine look after its files.
        await store.command(`ALTER TABLE ${table} DROP PARTITION ID '190001'`)
      }
      const reset = (setting: string) => (table: string) =>
        store.command(`ALTER TABLE ${table} RESET SETTING ${setting}`)
      try {
        for (let old = await oldParts(store); old.length > 0; old = await oldParts(store)) {
          if (Date.now() > deadline)
            throw new TachographError(
              'unavailable',
              'The engine still reads old files that are to be deleted.',
            )
          await allOver(old.map(look))
          await elapsed(CLEAN_PAUSE_MS)
        }
      } finally {
        await allOver([...eager].map(reset('old_parts_lifetime')))
        await allOver([...this.#touched].map(reset('min_rows_to_fsync_after_merge')))
      }
    }
    this.#touched.clear()
  }
}

const elapsed = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Tables that have parts which nothing reads any more. */
async function oldParts(store: Store): Promise<string[]> {
  const rows = await store.rows<{ table: string }>(
    'SELECT DISTINCT table FROM system.parts WHERE database = currentDatabase() AND NOT active',
  )
  return rows.map(({ table }) => table).filter((table) => NAME.test(table))
}
