/** The sessions of a file: what each tells of itself, and the context its events carry. */
import type { SessionFact } from '../../facts/index.ts'
import { checkoutOf, nameOf } from '../folders.ts'
import { label, path, type Row } from '../row.ts'
import type { TranscriptFile } from '../source.ts'

export const HARNESS = 'claude-code'
export const SOURCE = 'claude-code/transcript'
export const PARSER_VERSION = 2

const CLIENTS: Readonly<Record<string, string>> = {
  cli: 'terminal',
  'sdk-cli': 'non-interactive',
  'claude-vscode': 'ide',
  vscode: 'ide',
  jetbrains: 'ide',
  'claude-jetbrains': 'ide',
  'claude-desktop': 'desktop',
  'local-agent': 'desktop',
  'claude-code-github-action': 'ci',
  'github-action': 'ci',
}

/** The surface an `entrypoint` stands for; null for one this version does not know. */
export function clientOf(entrypoint: string | null): string | null {
  if (!entrypoint) return null
  if (Object.hasOwn(CLIENTS, entrypoint)) return CLIENTS[entrypoint] ?? null
  if (entrypoint.startsWith('sdk-')) return 'sdk'
  return /^remote(?:_|$)|^web$/.test(entrypoint) ? 'web' : null
}

export function kindOf(client: string | null): 'interactive' | 'headless' | null {
  if (!client) return null
  return client === 'non-interactive' || client === 'sdk' || client === 'ci' ? 'headless' : 'interactive'
}

interface Session {
  id: string
  startedAt: number
  lastAt: number
  /** When what it tells last changed: reading the same again, or more of the same, yields the same fact. */
  changedAt: number
  client: string | null
  version: string | null
  branch: string | null
  /** The first working folder. */
  cwd: string | null
  /** The checkout a worktree was made from, when told. */
  original: string | null
}

/** Where an event happened. */
export interface Scene {
  session: Session
  cwd: string | null
  branch: string | null
  client: string | null
  agent: string | null
  sidechain: boolean
  rank: number
  context?: Context
}

/** When and where a row happened. */
export class Spot {
  readonly scene: Scene
  readonly at: number
  readonly #row: Row

  constructor(row: Row, scene: Scene, at: number) {
    this.#row = row
    this.scene = scene
    this.at = at
  }

  /** What names the row in all its copies. To be asked while the row is at hand: few rows need a name. */
  get key(): string {
    const uuid = label(this.#row.uuid)
    return uuid ? `claude-code/uuid:${uuid}` : `claude-code/at:${this.scene.session.id}:${this.at}`
  }
}

export interface Context {
  session: string
  user: string | null
  harness: string
  client: string | null
  agent: string | null
  project: string | null
  repo: string | null
  branch: string | null
  subject: null
  source: string
  parser_version: number
  owner_rank: number
}

/** What a file's name tells: sub-agents have files of their own, below their session's folder or beside its file. */
function placeOf(file: string): { subagent: boolean; session: string | null } {
  const parts = file.replaceAll('\\', '/').split('/')
  const stem = (parts.at(-1) ?? '').replace(/\.jsonl$/, '')
  const folder = parts.lastIndexOf('subagents')
  const subagent = folder > 0 || stem.startsWith('agent-')
  return { subagent, session: label(folder > 0 ? parts[folder - 1] : subagent ? null : stem) }
}

/** All that a row tells of its scene. */
interface Telling {
  sessionId: unknown
  cwd: unknown
  gitBranch: unknown
  entrypoint: unknown
  version: unknown
  attributionAgent: unknown
  isSidechain: unknown
  sessionKind: unknown
}

function tellingOf(row: Row): Telling {
  const { sessionId, cwd, gitBranch, entrypoint, version, attributionAgent, isSidechain, sessionKind } = row
  return { sessionId, cwd, gitBranch, entrypoint, version, attributionAgent, isSidechain, sessionKind }
}

const tellsSame = (a: Telling, b: Telling): boolean =>
  a.sessionId === b.sessionId &&
  a.cwd === b.cwd &&
  a.gitBranch === b.gitBranch &&
  a.entrypoint === b.entrypoint &&
  a.version === b.version &&
  a.attributionAgent === b.attributionAgent &&
  a.isSidechain === b.isSidechain &&
  a.sessionKind === b.sessionKind

export class Sessions {
  readonly #file: TranscriptFile
  readonly #subagent: boolean
  readonly #fallback: string | null
  readonly #byId = new Map<string, Session>()
  #agentType: string | null = null
  #last: Scene | null = null
  /** What the row of that scene told of it: rows in a row mostly tell the same. */
  #told: Telling | null = null

