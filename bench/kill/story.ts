/** What the client tells: requests of a few facts, told again, moved to another day, joined; and what must come of them. */
import type { Random } from '../import/generator/random.ts'

/** How many model calls a request must have led to: between what was acknowledged and what was told; equal in the end. */
export interface Bounds {
  least: number
  most: number
}

export interface Request {
  /** Unique; it is also the project of its facts, so that the API can be asked for each request by itself. */
  name: string
  lines: string[]
  /** Runs when it was acknowledged for the first time. */
  acknowledged(): void
}

/** What all facts told so far add up to once everything is acknowledged. */
export interface Totals {
  calls: number
  input: number
  messages: number
  toolCalls: number
}

const DAY_MS = 86_400_000
const SPAN_MS = 2 * DAY_MS

interface Base {
  name: string
  at: number
  calls: { key: string; input: number }[]
  joined: boolean
}

export class Story {
  readonly totals: Totals = { calls: 0, input: 0, messages: 0, toolCalls: 0 }
  /** By project. */
  readonly bounds = new Map<string, Bounds>()
  readonly #random: Random
  readonly #now: number
  #told: Base[] = []
  #last = 0

  /** All facts lie within the four days before `now` (ms). */
  constructor(random: Random, now: number) {
    this.#random = random
    this.#now = now
  }

  next(): Request {
    const dice = this.#random.unit()
    const base = this.#told.length > 0 ? this.#told[this.#random.int(0, this.#told.length - 1)] : undefined
    if (base && dice < 0.1) return this.#moved(base)
    if (base && dice < 0.2 && !base.joined && base.calls.length > 1) return this.#joined(base)
    return this.#fresh()
  }

  /** New facts: one to four calls, sometimes a message and a tool call. */
  #fresh(): Request {
    const name = `p${++this.#last}`
    const at = this.#now - SPAN_MS + this.#random.int(0, SPAN_MS - 1)
    const calls = Array.from({ length: this.#random.int(1, 4) }, (_, i) => ({
      key: `${name}.${i}`,
      input: this.#random.int(1, 1_000),
    }))
    const base: Base = { name, at, calls, joined: false }
    const facts = calls.map(({ key, input }) => this.#call(base, [key], input, at))
    if (this.#random.chance(0.5)) {
      facts.push({
        type: 'message',
        id: name,
        at: iso(at),
        role: 'user',
        human: true,
        project: name,
        user: 'ana',
      })
      this.totals.messages++
    }
    if (this.#random.chance(0.5)) {
      facts.push({ type: 'tool_call', id: name, at: iso(at), tool: 'Read', status: 'ok', project: name })
      this.totals.toolCalls++
    }
    this.totals.calls += calls.length
    for (const { input } of calls) this.totals.input += input
    this.bounds.set(name, { least: 0, most: calls.length })
    const lines = facts.map((f) => JSON.stringify(f))
    return {
      name,
      lines,
      acknowledged: () => {
        this.#told.push(base)
        const bounds = this.bounds.get(name)
        if (bounds) bounds.least = calls.length
      },
    }
  }

  /** The same calls told with an earlier time: they move to another day, and stay as many. */
  #moved(base: Base): Request {
    base.at -= DAY_MS
    const early = Math.max(base.at, this.#now - 2 * SPAN_MS)
    const lines = base.calls.map(({ key, input }) => JSON.stringify(this.#call(base, [key], input, early)))
    return { name: `${base.name} moved ${++this.#last}`, lines, acknowledged: () => {} }
  }

  /** Two calls turn out to be one. Its telling is the greatest, so what it says counts. */
  #joined(base: Base): Request {
    const [a, b] = base.calls as [Base['calls'][0], Base['calls'][0]]
    base.joined = true
    const input = a.input + b.input + 1
    const line = JSON.stringify(this.#call(base, [a.key, b.key], input, base.at))
    base.calls = [{ key: a.key, input }, ...base.calls.slice(2)]
    this.totals.calls--
    this.totals.input += 1
    const bounds = this.bounds.get(base.name)
    if (bounds) bounds.least--
    return {
      name: `${base.name} joined`,
      lines: [line],
      acknowledged: () => {
        if (bounds) bounds.most--
      },
    }
  }

  #call(base: Base, keys: string[], input: number, at: number): Record<string, unknown> {
    return {
      type: 'model_call',
      keys,
      at: iso(at),
      project: base.name,
      user: 'ana',
      model: 'none',
      in_uncached: input,
      out: 1,
    }
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()
