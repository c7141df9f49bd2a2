/** Reads the records of Kimi Code: the log of one agent, from which it rebuilds itself. */
import { JsonLines } from '../json-lines.ts'
import { providerNamed, vendorOf } from '../provider.ts'
import { duration, instant, label, path, type Row, record, text } from '../row.ts'
import type { Beginning, TranscriptFile, TranscriptFormat } from '../source.ts'
import { type Session, tokensOf as sumOf, Telling } from '../telling.ts'
import { CodeTools } from './code-tools.ts'
import { accepts, codePlace, statesOf } from './places.ts'
import { isNothing, tokensOf, vectorOf } from './usage.ts'

export const AGENT = { harness: 'kimi-code', parserVersion: 2 }

/** Records that tell nothing that is counted. */
const SILENT = new Set(
  (
    'forked turn.cancel swarm_mode.enter swarm_mode.exit tools.register_user_tool tools.unregister_user_tool ' +
    'tools.set_active_tools full_compaction.begin full_compaction.cancel full_compaction.complete micro_compaction.apply ' +
    'context.clear context.apply_compaction context.undo tools.update_store goal.create goal.update goal.clear ' +
    'llm.tools_snapshot'
  ).split(' '),
)

const OWN = /^(?:turn|context|usage|llm|config|permission|tools|plan_mode|full_compaction)[._]/

const recognises = ({ rows }: Beginning): boolean =>
  rows.some((row) => row.type === 'metadata' && 'protocol_version' in row && 'created_at' in row) ||
  rows.some(
    (row) =>
      typeof row.time === 'number' && OWN.test(`${row.type}`) && !('message' in row && 'timestamp' in row),
  )

/** One request to the model, and what its step tells of it. */
interface Step {
  at: number
  request: Row
  requests: number
  /** What was counted for it. */
  counted: string | null
}

/** How Kimi Code asks for leave. `auto` asks for nothing, `yolo` heeds what is forbidden. */
const MODES: Readonly<Record<string, string>> = { manual: 'manual', yolo: 'auto-high', auto: 'auto-high' }

class Agent {
  readonly telling: Telling
  readonly session: Session
  readonly #tools: CodeTools
  readonly #copied: number
  #forks = 0
  /** What tells this log from others, and stays the same in its copies. */
  #root: string
  readonly #main: boolean
  readonly #cwd: string | null
  readonly #state: Row
  #step: Step | null = null
  readonly #steps = new Map<string, Step>()
  #request: Row = {}
  #mode: string | null = null
  readonly #servers: string[] = []

  constructor(file: TranscriptFile) {
    const place = codePlace(file)
    this.telling = new Telling(AGENT, file)
    this.session = this.telling.session(place.session)
    this.session.agent = place.agent
    this.#main = place.agent === null
    this.#cwd = place.cwd
    this.#state = place.state
    this.#root = place.session
    this.#copied = forksOf(file)
    this.session.rank = this.#copied > 0 ? 1 : 0
    this.#tools = new CodeTools(this.session, file.hashLine)
  }

  row(row: Row): void {
    const type = text(row.type) ?? ''
    if (type === 'metadata') {
      this.#begin(row)
      return
    }
    const usage = record(row.usage) ?? record(record(row.event)?.usage)
    const tokens = usage ? sumOf(tokensOf(usage)) : 0
    if (usage) this.telling.naive(tokens)
    if (type === 'forked' && ++this.#forks >= this.#copied) this.session.rank = 0
    const at = this.telling.time(row.time, tokens)
    if (at === null) return
    this.#record(type, row, at)
  }

  #record(type: string, row: Row, at: number): void {
    const { session } = this
    switch (type) {
      case 'turn.prompt':
      case 'turn.steer':
        this.#input(row, at, type)
        break
      case 'context.append_message':
        this.#message(record(row.message) ?? {}, at)
        break
      case 'context.append_loop_event':
        this.#event(record(row.event) ?? {}, at)
        break
      case 'llm.request':
        this.#asked(row)
        break
      case 'usage.record':
        this.#used(row, at)
        break
      case 'config.update':
        this.#configured(row, at)
        break
      case 'permission.set_mode':
        this.#mode = MODES[text(row.mode) ?? ''] ?? null
        session.mode = this.#mode
        break
      case 'permission.record_approval_result':
        this.#tools.decided(label(row.toolCallId), text(record(row.result)?.decision))
        break
      case 'plan_mode.enter':
        session.mode = 'spec'
        break
      case 'plan_mode.exit':
      case 'plan_mode.cancel':
        session.mode = this.#mode
        break
      case 'mcp.tools_discovered': {
        const server = label(row.serverName)?.toLowerCase()
        if (server && !this.#servers.includes(server)) this.#servers.push(server)
        session.tell(at, { mcp_servers: [...this.#servers] })
        break
      }
      default:
        if (!SILENT.has(type)) this.telling.drop('unknown_record')
    }
  }

  #begin(row: Row): void {
    const at = this.telling.time(row.created_at)
    if (at === null) return
    // Copies keep the beginning of the log they come from.
    this.#root = `${at}`
    const told = instant(this.#state.createdAt)
    const begun = told === null ? null : this.telling.time(told)
    this.session.tell(begun ?? at, {
      cwd: this.#cwd,
      started_at: begun,
      client: this.telling.file.path.includes('kimi-desktop') ? 'desktop' : null,
    })
  }

  #input(row: Row, at: number, type: string): void {
    const origin = record(row.origin) ?? {}
    // What a sub-agent is asked was written by a model.
    if (this.#main && (origin.kind === 'user' || origin.kind === undefined))
      this.session.prompt(at, `kimi-code/${type}:${this.#root}:${at}`)
    else this.#activated(origin, at)
  }

  /** Told by the input and by the message that comes of it. */
  #message(message: Row, at: number): void {
    const origin = record(message.origin) ?? {}
    const event = label(origin.event)
    if (origin.kind !== 'hook_result') this.#activated(origin, at)
    else if (event)
      this.session.feature(at, `kimi-code/hook:${this.#root}:${at}:${event}`, 'hook', event, { event })
  }

  #activated(origin: Row, at: number): void {
    const id = label(origin.activationId)
    if (id === null) return
    const key = `kimi-code/activation:${id}`
    const skill = origin.kind === 'skill_activation' ? label(origin.skillName) : null
    const command = origin.kind === 'plugin_command' ? label(origin.commandName) : null
    if (skill) this.session.feature(at, `${key}#skill`, 'skill', skill)
    if (origin.trigger === 'user-slash' && (skill ?? command))
      this.session.feature(at, `${key}#command`, 'slash_command', skill ?? command)
  }

  #configured(row: Row, at: number): void {
    const profile = label(row.profileName)
    if (!this.#main && profile && profile !== 'agent') this.session.agent = profile
    const effort = label(row.thinkingEffort)
    if (effort) this.session.effort = effort
    this.session.tell(at, { cwd: path(row.cwd) })
  }

  #asked(row: Row): void {
    this.#request = row
    if (row.kind !== 'compaction' && this.#step) {
      this.#step.requests++
      this.#step.request = row
    }
  }

  #event(event: Row, at: number): void {
    const uuid = label(event.uuid)
    switch (event.type) {
      case 'step.begin':
        if (uuid) {
          this.#step = { at, request: {}, requests: 0, counted: null }
          this.#steps.set(uuid, this.#step)
        }
        break
      case 'step.end':
        this.#ended(event, uuid, at)
        break
      case 'tool.call':
        this.#tools.call(event, at)
        break
      case 'tool.result':
        this.#tools.result(event, at)
        break
      case 'content.part':
        break
      default:
        this.telling.drop('unknown_record')
    }
  }

