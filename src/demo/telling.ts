/** Gives facts their identity, and cuts off what the end of the story does not know yet. */
import { type EventFact, type Fact, factType, type StateFact } from '../facts/index.ts'

type Told = 'source' | 'parser_version'
type Unidentified<F> = F extends EventFact
  ? Omit<F, Told | 'keys' | 'completeness' | 'owner_rank' | 'subject'>
  : never
type Untimed<F> = F extends StateFact ? Omit<F, Told | 'observed_at' | 'subject'> : never
export type EventDraft = Unidentified<EventFact>
type InSession = 'message' | 'model_call' | 'tool_call' | 'feature_use' | 'file_change' | 'commit'
type Undated<F> = F extends { type: InSession } ? Omit<F, 'at'> & { at?: number } : never
/** What happens in sessions; whoever tells it fills in when. */
export type SessionDraft = Undated<EventDraft>
export type StateDraft = Untimed<StateFact>

/**
 * `id` tells it apart from all other facts of its type; the subject is the user, where one is told. The draft itself
 * becomes the fact: copying some hundred thousand of them took most of the time.
 */
export function event(id: string, draft: EventDraft): EventFact {
  const fact = draft as EventFact
  fact.keys = [`demo/${draft.type}:${id}`]
  fact.source = 'demo'
  fact.parser_version = 1
  fact.completeness = 2
  fact.owner_rank = 0
  fact.subject = draft.user ?? null
  return fact
}

/** The state as it was known just before `end`: later times are struck out. Null when nothing had happened yet. */
export function state(draft: StateDraft, subject: string | null, end: number): StateFact | null {
  const known: Record<string, unknown> = { ...draft, source: 'demo', parser_version: 1, subject }
  let latest = 0
  for (const [name, field] of Object.entries(factType(draft.type)?.fields ?? {})) {
    const at = field.kind === 'time' ? known[name] : null
    if (typeof at !== 'number') continue
    if (at < end) latest = Math.max(latest, at)
    else known[name] = null
  }
  return latest === 0 ? null : ({ ...known, observed_at: latest } as unknown as StateFact)
}

/** When the store would learn of it. */
export function toldAt(fact: Fact): number {
  return 'at' in fact ? fact.at : fact.observed_at
}
