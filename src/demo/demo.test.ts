/** The invented organisation: that it is the same each time, well formed, believable, and adds up. */
import { calcPrice } from '@pydantic/genai-prices'
import { describe, expect, it } from 'vitest'
import { inputSchema } from '../facts/fact.ts'
import { FACT_TYPES, type Fact, factType, isEvent, type ModelCall, type SessionFact } from '../facts/index.ts'
import { extensionOf, languageOf } from '../sources/language.ts'
import { DAY } from './calendar.ts'
import { type DemoOptions, demoFacts, demoSummary } from './index.ts'

/** A Thursday afternoon; the summer time of two of the zones ends within the 90 days before it. */
const END = Date.UTC(2025, 10, 20, 14, 30)
const SMALL: DemoOptions = { people: 8, days: 12, end: END }

const batches = [...demoFacts({ end: END })]
const facts = batches.flat()
const summary = demoSummary({ end: END })

function of<T extends Fact['type']>(type: T, from: Fact[] = facts): Extract<Fact, { type: T }>[] {
  return from.filter((f) => f.type === type) as Extract<Fact, { type: T }>[]
}
const timeOf = (fact: Fact): number => (isEvent(fact) ? fact.at : fact.observed_at)
const keyOf = (fact: Fact): string => (isEvent(fact) ? fact.keys.join() : `${fact.type} ${fact.id}`)
const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10)

const sessions = of('session')
const calls = of('model_call')
const answered = calls.filter((c) => c.status === 'ok')
const service = new Set(of('member').flatMap((m) => (m.kind === 'service' ? [m.user] : [])))
const byPeople = sessions.filter((s) => !s.parent_session && !service.has(s.user))

function grouped<T, K>(items: readonly T[], by: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const group = groups.get(by(item))
    if (group) group.push(item)
    else groups.set(by(item), [item])
  }
  return groups
}

function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(share * (sorted.length - 1))] as number
}

const INTERNAL = ['parser_version', 'completeness', 'owner_rank']
const times = new Map<string, string[]>()

function timesOf(type: string): string[] {
  const fields = Object.entries(factType(type)?.fields ?? {})
  const names = times.get(type) ?? [
    'at',
    'observed_at',
    ...fields.flatMap(([n, f]) => (f.kind === 'time' ? [n] : [])),
  ]
  times.set(type, names)
  return names
}

/** The fact as somebody would send it to the API. */
function asSent(fact: Fact): Record<string, unknown> {
  const sent: Record<string, unknown> = { ...fact }
  for (const name of INTERNAL) delete sent[name]
  for (const name of timesOf(fact.type)) {
    if (typeof sent[name] === 'number') sent[name] = new Date(sent[name]).toISOString()
  }
  return sent
}

describe('identity', () => {
  it('tells the same story for the same options, and another one for another seed', () => {
    const once = [...demoFacts(SMALL)]
    expect([...demoFacts(SMALL)]).toEqual(once)
    expect([...demoFacts({ ...SMALL, seed: 2 })]).not.toEqual(once)
  })

  it('gives every fact an identity of its own', () => {
    const keys = new Set(facts.map(keyOf))
    expect(keys.size).toBe(facts.length)
    const foreign = facts.filter((f) => isEvent(f) && !f.keys[0]?.startsWith(`demo/${f.type}:`))
    expect(foreign).toEqual([])
  })

  it('names the person it is about', () => {
    expect(facts.filter((f) => isEvent(f) && f.subject !== (f.user ?? null))).toEqual([])
    expect(sessions.filter((s) => s.subject !== s.user)).toEqual([])
  })
})

/** Types of which there are thousands. */
const COMMON = new Set(['model_call', 'tool_call', 'message', 'file_change', 'commit', 'feature_use'])

