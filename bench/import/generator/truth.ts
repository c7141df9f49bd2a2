/** What the generated transcripts really tell, tallied while it is decided and never read back from the files. */

export interface Tokens {
  calls: number
  in_uncached: number
  cache_read: number
  cache_write: number
  /** The part of cache_write that lives for one hour. */
  cache_write_1h: number
  out: number
}

export type ToolStatus = 'ok' | 'error' | 'rejected' | 'unknown'
export type ChangeOp = 'create' | 'edit'

export interface Truth {
  parameters: { mb: number; seed: number; from: string; to: string }
  files: number
  bytes: number
  rows: number
  total: Tokens
  models: Record<string, Tokens>
  /** By UTC day of the earliest row of a call. */
  days: Record<string, Tokens>
  sessions: number
  subagents: number
  human_messages: number
  slash_commands: number
  tools: Record<string, Record<ToolStatus, number>>
  tool_calls: number
  file_changes: Record<ChangeOp, { changes: number; added: number; removed: number }>
  commits: { commits: number; added: number; removed: number }
  pull_requests: number
  /** Rows that a reader must not count, to explain a reader that does. */
  traps: Record<Trap, number>
  /** By how much about the total would be wrong for a reader that makes one mistake; lost tokens are negative. */
  mistakes: Record<Mistake, Tokens>
}

export type Trap =
  | 'further_rows_of_a_call'
  | 'rows_copied_by_forks'
  | 'forks'
  | 'calls_replayed_aside'
  | 'progress_rows_with_usage'
  | 'synthetic_rows'
  | 'injected_user_rows'
  | 'calls_without_request_id'
  | 'calls_with_null_counts'

export type Mistake =
  | 'null_counts_skipped'
  | 'rows_without_request_id_all_counted'
  | 'progress_copy_preferred'
  | 'forks_counted_again'
  | 'asides_counted_again'

export const none = (): Tokens => ({
  calls: 0,
  in_uncached: 0,
  cache_read: 0,
  cache_write: 0,
  cache_write_1h: 0,
  out: 0,
})

export function add(into: Tokens, tokens: Partial<Tokens>, sign = 1): void {
  for (const key of Object.keys(tokens) as (keyof Tokens)[]) into[key] += sign * (tokens[key] ?? 0)
}

export class Tally {
  readonly truth: Truth
  private readonly pullRequests = new Set<string>()

  constructor(parameters: Truth['parameters']) {
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
      traps: {
        further_rows_of_a_call: 0,
        rows_copied_by_forks: 0,
        forks: 0,
        calls_replayed_aside: 0,
        progress_rows_with_usage: 0,
        synthetic_rows: 0,
        injected_user_rows: 0,
        calls_without_request_id: 0,
        calls_with_null_counts: 0,
      },
      mistakes: {
        null_counts_skipped: none(),
        rows_without_request_id_all_counted: none(),
        progress_copy_preferred: none(),
        forks_counted_again: none(),
        asides_counted_again: none(),
      },
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
    add(this.truth.mistakes[mistake], tokens, sign)
  }

  tool(name: string, status: ToolStatus): void {
    this.truth.tools[name] ??= { ok: 0, error: 0, rejected: 0, unknown: 0 }
    this.truth.tools[name][status]++
    this.truth.tool_calls++
  }

  change(op: ChangeOp, added: number, removed: number): void {
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
    this.truth.traps[trap] += count
  }
}
