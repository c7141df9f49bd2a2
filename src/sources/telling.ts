/** Gathers what one transcript tells, session by session, and makes facts of it. */
import { EARLIEST, MAX_AHEAD, MAX_COUNT, MAX_USD } from '../facts/field.ts'
import {
  type CounterFact,
  type DropReason,
  type Drops,
  drop,
  type Fact,
  type FeatureUse,
  type ModelCall,
  type SessionFact,
} from '../facts/index.ts'
import { repositoryKey } from '../facts/repository.ts'
import type { LineChange } from './added-lines.ts'
import { below, nameOf } from './folders.ts'
import { commitsIn, folderOf, makesCommit, makesPullRequest, pullRequestIn, ships } from './git.ts'
import { path as pathIn } from './label.ts'
import { extensionOf, languageOf } from './language.ts'
import { instant } from './row.ts'
import type { ReadResult, TranscriptFile } from './source.ts'
import { type ToolName, toolName } from './tool-names.ts'
import { type Validation, validationOf } from './validation.ts'

/** What an agent's reader knows of itself. */
export interface TranscriptAgent {
  harness: string
  /** Raised whenever the same file may yield other numbers. */
  parserVersion: number
}

type EventType = 'message' | 'model_call' | 'counter' | 'tool_call' | 'feature_use' | 'file_change' | 'commit'
type Event = Extract<Fact, { type: EventType }>
type Placed = 'session' | 'user' | 'harness' | 'client' | 'project' | 'source' | 'parser_version' | 'subject'
type Bare<F extends Event = Event> = F extends Event
  ? Omit<F, Placed | 'agent' | 'repo' | 'branch' | 'owner_rank'>
  : never

/** Where an event happened, where that may change within a session. */
interface Scene {
  session: Session
  cwd: string | null
  branch: string | null
  agent: string | null
  rank: number
}

export type ToolStatus = 'ok' | 'error' | 'rejected' | 'unknown'

/** How a tool ended. */
export interface Ending {
  at: number
  status: ToolStatus
  /** Time it ran; left out, the time since its call, which includes waiting for approval. Null where neither can be told. */
  duration_ms?: number | null
  /** Who allowed or refused it: user, config, hook, auto. */
  decision?: string | null
  /** What a shell command printed; looked at for commits and pull requests, never kept. */
  output?: () => string
}

const COUNTS = ['in_uncached', 'cache_read', 'cache_write', 'cache_write_1h', 'out', 'reasoning'] as const

const implausible = (call: Partial<ModelCall>): boolean =>
  COUNTS.some((name) => {
    const count = call[name]
    return (
      count !== null && count !== undefined && !(Number.isInteger(count) && count >= 0 && count <= MAX_COUNT)
    )
  })

/** Input of all kinds plus output; what cannot be believed counts 0. */
export const tokensOf = (call: Partial<ModelCall>): number =>
  [call.in_uncached, call.cache_read, call.cache_write, call.out].reduce<number>(
    (sum, count) => (typeof count === 'number' && count >= 0 && count <= MAX_COUNT ? sum + count : sum),
    0,
  )

/** One transcript. Sessions are told in it by their ids; what is dropped is counted here. */
export class Telling {
  readonly agent: TranscriptAgent
  readonly file: TranscriptFile
  readonly source: string
  readonly drops: Drops = {}
  rows = 0
  /** Tokens (input of all kinds plus output) that the agent itself writes as its total; null where it writes none. */
  reported: number | null = null
  /** For a database: how far it was read. */
  readTo: string | null = null
  readonly #latest = Date.now() + MAX_AHEAD
  readonly #naive = { rows: 0, tokens: 0 }
  readonly #sessions = new Map<string, Session>()

  constructor(agent: TranscriptAgent, file: TranscriptFile) {
    this.agent = agent
    this.file = file
    this.source = `${agent.harness}/transcript`
  }

  /** A row that told token counts, whatever becomes of it: `tokens` is their plain sum. */
  naive(tokens: number): void {
    this.#naive.rows++
    this.#naive.tokens += tokens
  }

  drop(reason: DropReason, tokens = 0): void {
    drop(this.drops, reason, tokens)
  }

  /** An instant in ms, of ISO 8601 or ms; null where there is none that can be: the row is then dropped with its tokens. */
  time(told: unknown, tokens = 0): number | null {
    const at = instant(told)
    if (at === null) this.drop('no_time', tokens)
    else if (!this.#canBe(at)) this.drop('time_out_of_range', tokens)
    else return at
    return null
  }

  /** An instant that no row depends on; null where there is none that can be. */
  moment(told: unknown): number | null {
    const at = instant(told)
    return at !== null && this.#canBe(at) ? at : null
  }

  #canBe(at: number): boolean {
    return at >= EARLIEST && at <= this.#latest
  }