  #ended(event: Row, uuid: string | null, at: number): void {
    const step = (uuid && this.#steps.get(uuid)) || { at, request: this.#request, requests: 1, counted: null }
    const usage = record(event.usage)
    const key = `kimi-code/step:${uuid ?? `${this.#root}:${at}`}`
    const tokens = usage && tokensOf(usage)
    if (!tokens || isNothing(tokens)) {
      this.session.message(step.at, key, 'assistant')
      this.telling.drop('no_usage')
      return
    }
    if (step.counted === vectorOf(tokens)) {
      this.session.message(step.at, key, 'assistant')
      this.telling.drop('repeated_row', sumOf(tokens))
      return
    }
    step.counted = vectorOf(tokens)
    const first = duration(event.llmFirstTokenLatencyMs)
    const rest = duration(event.llmStreamDurationMs)
    this.session.call(step.at, [key], {
      ...this.#servedBy(step.request, null),
      ...tokens,
      ttft_ms: first,
      latency_ms: first === null || rest === null ? null : first + rest,
      ...(step.requests > 0 ? { attempts: step.requests } : {}),
    })
    this.#step = step
  }

  /** Repeats what a step used; what was used beside steps, as to sum up the conversation, it alone tells. */
  #used(row: Row, at: number): void {
    const tokens = tokensOf(record(row.usage) ?? {})
    const step = this.#step
    const vector = vectorOf(tokens)
    if (isNothing(tokens)) this.telling.drop('no_usage')
    else if (step?.counted === vector && row.usageScope !== 'session') {
      // A step is repeated once.
      this.#step = null
      this.telling.drop('repeated_row', sumOf(tokens))
    } else {
      const compaction = this.#request.kind === 'compaction' || row.usageScope === 'session'
      if (!compaction && step && step.counted === null) step.counted = vector
      this.session.call(at, [`kimi-code/usage:${this.#root}:${at}:${vector}`], {
        ...this.#servedBy(this.#request, label(row.model)),
        ...tokens,
        message: false,
      })
    }
  }

  /** The request names the model itself, its use the name it has in the settings. */
  #servedBy(
    request: Row,
    alias: string | null,
  ): { model: string | null; provider: string | null; effort?: string } {
    const own = alias === null || request.modelAlias === undefined || request.modelAlias === alias
    const model = (own ? label(request.model) : null) ?? alias
    const effort = label(request.thinkingEffort)
    const provider = (own ? providerNamed(label(request.provider)) : null) ?? vendorOf(model)
    return { model, provider, ...(effort ? { effort } : {}) }
  }
}

const MARKS = ['{"type":"forked"', '{"type": "forked"'].map((mark) => Buffer.from(mark))

/** How often the log was copied: everything before the last of these marks is a copy. */
function forksOf({ path: file, nearby }: TranscriptFile): number {
  const content = nearby.read(file)
  let forks = 0
  for (const mark of content ? MARKS : []) {
    for (let at = content?.indexOf(mark) ?? -1; at >= 0; at = content?.indexOf(mark, at + 1) ?? -1) {
      // Within a text it would be escaped; at the beginning of a line it is a record.
      if (at === 0 || content?.[at - 1] === 10) forks++
    }
  }
  return forks
}

export const codeFormat: TranscriptFormat = {
  ...{ form: 'lines', accepts, recognises, beside: statesOf },
  open: (file) => {
    const agent = new Agent(file)
    return new JsonLines(agent.telling, (row) => agent.row(row))
  },
}