describe('form', () => {
  it('fits the input schema of every type', () => {
    const types = FACT_TYPES.map((type) => [type.name, inputSchema(type)] as const)
    const schemas = new Map<string, (typeof types)[number][1]>(types)
    // A few thousand, of every type and day.
    const some = facts.filter((f, i) => !COMMON.has(f.type) || i % 11 === 0)
    expect(new Set(some.map((f) => f.type))).toEqual(new Set(facts.map((f) => f.type)))
    const refused = some.flatMap((f) => {
      const result = schemas.get(f.type)?.safeParse(asSent(f))
      return result?.success
        ? []
        : [[f.type, result?.error?.issues[0]?.path, result?.error?.issues[0]?.message]]
    })
    expect(refused).toEqual([])
  }, 60_000)

  it('says who told it and how surely', () => {
    const others = facts.filter((f) => f.source !== 'demo' || f.parser_version !== 1)
    const unsure = facts.filter((f) => isEvent(f) && (f.completeness !== 2 || f.owner_rank !== 0))
    expect([others, unsure]).toEqual([[], []])
  })

  it('comes in batches, newest day first', () => {
    expect(Math.max(...batches.map((b) => b.length))).toBeLessThanOrEqual(5000)
    expect(Math.min(...batches.map((b) => b.length))).toBeGreaterThan(0)
    const newest = batches.map((b) => Math.max(...b.map(timeOf)))
    newest.slice(1).forEach((at, i) => {
      expect(at).toBeLessThan((newest[i] as number) + DAY)
    })
    expect(isoDay(newest[0] as number)).toBe(isoDay(END - 1))
    expect(newest.at(-1)).toBeLessThan(END - 86 * DAY)
  })

  it('refers only to what it tells', () => {
    const known = new Set(sessions.map((s) => s.id))
    const items = new Set(of('work_item').map((i) => i.id))
    const pulls = new Set(of('pull_request').map((p) => p.id))
    const asked = facts.flatMap((f) => ('session' in f && f.session ? [f.session] : []))
    asked.push(
      ...sessions.flatMap((s) => s.parent_session ?? []),
      ...of('pull_request').flatMap((p) => p.sessions ?? []),
    )
    expect(asked.length).toBeGreaterThan(100_000)
    expect(asked.filter((id) => !known.has(id))).toEqual([])
    expect(of('station_visit').filter((v) => !items.has(v.work_item ?? ''))).toEqual([])
    expect(of('review').filter((r) => !pulls.has(r.pr))).toEqual([])
  })
})

/** Every instant a fact tells of, and where a duration after its time leads. */
function instantsOf(fact: Fact): number[] {
  const all: Record<string, unknown> = { ...fact }
  const lasts = Number(all.latency_ms ?? (fact.type === 'tool_call' ? all.duration_ms : 0) ?? 0)
  return [
    timeOf(fact),
    timeOf(fact) + lasts,
    ...timesOf(fact.type).flatMap((name) => (all[name] as number | null) ?? []),
  ]
}

describe('time', () => {
  /** All through a working day on which many begin, so that each kind of happening is cut off in its midst. */
  const stories = Array.from({ length: 24 }, (_, i) => {
    const end = END - i * 37 * 60_000
    return { end, facts: [...demoFacts({ people: 200, days: 1, end })].flat() }
  })

  it('tells nothing that lies after the end or before the first day', () => {
    for (const { end, facts: told } of stories) {
      const first = Math.floor((end - 1) / DAY) * DAY
      expect(told.filter((f) => instantsOf(f).some((at) => at >= end))).toEqual([])
      const early = told.filter((f) => f.type !== 'member' && instantsOf(f).some((at) => at < first))
      expect(early).toEqual([])
    }
  })

  it('has states of which the end is open', () => {
    const story = stories.flatMap((s) => s.facts)
    expect(of('session', story).filter((s) => !s.ended_at && s.status === null).length).toBeGreaterThan(0)
    expect(
      of('station_visit', story).filter((v) => !v.exited_at && v.outcome === null).length,
    ).toBeGreaterThan(0)
    expect(of('session', story).filter((s) => s.ended_at && !s.status)).toEqual([])
    expect(of('incident').some((i) => i.status === 'open')).toBe(true)
  })

  it('begins with a few pilots and spreads', () => {
    const users = (from: number, to: number) =>
      new Set(
        byPeople.flatMap((s) =>
          (s.started_at ?? 0) >= END - from * DAY && (s.started_at ?? 0) < END - to * DAY ? [s.user] : [],
        ),
      ).size
    expect(users(90, 80)).toBeLessThanOrEqual(8)
    expect(users(90, 80)).toBeGreaterThanOrEqual(2)
    expect(users(60, 50)).toBeGreaterThan(users(90, 80) * 1.5)
    expect(users(10, 0)).toBeGreaterThanOrEqual(25)
  })

  it('has people who tried and stopped, and a tail of power users', () => {
    const last = grouped(byPeople, (s) => s.user)
    const stopped = [...last.values()].filter((own) => own.every((s) => (s.started_at ?? 0) < END - 30 * DAY))
    expect(stopped.length).toBeGreaterThanOrEqual(2)
    const counts = [...last.values()].map((own) => own.length)
    expect(quantile(counts, 0.95)).toBeGreaterThan(4 * quantile(counts, 0.5))
  })

  it('is quiet on weekends and on one holiday', () => {
    const perDay = grouped(byPeople, (s) => isoDay(s.started_at ?? 0))
    const days = Array.from({ length: 40 }, (_, i) => isoDay(END - (i + 1) * DAY)).map((day) => ({
      weekend: [0, 6].includes(new Date(day).getUTCDay()),
      sessions: perDay.get(day)?.length ?? 0,
    }))
    const worked = days.filter((d) => !d.weekend).map((d) => d.sessions)
    const free = days.filter((d) => d.weekend).map((d) => d.sessions)
    expect(quantile(free, 0.5)).toBeLessThan(quantile(worked, 0.5) / 4)
    expect(quantile(free, 0.9)).toBeLessThan(quantile(worked, 0.5) / 2)
    expect(worked.filter((n) => n < quantile(worked, 0.5) / 3).length).toBe(1)
  })

  it('follows working hours', () => {
    const hours = byPeople.map((s) => new Date(s.started_at ?? 0).getUTCHours())
    const share = hours.filter((h) => h >= 22 || h < 2).length / hours.length
    expect(share).toBeGreaterThan(0)
    expect(share).toBeLessThan(0.1)
  })
})