  session(id: string): Session {
    let session = this.#sessions.get(id)
    if (!session) {
      session = new Session(this, id)
      this.#sessions.set(id, session)
    }
    return session
  }

  result(): ReadResult {
    const facts: Fact[] = []
    for (const session of this.#sessions.values()) for (const fact of session.facts()) facts.push(fact)
    const { rows, drops } = this
    const read: ReadResult = { facts, rows, naive: this.#naive, drops }
    if (this.reported !== null) read.reported = this.reported
    if (this.readTo !== null) read.read_to = this.readTo
    return read
  }
}

/** What a session tells of itself; each is taken when it is told, and the last telling counts. */
export interface About {
  client?: string | null
  version?: string | null
  branch?: string | null
  /** Working folder. */
  cwd?: string | null
  /** Address of the repository, as git has it. */
  repository?: string | null
  /** Folder or name of the project, where that is not the first working folder. */
  project?: string | null
  parent?: string | null
  provider?: string | null
  started_at?: number | null
  ended_at?: number | null
  /** Commit that was checked out. */
  revision?: string | null
  /** Person, where the transcript names one. */
  user?: string | null
  mcp_servers?: readonly string[] | null
}

/** Copies leave some of what they copy out, so the original is believed before them. */
const believed = (completeness: number, rank: number): number =>
  rank > 0 ? Math.max(0, completeness - 1) : completeness

const HEADLESS = new Set(['non-interactive', 'sdk', 'ci'])

export class Session {
  readonly id: string
  /** Autonomy mode from here on: auto-high, auto-medium, auto-low, manual, spec. */
  mode: string | null = null
  /** Reasoning effort from here on. */
  effort: string | null = null
  /** Named agent or type of sub-agent from here on; null for the main agent. */
  agent: string | null = null
  /** Less is a stronger claim to what follows: copies of other sessions carry more. */
  rank = 0
  readonly #telling: Telling
  #about: About = {}
  /** The first working folder. */
  #home: string | null = null
  #first: number | null = null
  #last: number | null = null
  /** When what it tells last changed: reading the same again, or more of the same, yields the same fact. */
  #changed: number | null = null
  readonly #events: { bare: Bare; scene: Scene }[] = []
  readonly #keys = new Set<string>()
  readonly #tools = new Map<string, Tool>()
  readonly #pullRequests = new Map<string, { repo: string | null; number: number | null; at: number }>()

  constructor(telling: Telling, id: string) {
    this.#telling = telling
    this.id = id
  }

  /** Takes note that something was told at an instant, and what the session then told of itself. */
  tell(at: number, about: About = {}): void {
    this.#first = Math.min(this.#first ?? at, at)
    this.#last = Math.max(this.#last ?? at, at)
    this.#changed ??= at
    for (const [name, value] of Object.entries(about) as [keyof About, never][]) {
      if (value === null || value === undefined || this.#about[name] === value) continue
      this.#about[name] = value
      this.#changed = Math.max(this.#changed, at)
    }
    this.#home ??= about.cwd ?? null
  }

  get cwd(): string | null {
    return this.#about.cwd ?? null
  }

  /** Where what happens now happens. */
  #scene(): Scene {
    const { cwd = null, branch = null } = this.#about
    return { session: this, cwd, branch, agent: this.agent, rank: this.rank }
  }

  /** False where the same event was told before in this session. */
  #add(bare: Bare): boolean {
    const name = `${bare.type} ${bare.keys[0]}`
    if (this.#keys.has(name)) return false
    this.#keys.add(name)
    this.#events.push({
      bare: { ...bare, completeness: believed(bare.completeness, this.rank) },
      scene: this.#scene(),
    })
    this.tell(bare.at)
    return true
  }

