/** Random worlds: happenings told by several sources, in forks, partly and repeatedly; and what must come of them. */
import fc from 'fast-check'
import type { EventFact, SessionFact } from '../../src/facts/index.ts'
import { call, change, DAY, fact, message, NOON, OTLP, session, TRANSCRIPT, tool } from './facts.ts'

const TYPES = ['model_call', 'tool_call', 'message', 'file_change', 'feature_use'] as const
type Type = (typeof TYPES)[number]

/** Around midnight and around the borders of quarter-hours; all within a day of each other. */
const MIDNIGHT = NOON + DAY / 2
const TIMES = [0, 1, -1, 899_999, 900_000, -900_000, -900_001, 300_001, 7_200_000, -7_200_000].map(
  (t) => MIDNIGHT + t,
)
const JITTER = [0, 0, 1, -1, 1000, 600_000, -600_000, 14_400_000, -14_400_000]
const SESSIONS = ['s-a', 's-b', 's-c', '']

interface Happening {
  type: Type
  at: number
}
interface Told {
  happening: number
  source: string
  level: number
  keys: number
  jitter: number
  rank: number
  session: number
  user: boolean
  /** A second happening of the same type whose key this telling carries too. */
  joins: number | null
}

export interface World {
  events: EventFact[]
  states: SessionFact[]
}

const source = fc.constantFrom(TRANSCRIPT, TRANSCRIPT, OTLP, 'api', 'codex/transcript')

const told: fc.Arbitrary<Told> = fc.record({
  happening: fc.nat(7),
  source,
  level: fc.nat(2),
  keys: fc.integer({ min: 1, max: 7 }),
  jitter: fc.constantFrom(...JITTER),
  rank: fc.nat(2),
  session: fc.nat(SESSIONS.length - 1),
  user: fc.boolean(),
  joins: fc.option(fc.nat(7), { freq: 8 }),
})

const stateTold: fc.Arbitrary<SessionFact> = fc
  .record({
    id: fc.constantFrom('s-a', 's-b', 's-c', 's-d'),
    observed_at: fc.constantFrom(...TIMES),
    source,
    user: fc.constantFrom(null, 'state@x', 'late@x'),
    project: fc.constantFrom(null, 'p1', 'p2'),
    kind: fc.constantFrom(null, 'interactive' as const, 'headless' as const),
    started_at: fc.constantFrom(null, null, ...TIMES),
    ended_at: fc.constantFrom(null, null, ...TIMES),
  })
  .map((s) => session(s))

export const world: fc.Arbitrary<World> = fc
  .record({
    happenings: fc.array(fc.record({ type: fc.constantFrom(...TYPES), at: fc.constantFrom(...TIMES) }), {
      minLength: 8,
      maxLength: 8,
    }),
    told: fc.array(told, { minLength: 1, maxLength: 25 }),
    states: fc.array(stateTold, { maxLength: 5 }),
  })
  .map(({ happenings, told, states }) => ({ events: told.map((t) => tell(happenings, t)), states }))

/** What a source says of a happening depends on the happening, the source and how complete the telling is. */
function tell(happenings: Happening[], t: Told): EventFact {
  const it = happenings[t.happening] as Happening
  const other = t.joins === null ? undefined : happenings[t.joins]
  const keys = [0, 1, 2].filter((k) => t.keys & (1 << k)).map((k) => `h${t.happening}:${k}`)
  if (other && other.type === it.type) keys.push(`h${t.joins}:0`)
  const n = (t.happening + 1) * 100 + t.level * 10
  const common = {
    keys,
    at: it.at + t.jitter,
    source: t.source,
    completeness: t.level,
    owner_rank: t.rank,
    session: SESSIONS[t.session] || null,
    user: t.user && t.session > 0 ? `user-${t.session}@x` : null,
  }
  const exact = t.source.endsWith('/transcript')
  switch (it.type) {
    case 'model_call':
      return call({
        ...common,
        model: t.source === OTLP ? null : 'claude-sonnet-4-5',
        in_uncached: n,
        out: n + 1,
        cache_write: exact ? n + 2 : null,
        cache_write_1h: t.source === 'api' ? n + 5 : null,
        cost_usd: t.source === OTLP && t.level > 1 ? n / 100 : null,
        latency_ms: exact ? null : n + 3,
        ttft_ms: t.source === OTLP ? t.level : null,
        attempts: exact ? null : 1 + t.level,
        status: t.source === OTLP ? (t.level > 0 ? 'error' : 'ok') : null,
        error_type: t.level > 0 ? '529' : null,
      })
    case 'tool_call':
      return tool({
        ...common,
        tool: `T${t.happening % 2}`,
        status: t.level > 0 ? 'ok' : exact ? 'unknown' : null,
        duration_ms: exact ? null : n,
        decision: t.source === OTLP ? 'user' : null,
        risk_proposed: t.source === 'api' ? 'high' : null,
      })
    case 'message':
      return message({
        ...common,
        role: t.happening % 2 ? 'user' : 'assistant',
        human: exact ? t.level > 0 : null,
      })
    case 'file_change':
      return change({ ...common, path: `f${t.happening}.ts`, added: n, removed: exact ? t.level : null })
    default:
      return fact({ ...common, type: 'feature_use', kind: 'skill', name: `n${t.happening}` }) as EventFact
  }
}