describe('who and with what', () => {
  it('has every member and every harness at work', () => {
    const users = new Set(calls.map((c) => c.user))
    expect(of('member')).toHaveLength(42)
    expect(of('member').filter((m) => !users.has(m.user))).toEqual([])
    expect(of('member').filter((m) => m.left_at)).toHaveLength(2)
    const harnesses = new Set(byPeople.map((s) => s.harness))
    expect([...harnesses].sort()).toEqual([
      'claude-code',
      'codex',
      'copilot',
      'droid',
      'gemini-cli',
      'opencode',
    ])
    expect([...new Set(sessions.map((s) => s.client))].sort()).toEqual([
      'ci',
      'ide',
      'non-interactive',
      'terminal',
      'web',
    ])
  })

  it('has all kinds of facts and of ends', () => {
    const { readiness_report, ...types } = { readiness_report: 0, ...summary.facts }
    expect(Object.keys(types)).toHaveLength(20)
    expect(new Set(of('tool_call').map((t) => t.status))).toEqual(new Set(['ok', 'error', 'rejected']))
    expect(new Set(of('tool_call').map((t) => t.tool)).size).toBe(11)
    expect(new Set(of('tool_call').flatMap((t) => t.mcp_server ?? []))).toEqual(
      new Set(['github', 'linear', 'postgres', 'playwright']),
    )
    expect(new Set(of('tool_call').map((t) => t.autonomy_mode)).size).toBe(5)
    expect(new Set(of('feature_use').map((f) => f.kind)).size).toBe(4)
    expect(new Set(of('file_change').map((f) => f.op)).size).toBe(3)
    // Languages are those that transcripts of real work would tell.
    const changed = new Map(of('file_change').map((f) => [f.path, [f.extension, f.language]]))
    const wrong = [...changed].filter(
      ([path, told]) => `${told}` !== `${[extensionOf(path), languageOf(path)]}`,
    )
    expect(wrong).toEqual([])
    expect(new Set(of('handoff').map((h) => h.decision)).size).toBe(3)
    expect(of('cost_entry').filter((c) => c.kind === 'seat').length).toBeGreaterThan(40)
  })

  it('keeps subagents within the session that started them', () => {
    const byId = new Map(sessions.map((s) => [s.id, s]))
    const subagents = sessions.filter((s) => s.parent_session)
    expect(subagents.length).toBeGreaterThan(100)
    const outside = subagents.filter((s) => {
      const parent = byId.get(s.parent_session ?? '') as SessionFact
      return (s.started_at ?? 0) < (parent.started_at ?? 0) || (s.ended_at ?? 0) > (parent.ended_at ?? END)
    })
    expect(outside).toEqual([])
  })
})

const inputOf = (c: ModelCall): number => (c.in_uncached ?? 0) + (c.cache_read ?? 0) + (c.cache_write ?? 0)

