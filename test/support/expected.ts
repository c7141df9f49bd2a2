/** What the rollups must say of a world, worked out fact by fact in the plainest way: no engine, no order, no batches. */
import type { EventFact, SessionFact } from '../../src/facts/index.ts'
import { packFacts } from '../../src/ingest/packer.ts'
import { stateRow } from '../../src/ingest/row.ts'
import { costOf, ratesFor } from '../../src/prices/index.ts'
import type { World } from './world.ts'

type Values = Record<string, unknown>
export type Lines = string[]
export interface Expected {
  facts: number
  usage: Lines
  tools: Lines
  activity: Lines
  changes: Lines
  performance: Lines
  execution: Lines
  sessions: Lines
}

const QUARTER = 900_000
const known = (v: unknown) => v !== null && v !== undefined && v !== ''
const countsRank = (s: string) => (s.endsWith('/transcript') ? 1 : s.endsWith('/otlp') ? 2 : 3)
const timingRank = (s: string) => (s.endsWith('/otlp') ? 1 : s.endsWith('/transcript') ? 3 : 2)
const CONTEXT = ['user', 'harness', 'client', 'agent', 'project', 'repo'] as const

/** Bins of 2 %, counted from 1 ms, which is bin 1; 0 ms is 0. */
const bin = (ms: unknown) => (ms === 0 ? 0 : 1 + Math.round(Math.log(Number(ms)) / Math.log(1.02)))

/** One fact as all sources together tell it. */
interface Merged {
  type: string
  at: number
  session: string
  /** Value of a field by the most trusted source that knows it. */
  value(field: string, rank?: (source: string) => number): unknown
}

export function expected(world: World, org: string): Expected {
  const facts = groups(world.events).map(merge)
  const states = new Map<string, Values>()
  for (const s of world.states)
    states.set(
      s.id,
      mergeState(
        world.states.filter((o) => o.id === s.id),
        org,
      ),
    )
  const who = (f: Merged) =>
    CONTEXT.map((c) => (known(f.value(c)) ? f.value(c) : (states.get(f.session)?.[c] ?? '')))
  const number = (v: unknown) => Number(v ?? 0)

  const usage = new Sums()
  const tools = new Sums()
  const activity = new Sums()
  const changes = new Sums()
  const performance = new Sums()
  const execution = new Sums()
  for (const f of facts) {
    const bucket = f.at - (f.at % QUARTER)
    const key = [bucket, ...who(f)]
    if (f.type === 'model_call') {
      const count = (c: string) => number(f.value(c))
      const written = count('cache_write')
      const hour = Math.min(count('cache_write_1h'), written)
      const reported = f.value('cost_usd', timingRank)
      const cost = costInNano(f)
      usage.add(
        [...key, f.value('provider') ?? '', f.value('model') ?? ''],
        [
          1,
          count('in_uncached'),
          count('cache_read'),
          written,
          hour,
          count('out'),
          cost,
          known(reported) ? 1 : 0,
        ],
      )
      usage.add([...key, 'errors'], [f.value('status', timingRank) === 'error' ? 1 : 0])
      const [status, error, latency, ttft, attempts] = [
        'status',
        'error_type',
        'latency_ms',
        'ttft_ms',
        'attempts',
      ].map((c) => f.value(c, timingRank))
      if ([latency, ttft, attempts].some(known) || status === 'error') {
        const call = [...key, f.value('model') ?? '', status, status === 'error' ? error : '']
        const tries = [number(attempts), known(attempts) ? 1 : 0, number(attempts) > 1 ? 1 : 0]
        performance.add(call, [1, number(latency), number(ttft), ...tries])
        if (known(latency)) performance.add([...call, 'latency', bin(latency)], [1])
        if (known(ttft)) performance.add([...call, 'ttft', bin(ttft)], [1])
      }
    }
    if (f.type === 'tool_call') {
      const duration = f.value('duration_ms', timingRank)
      tools.add(
        [...key, f.value('tool')],
        [1, f.value('status') === 'ok' ? 1 : 0, number(duration), known(duration) ? 1 : 0],
      )
      const [decision, risk, mode] = [f.value('decision'), f.value('risk_proposed'), f.value('autonomy_mode')]
      if ([duration, decision, risk, mode].some(known)) {
        const run = [...key, f.value('tool'), f.value('status'), decision, risk]
        execution.add(run, [1, number(duration)])
        if (known(duration)) execution.add([...run, 'duration', bin(duration)], [1])
      }
    }
    if (f.type === 'file_change') {
      changes.add(
        [...key, f.session, f.value('path')],
        [
          1,
          number(f.value('added')),
          number(f.value('removed')),
          Math.min(number(f.value('added')), number(f.value('removed'))),
        ],
      )
    }
    if (f.type !== 'file_change' && f.type !== 'feature_use') activity.add(key, activityOf(f))
  }
  return {
    facts: facts.length,
    usage: usage.lines(),
    tools: tools.lines(),
    activity: activity.lines(),
    changes: changes.lines(),
    performance: performance.lines(),
    execution: execution.lines(),
    sessions: sessionLines(facts, states, world.states),
  }
}

function activityOf(f: Merged): number[] {
  const assistant = f.type === 'message' && f.value('role') === 'assistant'
  const human = f.type === 'message' && !assistant && f.value('human') === true
  return [human, assistant, f.type === 'model_call', f.type === 'tool_call'].map(Number)
}

function costInNano(f: Merged): number {
  const name = {
    provider: String(f.value('provider') ?? ''),
    model: String(f.value('model') ?? ''),
    tier: 'standard',
  }
  const call = {
    at: f.at,
    in_uncached: f.value('in_uncached'),
    cache_read: f.value('cache_read'),
    cache_write: f.value('cache_write'),
    cache_write_1h: f.value('cache_write_1h'),
    out: f.value('out'),
    cost_usd: f.value('cost_usd', timingRank),
  } as Parameters<typeof costOf>[0]
  return Number(costOf(call, ratesFor(name)) ?? 0n)
}

