/** The thread a file tells of: who it is, whose history it repeats, and where it runs. */
import { label, path, type Row, record } from '../row.ts'
import type { About } from '../telling.ts'
import { clientOf, madeAt } from './names.ts'

/** A fork of a fork of … : no family is that deep. */
const MOST_ANCESTORS = 16
/** Clocks of ids and rows differ by less, ms. */
const SLACK_MS = 1_000

const BY_SOURCE: Readonly<Record<string, string>> = {
  cli: 'terminal',
  vscode: 'ide',
  exec: 'non-interactive',
  mcp: 'sdk',
}

/** What `session_meta` says of where a thread came from. */
interface Origin {
  parent: string | null
  /** Type of the sub-agent; null for the thread of a person. */
  agent: string | null
  fork: string | null
  /** Named where the thread is of a person or a program. */
  named: string | null
}

function originOf(meta: Row): Origin {
  const source = record(meta.source)
  const sub = source?.subagent
  const spawn = record(record(sub)?.thread_spawn)
  const fork = label(meta.forked_from_id)
  if (sub === undefined || sub === null) return { parent: null, agent: null, fork, named: label(meta.source) }
  const parent = label(spawn?.parent_thread_id) ?? label(meta.parent_thread_id)
  const kind = typeof sub === 'string' ? label(sub) : null
  return { parent, agent: label(spawn?.agent_role) ?? kind ?? 'subagent', fork, named: null }
}

export class Thread {
  readonly id: string
  readonly origin: Origin
  /** When the file was begun, ms; null where it does not say. */
  readonly began: number | null
  readonly #ancestors = new Set<string>()
  /** True from the first turn on that began in this thread itself. */
  #own = false

  constructor(id: string, meta: Row, began: number | null) {
    this.id = id
    this.origin = originOf(meta)
    this.began = began
    if (this.origin.fork) this.#ancestors.add(this.origin.fork)
  }

  /**
   * A further `session_meta`: history of other threads was copied into this one, re-stamped. Only then are calls of a
   * sub-agent searched for in its parent: one that begins afresh has none of them.
   */
  copies(meta: Row): void {
    const id = label(meta.id)
    if (!id || id === this.id || this.#ancestors.size >= MOST_ANCESTORS) return
    this.#ancestors.add(id)
    if (this.origin.parent) this.#ancestors.add(this.origin.parent)
  }

  /** What comes may be history of the thread that started this one, though no header says so: a part of it was given along. */
  inherits(): void {
    if (this.origin.parent) this.#ancestors.add(this.origin.parent)
  }

  /** A turn begins. Ids of newer versions say when it was made, so that turns of this thread are told from copied ones. */
  turn(id: unknown): void {
    const made = madeAt(label(id))
    if (made !== null && this.began !== null && made >= this.began - SLACK_MS) this.#own = true
  }

  /** Whether what comes now may be a copy of what another thread tells. */
  get replays(): boolean {
    return !this.#own && this.#ancestors.size > 0
  }

  /** The threads that may tell of what comes now, this one first. */
  threads(): string[] {
    return this.replays ? [this.id, ...[...this.#ancestors].filter((id) => id !== this.id)] : [this.id]
  }
}

/** What `session_meta` tells of the session. */
export function aboutOf(meta: Row, { origin, began }: Thread): About {
  const git = record(meta.git)
  const named = origin.named
  const client = clientOf(label(meta.originator)) ?? null
  const bySource = named && Object.hasOwn(BY_SOURCE, named) ? (BY_SOURCE[named] ?? null) : null
  return {
    // An editor that starts the terminal program says so by its originator.
    client: client ?? bySource,
    version: label(meta.cli_version),
    cwd: path(meta.cwd),
    branch: branchOf(git?.branch),
    repository: label(git?.repository_url, 1000),
    revision: label(git?.commit_hash),
    provider: label(meta.model_provider),
    parent: origin.parent,
    started_at: began,
  }
}

const branchOf = (told: unknown): string | null => {
  const branch = label(told)
  return branch === 'HEAD' ? null : branch
}

/** The autonomy mode that the settings of a turn stand for; null where they do not tell. */
export function autonomyOf(turn: Row): string | null {
  const mode = label(record(turn.collaboration_mode)?.mode) ?? label(turn.collaboration_mode)
  if (mode === 'plan') return 'spec'
  const policy = record(turn.sandbox_policy)
  const sandbox = label(policy?.type) ?? label(policy?.mode) ?? label(turn.sandbox_mode)
  const approval = label(turn.approval_policy)
  if (approval === null || sandbox === 'read-only') return approval === null ? null : 'manual'
  if (approval === 'never') return sandbox === 'danger-full-access' ? 'auto-high' : 'auto-medium'
  return approval === 'untrusted' || approval === 'unless-trusted' ? 'manual' : 'auto-low'
}
