/** One file of an agent on this engine while it is read: its sessions, its keys, what stands near it. */
import { providerNamed, vendorOf } from '../provider.ts'
import { label } from '../row.ts'
import type { ReadResult, TranscriptFile } from '../source.ts'
import { type Session, Telling } from '../telling.ts'
import { type ToolName, toolName } from '../tool-names.ts'
import { Keys } from './keys.ts'

/** The agents that one engine drives: OpenCode, and those made from it. */
export interface Engine {
  harness: string
  title: string
  parserVersion: number
  /** Name of its data folder, and of its database without channel and ending. */
  folder: string
  /** Agents that are no sub-agents: what a person speaks to unless told otherwise. */
  main: readonly string[]
}

/** What is told of a session, by its file or row. */
export interface SessionTold {
  id: string
  created: unknown
  parent: string | null
  directory: string | null
  version: string | null
  projectId: string | null
  /** Top of the project's checkout; `/` stands for none. */
  worktree: string | null
}

export const sessionUntold = (id: string): SessionTold => ({
  id,
  created: null,
  parent: null,
  directory: null,
  version: null,
  projectId: null,
  worktree: null,
})

/**
 * How weak the claim of a session to a message is. What was written before the session began was copied into it by a
 * fork, and the fork that was made first stands closest; logarithmic, since a rank has few values.
 */
export function rankOf(at: number, created: number | null): number {
  const before = created === null ? 0 : created - at
  return before <= 0 ? 0 : 1 + Math.floor(6 * Math.log2(before))
}

/** MCP tools are called `<server>_<tool>`, both with `_` for what is neither letter, digit, `_` nor `-`. */
const asPrefix = (server: string): string => `${server.replace(/[^\w-]/g, '_')}_`

export class Reading {
  readonly engine: Engine
  readonly file: TranscriptFile
  readonly telling: Telling
  readonly keys: Keys
  readonly #servers: () => readonly string[]

  /** `servers` are the names of the MCP servers that are configured. */
  constructor(engine: Engine, file: TranscriptFile, servers: () => readonly string[]) {
    this.engine = engine
    this.file = file
    this.telling = new Telling(engine, file)
    this.keys = new Keys(engine.harness)
    this.#servers = servers
  }

  /** The session as it was when something happened in it. */
  session(told: SessionTold, at: number): Session {
    const session = this.telling.session(told.id)
    const created = this.telling.moment(told.created)
    const { directory, worktree } = told
    session.tell(created ?? at, {
      started_at: created,
      parent: told.parent,
      version: told.version,
      cwd: directory,
      project: worktree === '/' ? null : worktree,
    })
    session.rank = rankOf(at, created)
    return session
  }

  /** Name of an agent; null for those that a session has without asking. */
  agentOf(name: unknown): string | null {
    const told = label(name)
    return told === null || this.engine.main.includes(told) ? null : told
  }

  named(tool: string): ToolName {
    const known = toolName(tool)
    if (known.tool !== 'other' || known.kind !== 'other') return known
    const server = this.#servers()
      .filter((name) => tool.startsWith(asPrefix(name)))
      .sort((a, b) => b.length - a.length)[0]
    return server === undefined ? known : { tool: 'MCP', kind: 'mcp', mcp_server: server.toLowerCase() }
  }

  result(): ReadResult {
    return this.telling.result()
  }
}

export function servedBy(model: unknown, provider: unknown) {
  const named = label(model)
  return { model: named, provider: providerNamed(label(provider)) ?? vendorOf(named) }
}