  constructor(file: TranscriptFile) {
    this.#file = file
    const place = placeOf(file.path)
    this.#subagent = place.subagent
    this.#fallback = place.session
  }

  /** Takes note of a row and says where it happened; null when it names no session. */
  scene(row: Row, at: number): Scene | null {
    const last = this.#last
    const told = tellingOf(row)
    if (last && this.#told && tellsSame(told, this.#told)) {
      if (at > last.session.lastAt) last.session.lastAt = at
      return last
    }
    const id = this.#idOf(told.sessionId)
    if (!id) return null
    const client = clientOf(label(told.entrypoint))
    const branch = branchOf(told.gitBranch)
    const cwd = path(told.cwd)
    const session = this.#note(id, at, client, label(told.version), branch, cwd)
    const named = label(told.attributionAgent)
    if (this.#subagent) this.#agentType ??= named
    const sidechain = told.isSidechain === true
    const agent = named ?? (sidechain ? 'subagent' : null)
    const rank = told.sessionKind === 'bg' ? 2 : sidechain ? 1 : 0
    this.#last = { session, cwd, branch, client, agent, sidechain, rank }
    this.#told = told
    return this.#last
  }

  /** A worktree was made from another folder: that one names the project. */
  worktree(row: Row, originalCwd: unknown): void {
    const session = this.#byId.get(this.#idOf(row.sessionId) ?? '')
    const original = path(originalCwd)
    if (!session || !original || session.original === original) return
    session.original = original
    session.changedAt = session.lastAt
  }

  context(scene: Scene): Context {
    scene.context ??= {
      session: scene.session.id,
      user: this.#file.user,
      harness: HARNESS,
      client: scene.client ?? scene.session.client,
      agent: this.#subagent ? (this.#agentType ?? 'subagent') : scene.agent,
      project: projectOf(scene.session),
      repo: this.repoOf(scene, scene.cwd),
      branch: scene.branch,
      subject: null,
      source: SOURCE,
      parser_version: PARSER_VERSION,
      owner_rank: scene.rank,
    }
    return scene.context
  }

  /** The repository of a folder used in a session: its own, else that of the session. */
  repoOf(scene: Scene, folder: string | null): string | null {
    return (folder ? this.#file.repoOf(folder) : null) ?? this.#homeOf(scene.session)
  }

  facts(): SessionFact[] {
    // The rows of a sub-agent carry the session that started it, which tells of itself in its own file.
    if (this.#subagent) return []
    return [...this.#byId.values()].map((s) => ({
      type: 'session',
      id: s.id,
      observed_at: s.changedAt,
      source: SOURCE,
      subject: null,
      parser_version: PARSER_VERSION,
      user: this.#file.user,
      user_aliases: this.#file.userAliases?.length ? [...this.#file.userAliases] : null,
      harness: HARNESS,
      client: s.client,
      project: projectOf(s),
      repo: this.#homeOf(s),
      branch: s.branch,
      kind: kindOf(s.client),
      version: s.version,
      started_at: s.startedAt,
    }))
  }

  #idOf(told: unknown): string | null {
    const id = label(told)
    // Some versions put the name of the sub-agent's file there.
    return id && !(this.#subagent && id.startsWith('agent-')) ? id : (this.#fallback ?? id)
  }

  #homeOf(session: Session): string | null {
    if (!session.cwd && !session.original) return null
    const folders = [session.original, session.cwd, session.cwd && checkoutOf(session.cwd)]
    for (const folder of folders) {
      const repo = folder ? this.#file.repoOf(folder) : null
      if (repo) return repo
    }
    return null
  }

  #note(
    id: string,
    at: number,
    client: string | null,
    version: string | null,
    branch: string | null,
    cwd: string | null,
  ): Session {
    let s = this.#byId.get(id)
    if (!s) {
      s = { id, startedAt: at, lastAt: at, changedAt: at, client, version, branch, cwd, original: null }
      this.#byId.set(id, s)
      return s
    }
    const changed =
      (client !== null && client !== s.client) ||
      (version !== null && version !== s.version) ||
      (branch !== null && branch !== s.branch) ||
      (cwd !== null && s.cwd === null)
    if (at > s.lastAt) s.lastAt = at
    if (!changed) return s
    s.client = client ?? s.client
    s.version = version ?? s.version
    s.branch = branch ?? s.branch
    s.cwd ??= cwd
    s.changedAt = s.lastAt
    return s
  }
}

const projectOf = (s: Session): string | null => {
  const folder = s.original ?? (s.cwd && checkoutOf(s.cwd))
  return folder ? nameOf(folder) : null
}

/** `HEAD` stands for no branch, and for no repository at all. */
export function branchOf(told: unknown): string | null {
  const branch = label(told)
  return branch === 'HEAD' ? null : branch
}
