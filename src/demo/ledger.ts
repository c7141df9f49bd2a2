/** Collects the facts as they are told and keeps the true sums that a reader of them must arrive at. */
import type { Fact, ModelCall, SessionFact } from '../facts/index.ts'
import { toldAt } from './telling.ts'

/** Sums over all facts of the story. */
export interface DemoSummary {
  /** Facts by type. */
  facts: Record<string, number>
  modelCalls: number
  failedCalls: number
  callsByModel: Record<string, number>
  /** `reasoning` is a part of `out`; the other four are disjoint. */
  tokens: { in_uncached: number; cache_read: number; cache_write: number; out: number; reasoning: number }
  /** What calls told as their cost, in millionths of a USD: whole numbers, so that sums are exact. */
  reportedMicroUsd: number
  messages: number
  humanMessages: number
  toolCalls: number
  toolCallsByTool: Record<string, number>
  /** Sessions that no other session started. */
  sessions: number
  subagentSessions: number
  /** The same sessions by day of their start, UTC, as YYYY-MM-DD. */
  sessionsByDay: Record<string, number>
  mergedPullRequests: number
}

function nothing(): DemoSummary {
  return {
    facts: {},
    modelCalls: 0,
    failedCalls: 0,
    callsByModel: {},
    tokens: { in_uncached: 0, cache_read: 0, cache_write: 0, out: 0, reasoning: 0 },
    reportedMicroUsd: 0,
    messages: 0,
    humanMessages: 0,
    toolCalls: 0,
    toolCallsByTool: {},
    sessions: 0,
    subagentSessions: 0,
    sessionsByDay: {},
    mergedPullRequests: 0,
  }
}

function count(into: Record<string, number>, key: string): void {
  into[key] = (into[key] ?? 0) + 1
}

export class Ledger {
  readonly summary: DemoSummary = nothing()
  readonly end: number
  #facts: Fact[] = []

  constructor(end: number) {
    this.end = end
  }

  /** What lies after the end has not happened. */
  add(fact: Fact | null): void {
    if (!fact || toldAt(fact) >= this.end) return
    this.#facts.push(fact)
    this.#tally(fact)
  }

  /** What was added since the last time. */
  take(): Fact[] {
    const facts = this.#facts
    this.#facts = []
    return facts
  }

  #tally(fact: Fact): void {
    const sum = this.summary
    count(sum.facts, fact.type)
    if (fact.type === 'model_call') this.#call(fact)
    else if (fact.type === 'session') this.#session(fact)
    else if (fact.type === 'message') {
      sum.messages++
      if (fact.human) sum.humanMessages++
    } else if (fact.type === 'tool_call') {
      sum.toolCalls++
      count(sum.toolCallsByTool, fact.tool)
    } else if (fact.type === 'pull_request' && fact.merged_at) sum.mergedPullRequests++
  }

  #call(call: ModelCall): void {
    const { summary: sum } = this
    sum.modelCalls++
    if (call.status === 'error') sum.failedCalls++
    count(sum.callsByModel, call.model ?? '')
    sum.tokens.in_uncached += call.in_uncached ?? 0
    sum.tokens.cache_read += call.cache_read ?? 0
    sum.tokens.cache_write += call.cache_write ?? 0
    sum.tokens.out += call.out ?? 0
    sum.tokens.reasoning += call.reasoning ?? 0
    sum.reportedMicroUsd += Math.round((call.cost_usd ?? 0) * 1e6)
  }

  #session(session: SessionFact): void {
    const { summary: sum } = this
    if (session.parent_session) {
      sum.subagentSessions++
      return
    }
    sum.sessions++
    count(sum.sessionsByDay, new Date(session.started_at ?? 0).toISOString().slice(0, 10))
  }
}
