/** Passes on what was received, without texts of people, to other receivers of OTLP (catalogue D-AUD-1). */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Kept, redacted } from '../otlp/redact.ts'
import { requestWith } from '../otlp/replay.ts'
import type { Attributes, Items, Signal } from '../otlp/signals.ts'
import { folderOf, ownersIn } from '../spool/folders.ts'
import type { Destination } from './destination.ts'
import { Queue, type QueueState } from './queue.ts'
import { type Screen, screened } from './screen.ts'

export interface ForwardingOptions {
  /** Folder of its spools, one for each destination and organisation. */
  dir: string
  destinations: readonly Destination[]
  /** What of the records of an agent is passed on. */
  keptOf(agent: string): Kept
  /** Names this server among all: what carries it has been here before. */
  id: string
  /** What of an organisation may be passed on. Left out: everything. Errors: `unavailable`. */
  screen?(org: string): Promise<Screen>
  /** See `QueueOptions`. */
  pause?: number
  log(line: string): void
}

/** Resource attribute with the ids of the servers that have passed a record on, so that none does so twice. */
export const PASSED_BY = 'tachograph.passed_by'
const IDS = /^[\w-]{1,64}(?: [\w-]{1,64}){0,15}$/

/** Records of one request at most, and characters, unless one record alone has more. */
const MOST_RECORDS = 1_000
const MOST_CHARACTERS = 2_000_000

export class Forwarding {
  readonly #o: ForwardingOptions
  /** By organisation, in the order of the destinations. */
  readonly #queues = new Map<string, Queue[]>()

  constructor(options: ForwardingOptions) {
    this.#o = options
  }

  /** Begins to send what a former process left. */
  start(): void {
    const known = this.#o.destinations.map(({ name }) => name)
    for (const name of namesIn(this.#o.dir)) {
      if (!known.includes(name))
        this.#o.log(`forward to ${name}: no destination any more; its folder may be deleted`)
      else for (const org of ownersIn(join(this.#o.dir, name), this.#o.log)) this.#of(org)
    }
    for (const queues of this.#queues.values()) for (const queue of queues) queue.start()
  }

  /**
   * Of one agent; `unknown` for those of none. Resolves when the records wait on disk for every destination of their signal, or were given up and counted: what
   * becomes of them there is not the sender's concern. Never rejects.
   */
  async pass<S extends Signal>(
    org: string,
    signal: S,
    items: readonly Items[S][],
    agent: string,
  ): Promise<void> {
    const wanted = this.#of(org).filter((_, i) => this.#o.destinations[i]?.signals.includes(signal))
    if (wanted.length === 0 || items.length === 0) return
    const fresh = items.filter((item) => !idsOf(item.resource).includes(this.#o.id))
    const marked = this.#marked<S>(fresh)
    const { names, rewritten } = this.#o.keptOf(agent)
    const kept = { names: new Set([...names, PASSED_BY]), rewritten }
    for (const queue of wanted) {
      if (fresh.length < items.length) queue.giveUp('loop', items.length - fresh.length)
    }
    const screen = await this.#screenOf(org)
    if (screen === null) {
      // Nobody knows what of it may be kept.
      for (const queue of wanted) queue.giveUp('no_room', marked.length)
      return
    }
    for (let from = 0; from < marked.length; from += MOST_RECORDS) {
      const part = marked.slice(from, from + MOST_RECORDS)
      for (const { records, text, removed } of requests(signal, part, kept, screen)) {
        if (removed > 0) for (const queue of wanted) queue.giveUp('erased_person', removed)
        if (text !== null) await Promise.all(wanted.map((queue) => queue.put(signal, records, text)))
      }
    }
  }

  /** Null when it cannot be told now. */
  async #screenOf(org: string): Promise<Screen | null> {
    try {
      return (await this.#o.screen?.(org)) ?? OPEN
    } catch {
      return null
    }
  }

  /** Takes out of all that waits for an organisation what may not be kept any more; answers how many requests were changed. */
  async sweep(org: string): Promise<number> {
    const changed = await Promise.all(this.#of(org).map((queue) => queue.sweep()))
    return changed.reduce((sum, one) => sum + one, 0)
  }

  /** Of one organisation. */
  state(org: string): Promise<QueueState[]> {
    return Promise.all(this.#of(org).map((queue) => queue.state()))
  }

  /** Leaves on disk what waits. */
  async close(): Promise<void> {
    await Promise.all([...this.#queues.values()].flat().map((queue) => queue.close()))
  }

  #of(org: string): Queue[] {
    const known = this.#queues.get(org)
    if (known) return known
    const { dir, destinations, pause, log } = this.#o
    const queues = destinations.map((destination) => {
      const own = join(dir, destination.name, folderOf(org))
      const screen = () => this.#screenOf(org)
      return new Queue({ destination, dir: own, screen, ...(pause === undefined ? {} : { pause }), log })
    })
    this.#queues.set(org, queues)
    return queues
  }

  /** The same items, with the id of this server in their resources; those that shared one still do. */
  #marked<S extends Signal>(items: readonly Items[S][]): Items[S][] {
    const marked = new Map<Attributes, Attributes>()
    return items.map((item) => {
      const resource =
        marked.get(item.resource) ??
        new Map([...item.resource, [PASSED_BY, [...idsOf(item.resource), this.#o.id].join(' ')]])
      marked.set(item.resource, resource)
      return { ...item, resource }
    })
  }
}

/** As requests that are not too long. */
function requests<S extends Signal>(
  signal: S,
  items: readonly Items[S][],
  kept: Kept,
  screen: Screen,
): { records: number; text: string | null; removed: number }[] {
  const { request, removed } = screened(redacted(requestWith(signal, items), kept), screen)
  const text = request === null ? null : JSON.stringify(request)
  if (text === null || text.length <= MOST_CHARACTERS || items.length === 1)
    return [{ records: items.length - removed, text, removed }]
  const middle = items.length >> 1
  return [items.slice(0, middle), items.slice(middle)].flatMap((half) => requests(signal, half, kept, screen))
}

const OPEN: Screen = { open: true, names: () => false, renamed: (value) => value }

/** Who passed it on before. Whatever else stands there was not written by one of us. */
function idsOf(resource: Attributes): string[] {
  const told = resource.get(PASSED_BY)
  return typeof told === 'string' && IDS.test(told) ? told.split(' ') : []
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}
