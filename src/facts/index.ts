/** Every fact type there is: storage, validation, documentation and the API go by this list. */

import {
  type counter,
  EVENTS,
  type featureUse,
  type fileChange,
  type message,
  type modelCall,
  type span,
  type toolCall,
} from './events.ts'
import type { EventOf, FactType, StateOf } from './fact.ts'
import { STATES, type session } from './states.ts'
import { toWire } from './wire.ts'

export const FACT_TYPES = [...EVENTS, ...STATES] as const
export type FactTypeName = (typeof FACT_TYPES)[number]['name']

export type Message = EventOf<typeof message>
export type ModelCall = EventOf<typeof modelCall>
export type ToolCall = EventOf<typeof toolCall>
export type FeatureUse = EventOf<typeof featureUse>
export type FileChange = EventOf<typeof fileChange>
export type SpanFact = EventOf<typeof span>
export type CounterFact = EventOf<typeof counter>
export type CounterName = CounterFact['name']
export type EventFact = {
  [T in (typeof EVENTS)[number] as T['name']]: EventOf<T>
}[(typeof EVENTS)[number]['name']]
export type SessionFact = StateOf<typeof session>
export type StateFact = {
  [T in (typeof STATES)[number] as T['name']]: StateOf<T>
}[(typeof STATES)[number]['name']]
export type Fact = EventFact | StateFact

const BY_NAME = new Map<string, FactType>(FACT_TYPES.map((t) => [t.name, t]))

/** The type of that name, or undefined. */
export const factType = (name: string): FactType | undefined => BY_NAME.get(name)

export function isEvent(fact: Fact): fact is EventFact {
  return factType(fact.type)?.kind === 'event'
}
export * from './drop.ts'
export { modelCall } from './events.ts'
export { CONTEXT, ENVELOPE, type EventOf, type FactType, inputSchema } from './fact.ts'
export type { Field, FieldKind } from './field.ts'
export { type Decoded, fromWire, toWire } from './wire.ts'

/** A fact as the line of JSON that is sent for it; one of a type that is not known becomes a line that is refused. */
export function wireLine(fact: Fact): string {
  const type = factType(fact.type)
  return type ? JSON.stringify(toWire(fact, type)) : '{}'
}