/** Tellings that share a key, directly or through others, are one fact. */
function groups(events: readonly EventFact[]): EventFact[][] {
  const parent = events.map((_, i) => i)
  const root = (i: number): number => (parent[i] === i ? i : root(parent[i] as number))
  const first = new Map<string, number>()
  for (const [i, f] of events.entries()) {
    for (const key of f.keys) {
      const other = first.get(`${f.type} ${key}`)
      if (other === undefined) first.set(`${f.type} ${key}`, i)
      else parent[root(i)] = root(other)
    }
  }
  const out = new Map<number, EventFact[]>()
  for (const [i, f] of events.entries()) out.set(root(i), [...(out.get(root(i)) ?? []), f])
  return [...out.values()]
}

const version = (f: EventFact) => packFacts([f]).events.groups[0]?.ver[0] as bigint
const OWNED = new Set<string>([...CONTEXT, 'branch', 'session'])

function merge(tellings: EventFact[]): Merged {
  const bySource = [...new Set(tellings.map((t) => t.source))].map((source) => {
    const mine = tellings.filter((t) => t.source === source)
    const best = mine.reduce((a, b) => (version(b) > version(a) ? b : a))
    const owner = mine.reduce((a, b) => (ownerOrder(b) < ownerOrder(a) ? b : a))
    return { source, best, owner, at: Math.min(...mine.map((t) => t.at)) }
  })
  const first = bySource.toSorted(
    (a, b) => countsRank(a.source) - countsRank(b.source) || a.at - b.at,
  )[0] as (typeof bySource)[number]
  const value = (field: string, rank = countsRank) => {
    const order = bySource.toSorted(
      (a, b) => rank(a.source) - rank(b.source) || (a.source < b.source ? -1 : 1),
    )
    for (const o of order) {
      const v = ((OWNED.has(field) ? o.owner : o.best) as unknown as Values)[field]
      if (known(v)) return v
    }
    return null
  }
  return { type: first.best.type, at: first.at, session: String(value('session') ?? ''), value }
}

/** The less, the stronger the claim: rank, a known session, its name, more that is known. */
function ownerOrder(f: EventFact): string {
  const values = f as unknown as Values
  const missing = CONTEXT.filter((c) => !known(values[c])).length
  return [f.owner_rank, known(values.session) ? 0 : 1, values.session ?? '', missing].join('\u0000')
}

function mergeState(tellings: SessionFact[], org: string): Values {
  const order = tellings
    .map((t) => ({ t: t as unknown as Values, row: stateRow(t, org) }))
    .sort(
      (a, b) =>
        Number(a.t.observed_at) - Number(b.t.observed_at) ||
        compare(BigInt(String(a.row.hash)), BigInt(String(b.row.hash))),
    )
  const out: Values = {}
  for (const { t } of order) for (const [k, v] of Object.entries(t)) if (known(v)) out[k] = v
  return out
}
const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0)

function sessionLines(facts: Merged[], states: Map<string, Values>, told: readonly SessionFact[]): Lines {
  const ids = new Set([
    ...facts.filter((f) => f.type !== 'feature_use').map((f) => f.session),
    ...states.keys(),
  ])
  ids.delete('')
  return [...ids]
    .map((id) => {
      const mine = facts
        .filter((f) => f.session === id && f.type !== 'feature_use')
        .sort((a, b) => a.at - b.at)
      const seen = told.filter((s) => s.id === id).map((s) => s.observed_at)
      const state = states.get(id)
      const first = mine[0]?.at ?? Math.min(...seen)
      const start = Number(state?.started_at ?? first)
      const last = Math.max(mine.at(-1)?.at ?? Math.max(...seen), start)
      let engaged = 0
      let user = 0
      for (const [i, f] of mine.entries()) {
        const gap = i > 0 ? Math.min(300_000, f.at - (mine[i - 1] as Merged).at) : 0
        engaged += gap
        if (mine.some((o) => o.at === f.at && activityOf(o)[0] === 1)) user += gap
      }
      const parts = [0, 0, 0, 0, 0]
      for (const f of mine) {
        if (f.type === 'file_change') parts[4] = (parts[4] ?? 0) + 1
        else for (const [i, n] of activityOf(f).entries()) parts[i] = (parts[i] ?? 0) + n
      }
      const who = (c: string) =>
        state?.[c] ??
        mine
          .map((f) => ({ at: f.at, v: String(f.value(c) ?? '') }))
          .filter((o) => o.v !== '')
          .sort((a, b) => a.at - b.at || (a.v < b.v ? -1 : 1))[0]?.v ??
        ''
      return [
        id,
        who('user'),
        who('project'),
        state?.kind ?? '',
        start,
        last,
        (mine.at(-1)?.at ?? 0) > Number(state?.ended_at ?? 0) + 60_000 ? '' : (state?.ended_at ?? ''),
        engaged,
        user,
        ...parts,
      ].join('|')
    })
    .sort()
}

class Sums {
  readonly #sums = new Map<string, number[]>()
  add(key: unknown[], values: number[]): void {
    const k = key.map((v) => v ?? '').join('|')
    const old = this.#sums.get(k) ?? values.map(() => 0)
    this.#sums.set(
      k,
      old.map((v, i) => v + (values[i] ?? 0)),
    )
  }
  lines(): Lines {
    return [...this.#sums]
      .map(([k, v]) => `${k} = ${v.join(',')}`)
      .filter((l) => !l.endsWith('errors = 0'))
      .sort()
  }
}