describe('tokens and money', () => {
  it('has the sizes of real calls', () => {
    const reads = answered.map((c) => c.cache_read ?? 0)
    expect(quantile(reads, 0.1)).toBeGreaterThan(10_000)
    expect(quantile(reads, 0.9)).toBeLessThan(150_000)
    const writes = answered.filter((c) => c.provider === 'anthropic').map((c) => c.cache_write ?? 0)
    expect(quantile(writes, 0.5)).toBeGreaterThan(1000)
    expect(quantile(writes, 0.9)).toBeLessThan(6000)
    const out = answered.map((c) => c.out ?? 0)
    expect(quantile(out, 0.1)).toBeGreaterThanOrEqual(100)
    expect(quantile(out, 0.95)).toBeLessThan(2000)
    expect(Math.max(...answered.map(inputOf))).toBeLessThanOrEqual(150_000)
    const parts = calls.filter(
      (c) => (c.reasoning ?? 0) > (c.out ?? 0) || (c.cache_write_1h ?? 0) > (c.cache_write ?? 0),
    )
    expect(parts).toEqual([])
  })

  it('reads more from the cache the longer a conversation is', () => {
    const own = grouped(answered, (c) => c.session)
    const long = [...own.values()].filter((all) => all.length >= 12)
    const mean = (n: number) => long.reduce((sum, all) => sum + (all[n]?.cache_read ?? 0), 0) / long.length
    expect(long.length).toBeGreaterThan(300)
    expect(mean(11)).toBeGreaterThan(mean(1) * 1.5)
  })

  it('has a price for all but the model of the house', () => {
    const models = new Map(answered.map((c) => [c.model, c]))
    const unpriced = [...models.values()].filter((c) => {
      const usage = {
        input_tokens: inputOf(c),
        cache_read_tokens: c.cache_read ?? 0,
        output_tokens: c.out ?? 0,
      }
      return !calcPrice(usage, c.model ?? '', { providerId: c.provider ?? '' })
    })
    expect(models.size).toBeGreaterThanOrEqual(10)
    expect(unpriced.map((c) => c.model)).toEqual(['acme-internal-coder'])
    const share = (summary.callsByModel['acme-internal-coder'] ?? 0) / summary.modelCalls
    expect(share).toBeGreaterThan(0.002)
    expect(share).toBeLessThan(0.06)
  })

  it('reports about what the price list says, on calls of some harnesses only', () => {
    const told = answered.filter((c) => c.cost_usd !== null)
    expect([...new Set(told.map((c) => c.harness))].sort()).toEqual(['copilot', 'droid', 'opencode'])
    const off = told.filter((c) => {
      const usage = {
        input_tokens: inputOf(c),
        cache_read_tokens: c.cache_read ?? 0,
        cache_write_tokens: c.cache_write ?? 0,
        output_tokens: c.out ?? 0,
      }
      const listed = calcPrice(usage, c.model ?? '', { providerId: c.provider ?? '' })?.total_price ?? 0
      return Math.abs(listed / (c.cost_usd ?? 0) - 1) > 0.02
    })
    expect(off).toEqual([])
  })
})

describe('sums', () => {
  it('has the size that was asked for', () => {
    expect(facts.length).toBeGreaterThan(150_000)
    expect(facts.length).toBeLessThan(300_000)
  })

  it('equals the summary', () => {
    const count = (values: (string | undefined | null)[]) =>
      Object.fromEntries([...grouped(values, (v) => v ?? '')].map(([key, all]) => [key, all.length]))
    const sum = (pick: (c: ModelCall) => number | null | undefined) =>
      calls.reduce((all, c) => all + (pick(c) ?? 0), 0)
    const messages = of('message')
    const tools = of('tool_call')
    const roots = sessions.filter((s) => !s.parent_session)
    expect(summary).toEqual({
      facts: count(facts.map((f) => f.type)),
      modelCalls: calls.length,
      failedCalls: calls.length - answered.length,
      callsByModel: count(calls.map((c) => c.model)),
      tokens: {
        in_uncached: sum((c) => c.in_uncached),
        cache_read: sum((c) => c.cache_read),
        cache_write: sum((c) => c.cache_write),
        out: sum((c) => c.out),
        reasoning: sum((c) => c.reasoning),
      },
      reportedMicroUsd: sum((c) => Math.round((c.cost_usd ?? 0) * 1e6)),
      messages: messages.length,
      humanMessages: messages.filter((m) => m.human).length,
      toolCalls: tools.length,
      toolCallsByTool: count(tools.map((t) => t.tool)),
      sessions: roots.length,
      subagentSessions: sessions.length - roots.length,
      sessionsByDay: count(roots.map((s) => isoDay(s.started_at ?? 0))),
      mergedPullRequests: of('pull_request').filter((p) => p.merged_at).length,
    })
  })

  it('grows with the people and the days', () => {
    const { sessions: few } = demoSummary(SMALL)
    expect(few).toBeGreaterThan(20)
    expect(few).toBeLessThan(summary.sessions / 10)
    expect([...demoFacts({ people: 1, days: 1, end: END })].flat().length).toBeGreaterThan(2)
  })
})