  /**
   * One logical call of a model, with disjoint counts (see `model_call`), and the message of the assistant that came of
   * it. It must be told once per call: which of several rows counts is for the reader to say. A call with a count that
   * cannot be believed is dropped.
   */
  call(
    at: number,
    keys: readonly string[],
    { status = 'ok', ...told }: Partial<Bare<ModelCall>> & { message?: boolean },
  ): void {
    const { message = true, completeness = 2, ...call } = told
    if (message) this.message(at, keys, 'assistant')
    if (implausible(call)) {
      this.#telling.drop('implausible_count', tokensOf(call))
      return
    }
    const { effort, mode } = this
    const fact = {
      effort,
      autonomy_mode: mode,
      ...call,
      type: 'model_call',
      at,
      keys: [...keys],
      completeness,
      status,
    }
    if (!this.#add(fact as Bare)) this.#telling.drop('repeated_row', tokensOf(call))
  }

  /** A message; of a user only such as a person typed is `human`. */
  message(
    at: number,
    key: string | readonly string[],
    role: 'user' | 'assistant',
    human = role === 'user',
  ): void {
    this.#add({ type: 'message', at, keys: [key].flat(), completeness: 2, role, human })
  }

  /** A person typed this. */
  prompt(at: number, key: string | readonly string[]): void {
    this.message(at, key, 'user')
  }

  /**
   * A reading of a count, or of money in USD, of what no call tells one by one; the series is this session's. False,
   * and dropped, where it cannot be believed.
   */
  counter(
    at: number,
    key: string,
    reading: Pick<CounterFact, 'name' | 'temporality'> & { value: number; series?: string } & Partial<
        Pick<CounterFact, 'provider' | 'model' | 'started'>
      >,
  ): boolean {
    const { series = '', ...told } = reading
    const { name, value } = told
    const money = name === 'cost'
    if (!(value >= 0 && value <= (money ? MAX_USD : MAX_COUNT) && (money || Number.isInteger(value)))) {
      this.#telling.drop('implausible_count')
      return false
    }
    return this.#add({
      type: 'counter',
      at,
      keys: [`${this.#telling.agent.harness}/counter:${name}:${key}`],
      completeness: 2,
      ...told,
      ...(money ? { value: null, usd: value } : {}),
      series: `${name}:${this.id}${series === '' ? '' : `:${series}`}`,
    })
  }

  feature(
    at: number,
    key: string | readonly string[],
    kind: FeatureUse['kind'],
    name: string | null,
    more: Partial<FeatureUse> = {},
  ): void {
    this.#add({ type: 'feature_use', at, keys: [key].flat(), completeness: 2, kind, name, ...more })
  }

  /**
   * A call of a tool that a model proposed; it counts without an ending too. `named` is what it is, where its name alone
   * does not say. `command` of a shell is looked at, never kept. Of several keys the first is that of what it does.
   */
  tool(
    at: number,
    keys: string | readonly string[],
    name: string,
    { command = null, named = toolName(name) }: { command?: string | null; named?: ToolName } = {},
  ): Tool {
    const all = [keys].flat()
    const key = all[0] as string
    const known = this.#tools.get(key)
    if (known) return known
    this.tell(at)
    const tool = new Tool(this, this.#scene(), { at, keys: all, name, named, command, mode: this.mode })
    this.#tools.set(key, tool)
    return tool
  }

  /** The call of that key, told before. */
  toolOf(key: string): Tool | undefined {
    return this.#tools.get(key)
  }

  /** A file that was changed by a tool; sizes are null where they are not told. `key` is that of the tool's call. */
  change(
    at: number,
    key: string,
    told: string,
    op: 'create' | 'edit' | 'delete',
    size: LineChange | { added: number | null; removed: number | null; line_hashes?: string[] },
  ): void {
    const changed = pathIn(told)
    if (!changed) return
    const place = below(changed, this.#home) ?? below(changed, this.cwd) ?? changed
    this.#add({
      type: 'file_change',
      at,
      // Copies may begin in another folder, so what a key is made of must come from the change alone.
      keys: [`${key}#${changed}`],
      completeness: 2,
      path: place,
      op,
      added: size.added,
      removed: size.removed,
      line_hashes: size.line_hashes ?? [],
      extension: extensionOf(place),
      language: languageOf(place),
    })
  }

  /** Commits and pull requests that a successful command made, by what it printed. */
  shipped(at: number, key: string, command: string, output: string): void {
    if (makesCommit(command)) {
      const folder = folderOf(command) ?? this.cwd
      const repo = this.#repoOf(folder)
      for (const { sha, branch, added, removed } of commitsIn(output)) {
        const own = `${key}#${sha}`
        this.#add({
          type: 'commit',
          at,
          keys: [`git/${repo ?? this.id}/sha:${sha}`, own],
          completeness: 2,
          sha,
          added,
          removed,
          attribution: 'explicit',
          attribution_confidence: 1,
          ...(branch ? { branch } : {}),
          ...(repo ? { repo } : {}),
        } as Bare)
      }
    }
    const opened = makesPullRequest(command) ? pullRequestIn(output) : null
    if (opened) this.pullRequest(at, opened.url, opened.repo, opened.number)
  }

  pullRequest(at: number, url: string, repo: string | null, number: number | null): void {
    const known = this.#pullRequests.get(url)
    if (!known) this.#pullRequests.set(url, { repo, number, at })
    else if (at < known.at) known.at = at
  }

  #repoOf(folder: string | null): string | null {
    const { file } = this.#telling
    const { repository } = this.#about
    return (
      (folder ? file.repoOf(folder) : null) ??
      (this.#home ? file.repoOf(this.#home) : null) ??
      (repository ? repositoryKey(repository) : null)
    )
  }

  *facts(): Generator<Fact> {
    const { source, agent, file } = this.#telling
    const { parserVersion: parser_version, harness } = agent
    for (const tool of this.#tools.values()) this.#events.push(tool.event())
    const { client = null, project: named } = this.#about
    const folder = named ?? this.#home
    const project = folder ? nameOf(folder) : null
    const user = this.#about.user ?? file.user
    const told = { source, subject: null, parser_version, user, harness, client, project } as const
    yield* this.#state(told)
    for (const { bare, scene } of this.#events) {
      const { cwd, branch, agent, rank } = scene
      const place = { session: this.id, agent, repo: this.#repoOf(cwd), branch, owner_rank: rank }
      yield { ...told, ...place, ...bare } as Fact
    }
    for (const [url, { at, ...pr }] of this.#pullRequests) {
      yield {
        ...{
          type: 'pull_request',
          id: url,
          observed_at: at,
          source,
          subject: null,
          parser_version,
          url,
          ...pr,
        },
        ...{ created_at: at, sessions: [this.id], attribution: 'explicit' },
      } as Fact
    }
  }

  *#state(
    told: Pick<SessionFact, 'source' | 'parser_version' | 'user' | 'harness' | 'client' | 'project'>,
  ): Generator<Fact> {
    if (this.#changed === null) return
    const { userAliases: aliases = [] } = this.#telling.file
    const {
      client = null,
      branch,
      version,
      parent,
      provider,
      started_at,
      ended_at,
      revision,
      mcp_servers,
    } = this.#about
    yield {
      ...told,
      type: 'session',
      subject: null,
      id: this.id,
      observed_at: this.#changed,
      repo: this.#repoOf(this.#home),
      branch: branch ?? null,
      kind: client === null ? null : HEADLESS.has(client) ? 'headless' : 'interactive',
      version: version ?? null,
      parent_session: parent ?? null,
      provider: provider ?? null,
      revision: revision ?? null,
      mcp_servers_configured: mcp_servers ? [...mcp_servers] : null,
      // A transcript that names its person itself may be of anybody.
      user_aliases: aliases.length > 0 && !this.#about.user ? [...aliases] : null,
      started_at: started_at ?? this.#first,
      ended_at: ended_at ?? null,
    }
  }
}

interface Proposed {
  at: number
  keys: readonly string[]
  name: string
  named: ToolName
  command: string | null
  mode: string | null
}

/** One call of a tool, which may end. */
export class Tool {
  readonly at: number
  readonly key: string
  readonly name: string
  /** What it is; some transcripts tell that only when it ends. */
  named: ToolName
  readonly #session: Session
  readonly #scene: Scene
  readonly #keys: readonly string[]
  readonly #mode: string | null
  /** Kept only where its output is of interest. */
  readonly #command: string | null
  readonly #validation: Validation | null
  #ending: (Omit<Ending, 'output'> & { duration_ms: number | null }) | null = null

  constructor(session: Session, scene: Scene, { at, keys, name, named, command, mode }: Proposed) {
    this.#session = session
    this.#scene = scene
    this.at = at
    this.key = keys[0] as string
    this.#keys = keys
    this.name = name
    this.named = named
    this.#mode = mode
    this.#command = command !== null && ships(command) ? command : null
    this.#validation = command === null ? null : validationOf(command)
  }

  get ended(): boolean {
    return this.#ending !== null
  }

  /** Whether it did what it was asked for, as far as told. */
  get succeeded(): boolean {
    return this.#ending?.status === 'ok'
  }

  /** Takes the first ending; false when there was one already. */
  end({ at, status, duration_ms, decision, output }: Ending): boolean {
    if (this.#ending) return false
    const since = at >= this.at ? at - this.at : null
    const ran = duration_ms === undefined ? since : duration_ms
    this.#ending = { at, status, decision, duration_ms: ran === null ? null : Math.round(ran) }
    this.#session.tell(at)
    if (status === 'ok' && this.#command !== null && output)
      this.#session.shipped(at, this.key, this.#command, output())
    return true
  }

  event(): { bare: Bare; scene: Scene } {
    const ending = this.#ending
    return {
      scene: this.#scene,
      bare: {
        type: 'tool_call',
        at: this.at,
        keys: [...this.#keys],
        completeness: believed(ending ? 2 : 1, this.#scene.rank),
        ...this.named,
        raw_tool: this.name,
        duration_ms: ending?.duration_ms ?? null,
        status: ending?.status ?? 'unknown',
        decision: ending?.decision ?? null,
        autonomy_mode: this.#mode,
        validation: this.#validation,
      },
    }
  }
}
