/** What Gemini CLI and the programs forked from it have in common, and where they differ. */
import type { Fact } from '../../../facts/index.ts'
import type { Attributes, LogRecord, Span } from '../../../otlp/signals.ts'
import type { Agent, Context } from '../origin.ts'
import type { Step } from '../spans.ts'
import { name, word } from '../values.ts'

/** One log event, or what a program sends in place of one. */
export interface Event {
  attributes: Attributes
  /** Ms since 1970 UTC. */
  at: number
  who: Context
  variant: Variant
}

export type EventReader = (event: Event) => Fact[]

/** What this version does with events of one name: none of them is `unknown`. */
export type Events = ReadonlyMap<string, EventReader>

/** A program of this family. */
export interface Variant {
  agent: Agent
  title: string
  /** Of its events and metrics, with the dot at its end. */
  prefix: string
  /** Its instrumentation scope, and the name of its service. */
  scope: string
  /** Whether `service.version` is its own; Gemini CLI puts that of Node there. */
  tellsVersion: boolean
  /** Whether its count of output contains thoughts, where the total does not tell. */
  thoughtsInOutput: boolean
  /** Where it runs, when it tells that. */
  clientOf(attributes: Attributes): string | null
  /** Who served a model. */
  providerOf(auth: string | null, model: string | null): string | null
  /** Whether transcripts tell of commands, skills, sub-agents and failed calls, too, by other names. */
  transcribed: boolean
  /** By name, without the prefix. */
  events: Events
  /** By name, without the prefix; of a name that is not here, `other`. */
  spans: ReadonlyMap<string, (span: Span) => Step>
}

/** The name of an event without the prefix; '' for a record that has none. */
export function eventName({ prefix }: Variant, attributes: Attributes, more?: LogRecord): string {
  const told = word(attributes, 'event.name') ?? more?.event_name.toLowerCase() ?? ''
  return told.startsWith(prefix) ? told.slice(prefix.length) : told
}

/** When an event was made; batches, and records that are sent again, keep it. */
const momentOf = ({ attributes, at }: Event): string => name(attributes, 'event.timestamp') ?? String(at)

/**
 * Names a happening that has no id of its own, by what its record says of it: the same however often it is sent. `by`
 * are attributes that keep two of one moment apart.
 */
export function keyOf(event: Event, what: string, by: readonly string[], id: string | null = null): string {
  const { attributes, who, variant } = event
  const parts = [who.session, name(attributes, 'prompt_id'), id ?? momentOf(event)]
  const told = [...parts, ...by.map((key) => word(attributes, key))]
  return `${variant.agent.harness}/${what}:${told.map((part) => part ?? '').join(':')}`
}
