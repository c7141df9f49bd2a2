/** What Copilot CLI tells by events of its spans: skills, hooks, and the end of a session with the lines it changed. */

import type { CounterFact, CounterName, Fact, FeatureUse, SessionFact } from '../../../facts/index.ts'
import { YIELDS } from '../../../facts/precedence.ts'
import type { Attributes, Span } from '../../../otlp/signals.ts'
import { HARNESS, hookKey } from '../../copilot-cli/keys.ts'
import { spanKey } from '../genai.ts'
import type { Context } from '../origin.ts'
import { count, name, word } from '../values.ts'
import { versionOf } from './sessions.ts'
import { skillOf } from './tools.ts'

interface Told {
  attributes: Attributes
  /** Ms since 1970 UTC. */
  at: number
  /** Names the event among all. */
  key: string
  who: Context
  span: Span
}

export interface EventsRead {
  facts: Fact[]
  /** What they tell of the session. */
  session: Partial<SessionFact>
}

export const feature = (
  key: string,
  at: number,
  who: Context,
  told: Pick<FeatureUse, 'kind' | 'name' | 'event'>,
): FeatureUse => ({ type: 'feature_use', at, keys: [key], completeness: 1, ...told, ...who })

/** What transcripts tell too, and call by no name that is known here. */
export const yielding = <F extends Fact>(fact: F): F => ({ ...fact, owner_rank: YIELDS })

const HOOK_TYPES = ['github.copilot.hook.type', 'copilot_chat.hook_type'] as const

/** A hook is told by a span or by events of another, under one id where it has one. */
export function hookUse(attributes: Attributes, key: string, at: number, who: Context): FeatureUse {
  const id = name(attributes, 'github.copilot.hook.invocation_id')
  const event = HOOK_TYPES.map((attribute) => name(attributes, attribute)).find((type) => type !== null)
  const use = feature(id === null ? key : hookKey(id), at, who, {
    kind: 'hook',
    name: event ?? null,
    event: event ?? null,
  })
  return id === null && who.harness === HARNESS ? yielding(use) : use
}

const TOTALS: readonly (readonly [CounterName, string])[] = [
  ['lines_added', 'github.copilot.lines_added'],
  ['lines_removed', 'github.copilot.lines_removed'],
  ['files_edited', 'github.copilot.files_modified_count'],
]

/** From here on the totals of a resumed session go on from those before; earlier ones begin at 0 again. */
const CUMULATIVE_SINCE = [1, 0, 80] as const

function isCumulative(span: Span): boolean {
  const version = versionOf(span)
  if (version === null) return false
  const at = CUMULATIVE_SINCE.findIndex((part, i) => part !== version[i])
  return at < 0 || (version[at] as number) > (CUMULATIVE_SINCE[at] as number)
}

function totals({ attributes, at, key, who, span }: Told): CounterFact[] {
  const { session } = who
  if (session === null) return []
  const cumulative = isCumulative(span)
  return TOTALS.flatMap(([counter, attribute]) => {
    const value = count(attributes, attribute)
    if (value === null) return []
    return {
      type: 'counter',
      at,
      keys: [`copilot-cli/counter:${counter}:${key}`],
      completeness: 2,
      series: `shutdown:${counter}:${cumulative ? session : key}`,
      temporality: cumulative ? 'cumulative' : 'delta',
      name: counter,
      value,
      ...who,
      session,
    }
  })
}

const ENDINGS: Readonly<Record<string, string>> = { routine: 'completed', error: 'error' }

function shutdown(told: Told): EventsRead {
  const type = word(told.attributes, 'github.copilot.shutdown_type') ?? ''
  const status = Object.hasOwn(ENDINGS, type) ? (ENDINGS[type] as string) : null
  return { facts: totals(told), session: { ended_at: told.at, ...(status ? { status } : {}) } }
}

const EVENTS: ReadonlyMap<string, (told: Told) => EventsRead> = new Map<string, (told: Told) => EventsRead>([
  ['github.copilot.session.shutdown', shutdown],
  [
    'github.copilot.skill.invoked',
    ({ attributes, at, key, who }) => ({
      facts: [yielding(feature(key, at, who, { kind: 'skill', name: skillOf(attributes), event: null }))],
      session: {},
    }),
  ],
  ...['github.copilot.hook.end', 'github.copilot.hook.error'].map(
    (event) =>
      [
        event,
        ({ attributes, at, key, who }: Told) => ({
          facts: [hookUse(attributes, key, at, who)],
          session: {},
        }),
      ] as const,
  ),
])

/** An event happens while its span lasts; one told to be elsewhere is taken to have happened at its beginning. */
const within = (time: number | null, at: number): number =>
  time !== null && time >= at && time - at < LONGEST_MS ? Math.round(time) : at
const LONGEST_MS = 31 * 24 * 3600_000

/** Throws Implausible. */
export function spanEvents(span: Span, at: number, who: Context): EventsRead {
  const read = span.events.flatMap(({ name: event, time, attributes }, i) => {
    const told = { attributes, at: within(time, at), key: `${spanKey(span)}#${i}`, who, span }
    return EVENTS.get(event)?.(told) ?? []
  })
  return {
    facts: read.flatMap(({ facts }) => facts),
    session: Object.assign({}, ...read.map(({ session }) => session)),
  }
}
