/** Puts a chat together again from its journal: VS Code writes it once as a whole, and then what changed. */
import { list, type Row, record } from '../row.ts'

/** Steps into a value that lies deeper are none of a chat. */
const DEEPEST = 32
/** Names that are no fields of anything. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

type Holder = Row | unknown[]

function childOf(holder: Holder, step: unknown): unknown {
  if (Array.isArray(holder)) return typeof step === 'number' ? holder[step] : undefined
  return typeof step === 'string' && Object.hasOwn(holder, step) ? holder[step] : undefined
}

/** Lists grow at their end alone: a place far behind it would be filled with nothing. */
function put(holder: Holder, step: unknown, value: unknown): boolean {
  if (Array.isArray(holder)) {
    if (typeof step !== 'number' || !Number.isInteger(step) || step < 0 || step > holder.length) return false
    holder[step] = value
    return true
  }
  if (typeof step !== 'string' || FORBIDDEN.has(step)) return false
  holder[step] = value
  return true
}

const holderIn = (value: unknown): Holder | null => (Array.isArray(value) ? value : record(value))

/** What a journal tells, entry by entry. */
export class Journal {
  #state: Row | null = null

  get state(): Row | null {
    return this.#state
  }

  /** False for an entry that this version does not know, or that changes nothing there is. */
  take({ kind, k, v, i }: Row): boolean {
    if (kind === 0) {
      this.#state = record(v)
      return this.#state !== null
    }
    const path = list(k)
    const last = path.at(-1)
    if (path.length === 0 || path.length > DEEPEST) return false
    const holder = this.#holderOf(path)
    if (!holder) return false
    if (kind === 1) return put(holder, last, v)
    if (kind === 3) return put(holder, last, undefined)
    return kind === 2 && push(holder, last, v, i)
  }

  /** What the last step of a path is a step of. */
  #holderOf(path: readonly unknown[]): Holder | null {
    let holder: Holder | null = this.#state
    for (const step of path.slice(0, -1)) holder = holder && holderIn(childOf(holder, step))
    return holder
  }
}

/** Adds to a list, which is first cut to `from` where that is told. */
function push(holder: Holder, step: unknown, added: unknown, from: unknown): boolean {
  let target = childOf(holder, step)
  if (target === undefined || target === null) {
    target = []
    if (!put(holder, step, target)) return false
  }
  if (!Array.isArray(target)) return false
  if (typeof from === 'number' && from >= 0 && from < target.length) target.length = Math.floor(from)
  for (const item of list(added)) target.push(item)
  return true
}
