/** What the generated transcripts really tell, tallied while it is decided and never read back from the files. */

export interface Tokens {
  calls: number
  in_uncached: number
  cache_read: number
  cache_write: number
  /** The part of cache_write that lives for one hour. */
  cache_write_1h: number
  out: number
  /** A part of out; left out where the agent tells none. */
  reasoning?: number
}

export type ToolStatus = 'ok' | 'error' | 'rejected' | 'unknown'
export type ChangeOp = 'create' | 'edit' | 'delete'

export interface Truth {
  parameters: { mb: number; seed: number; from: string; to: string }
  files: number
  bytes: number
  rows: number
  total: Tokens
  models: Record<string, Tokens>
  /** By UTC day of a call: where it is written in several rows, of the earliest. */
  days: Record<string, Tokens>
  sessions: number
  subagents: number
  human_messages: number
  slash_commands: number
  tools: Record<string, Record<ToolStatus, number>>
  tool_calls: number
  file_changes: Partial<Record<ChangeOp, { changes: number; added: number; removed: number }>>
  commits: { commits: number; added: number; removed: number }
  pull_requests: number
  /** How often there is what a reader must not count, to explain a reader that does. */
  traps: Record<string, number>
  /** By how much about the total would be wrong for a reader that makes one mistake; lost tokens are negative. */
  mistakes: Record<string, Tokens>
}

export const none = (): Tokens => ({
  calls: 0,
  in_uncached: 0,
  cache_read: 0,
  cache_write: 0,
  cache_write_1h: 0,
  out: 0,
})

export function add(into: Tokens, tokens: Partial<Tokens>, sign = 1): void {
  for (const key of Object.keys(tokens) as (keyof Tokens)[])
    into[key] = (into[key] ?? 0) + sign * (tokens[key] ?? 0)
}

/** Traps and mistakes are those of one agent. */
export class Tally<Trap extends string, Mistake extends string> {
  readonly truth: Truth
  private readonly pullRequests = new Set<string>()

  constructor(parameters: Truth['parameters'], traps: readonly Trap[], mistakes: readonly Mistake[]) {
    this.truth = {
      parameters,
      files: 0,
      bytes: 0,
      rows: 0,
      total: none(),
      models: {},
      days: {},
      sessions: 0,
      subagents: 0,
      human_messages: 0,
      slash_commands: 0,
      tools: {},
      tool_calls: 0,
      file_changes: {
        create: { changes: 0, added: 0, removed: 0 },
        edit: { changes: 0, added: 0, removed: 0 },
      },
      commits: { commits: 0, added: 0, removed: 0 },
      pull_requests: 0,
      traps: Object.fromEntries(traps.map((trap) => [trap, 0])),
      mistakes: Object.fromEntries(mistakes.map((mistake) => [mistake, none()])),
    }
  }

  call(model: string, at: number, tokens: Omit<Tokens, 'calls'>): void {
    const day = new Date(at).toISOString().slice(0, 10)
    this.truth.models[model] ??= none()
    this.truth.days[day] ??= none()
    for (const into of [this.truth.total, this.truth.models[model], this.truth.days[day]]) {
      add(into, { calls: 1, ...tokens })
    }
  }

  mistake(mistake: Mistake, tokens: Partial<Tokens>, sign = 1): void {
    add(this.truth.mistakes[mistake] as Tokens, tokens, sign)
  }

  tool(name: string, status: ToolStatus): void {
    this.truth.tools[name] ??= { ok: 0, error: 0, rejected: 0, unknown: 0 }
    this.truth.tools[name][status]++
    this.truth.tool_calls++
  }

  change(op: ChangeOp, added: number, removed: number): void {
    this.truth.file_changes[op] ??= { changes: 0, added: 0, removed: 0 }
    const into = this.truth.file_changes[op]
    into.changes++
    into.added += added
    into.removed += removed
  }

  commit(added: number, removed: number): void {
    const into = this.truth.commits
    into.commits++
    into.added += added
    into.removed += removed
  }

  pullRequest(url: string): void {
    this.pullRequests.add(url)
    this.truth.pull_requests = this.pullRequests.size
  }

  trap(trap: Trap, count = 1): void {
    this.truth.traps[trap] = (this.truth.traps[trap] ?? 0) + count
  }
}
