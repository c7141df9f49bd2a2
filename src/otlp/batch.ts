/** Gathers the items and the refused records of one request. */
import type { Message } from './json-values.ts'
import { LAYERS } from './layers.ts'
import type { Limits } from './limits.ts'
import { keyValues } from './replay.ts'
import {
  type Attributes,
  type Items,
  REFUSAL_REASONS,
  type RefusalReason,
  type Refused,
  type Scope,
  type Signal,
  UndecodableError,
  type Value,
} from './signals.ts'

/** Refused records that are told one by one, with what they hold. The others are only counted. */
const MOST_TOLD = 10_000

const UNTOLD = new Map<RefusalReason, Refused>(
  (Object.keys(REFUSAL_REASONS) as RefusalReason[]).map((reason) => [
    reason,
    Object.freeze({ reason, detail: 'One of many refused records of a request.', record: null }),
  ]),
)

/** Where records come from, in either encoding. Each method throws UndecodableError when it finds something else. */
export interface Source {
  /** Messages of a list within a message. */
  each(parent: Message, name: string): Iterable<unknown>
  attributes(told: unknown): Attributes
  value(told: unknown): Value
}

/** What the records of a scope have in common. */
export interface Shared {
  resource: Attributes
  scope: Scope
}

export class Batch<S extends Signal> {
  readonly items: Items[S][] = []
  readonly refused: Refused[] = []
  readonly source: Source
  readonly limits: Limits
  readonly #signal: S
  /** The layers of the refused record before, as far as they are of the same scope. */
  #shared: Shared | null = null
  #resource: unknown
  #scope: unknown

  constructor(signal: S, source: Source, limits: Limits) {
    this.#signal = signal
    this.source = source
    this.limits = limits
  }

  /** A text that is a field of its own; empty when it is missing. */
  text(told: unknown, name: string): string {
    if (told === undefined || told === null || told === '') return ''
    if (typeof told !== 'string') throw new UndecodableError(`${name} is not a text.`)
    this.limits.begin()
    return this.limits.text(told)
  }

  /** `record` gives the record in the shape of OTLP/JSON. */
  refuse(reason: RefusalReason, detail: string, shared: Shared, record: () => object): void {
    if (this.refused.length >= MOST_TOLD) {
      this.refused.push(UNTOLD.get(reason) as Refused)
      return
    }
    if (this.#shared !== shared) {
      this.#resource = { attributes: keyValues(shared.resource) }
      this.#scope = { ...shared.scope }
      this.#shared = shared
    }
    const { resources, scopes, records } = LAYERS[this.#signal]
    const scope = { scope: this.#scope, [records]: [record()] }
    const request = { [resources]: [{ resource: this.#resource, [scopes]: [scope] }] }
    this.refused.push({ reason, detail, record: request })
  }
}
