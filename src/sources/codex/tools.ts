/** Tool calls of a thread, and what they did: files, sub-agents, skills, commits. */
import { hashed, type LineChange, ofDiff, ofText } from '../added-lines.ts'
import { filesOf, patchIn } from '../apply-patch.ts'
import { below } from '../folders.ts'
import { label, path, type Row, record, text } from '../row.ts'
import type { Session, Tool, ToolStatus } from '../telling.ts'
import { toolName } from '../tool-names.ts'
import { callKey, scriptOf, WRAPPER } from './names.ts'
import { outcomeOf, ranFor } from './outcome.ts'

/** What is remembered of a call until it has ended. */
interface Open {
  tool: Tool
  /** A patch, or a command that holds one. */
  patch: string | null
  /** Type of the agent to be started. */
  agent: string | null
  skill: string | null
}

interface Given {
  /** Shell command, or the patch of `apply_patch`. */
  text: string | null
  agent: string | null
}

/** Arguments are an object as JSON, or the text itself. */
function givenIn(told: unknown): Given {
  if (typeof told !== 'string') return { text: null, agent: null }
  if (!told.trimStart().startsWith('{')) return { text: told, agent: null }
  try {
    const given = record(JSON.parse(told))
    return {
      text: scriptOf(given?.command ?? given?.cmd ?? given?.input),
      agent: label(given?.agent_type) ?? label(given?.agent_role),
    }
  } catch {
    return { text: null, agent: null }
  }
}

const SKILL_FILE = 'SKILL.md'
const FOLDER = /([^/\\\s"'`]{1,200})[/\\]$/

/** The skill whose file a command reads: the name of its folder. */
function skillIn(command: string): string | null {
  const at = command.indexOf(SKILL_FILE)
  return at < 0 ? null : label(FOLDER.exec(command.slice(Math.max(0, at - 202), at))?.[1])
}

type Size = LineChange | { added: number | null; removed: number | null }
const UNTOLD: Size = { added: null, removed: null }

const mcpNamed = (server: string) => ({ tool: 'MCP', kind: 'mcp', mcp_server: server.toLowerCase() })

/** `<server>__<tool>` of older versions, `mcp__<server>__<tool>`, or a namespace beside the name. */
function named(name: string, namespace: string | null) {
  if (namespace?.startsWith('mcp__')) return toolName(`${namespace.replace(/_+$/, '')}__${name}`)
  const known = toolName(name)
  const server = /^([\w.-]+?)__\w/.exec(name)?.[1]
  return known.tool === 'other' && known.kind === 'other' && server ? mcpNamed(server) : known
}

export class Tools {
  readonly #session: Session
  readonly #threads: () => readonly string[]
  readonly #hashLine: (line: string) => string
  readonly #open = new Map<string, Open>()
  /** Calls whose changes were told by the record of the patch. */
  readonly #patched = new Set<string>()
  #unnamed = 0

  /** `threads` answers those that may tell of what comes now, this one first. */
  constructor(session: Session, threads: () => readonly string[], hashLine: (line: string) => string) {
    this.#session = session
    this.#threads = threads
    this.#hashLine = hashLine
  }

  /** A call that the model proposed. */
  call(at: number, payload: Row): void {
    const name = label(payload.name) ?? (payload.type === 'local_shell_call' ? 'local_shell' : null)
    if (!name || name === WRAPPER) return
    const action = record(payload.action)
    const given = action
      ? { text: scriptOf(action.command), agent: null }
      : givenIn(payload.arguments ?? payload.input)
    this.#propose(at, this.#idOf(payload), name, given, label(payload.namespace))
  }

  #propose(at: number, id: string, name: string, given: Given, namespace: string | null = null): Open {
    const known = this.#open.get(id)
    if (known) return known
    const kind = named(name, namespace)
    const isShell = kind.tool === 'Execute'
    const command = isShell ? given.text : null
    const keys = [...new Set(this.#threads().map((thread) => callKey(id, thread)))]
    const tool = this.#session.tool(at, keys, name, { command, named: kind })
    const patch = kind.tool === 'Edit' ? given.text : isShell ? patchIn(given.text ?? '') : null
    const skill = command === null ? null : skillIn(command)
    const open = { tool, patch, agent: given.agent, skill }
    this.#open.set(id, open)
    return open
  }

  /** What a call answered. */
  output(at: number, payload: Row): void {
    const id = label(payload.call_id)
    const open = id === null ? undefined : this.#open.get(id)
    if (!id || !open) return
    const { output, ...outcome } = outcomeOf(payload, open.tool.named.tool === 'Execute')
    this.#end(at, id, open, { ...outcome, output: () => output })
  }

  #end(
    at: number,
    id: string,
    open: Open,
    ending: {
      status: ToolStatus
      decision?: string | null
      duration_ms: number | null
      output?: () => string
    },
  ): void {
    const { tool, patch, agent, skill } = open
    tool.end({ at, ...ending })
    open.patch = null
    if (!tool.succeeded) return
    if (tool.named.tool === 'Task') this.#session.feature(tool.at, tool.key, 'subagent', agent)
    if (skill) this.#session.feature(tool.at, `${tool.key}#skill:${skill}`, 'skill', skill)
    if (patch && !this.#patched.has(id)) this.#patch(tool, patch)
  }

  #patch(tool: Tool, patch: string): void {
    for (const { path: told, op, added, removed, added_lines } of filesOf(patch)) {
      const line_hashes = hashed(added_lines, this.#hashLine)
      this.#session.change(tool.at, tool.key, told, op, { added, removed, line_hashes })
    }
  }

  /** The record of a patch that was applied says more than the patch: what was really there before. */
  patched(at: number, payload: Row): void {
    const id = label(payload.call_id)
    if (!id || this.#patched.has(id)) return
    const { tool } = this.#propose(at, id, 'apply_patch', { text: null, agent: null })
    if (payload.success !== true) {
      tool.end({ at, status: 'error', duration_ms: null })
      return
    }
    this.#patched.add(id)
    for (const [file, told] of Object.entries(record(payload.changes) ?? {})) {
      const change = record(told)
      const moved = path(change?.move_path) ?? path(file)
      if (!change || !moved) continue
      const op = change.type === 'add' ? 'create' : change.type === 'delete' ? 'delete' : 'edit'
      const place = below(moved, this.#session.cwd) ?? moved
      this.#session.change(tool.at, tool.key, place, op, this.#sizeOf(op, change))
    }
    tool.end({ at, status: 'ok', duration_ms: null })
  }

  #sizeOf(op: string, change: Row): Size {
    const content = text(change.content)
    if (op === 'create') return content === null ? UNTOLD : ofText(content, this.#hashLine)
    if (op === 'delete')
      return { added: 0, removed: content === null ? null : ofText(content, () => '').added }
    const diff = text(change.unified_diff)
    return diff === null ? UNTOLD : ofDiff(diff, this.#hashLine)
  }

  /** Events that tell the end of a call by themselves, and of calls within scripts their only trace. */
  ended(at: number, payload: Row): void {
    const id = label(payload.call_id) ?? label(payload.callId)
    if (!id) return
    const duration_ms = ranFor(payload.duration)
    const since = duration_ms === null ? at : at - Math.min(duration_ms, LONGEST_MS)
    if (payload.type === 'mcp_tool_call_end') this.#mcp(at, since, id, payload, duration_ms)
    else if (payload.type === 'exec_command_end') this.#command(at, since, id, payload, duration_ms)
    else if (payload.type === 'collab_agent_spawn_end') {
      const open = this.#open.get(id) ?? this.#propose(since, id, 'spawn_agent', NOTHING)
      open.agent ??= label(payload.new_agent_role)
    } else {
      const name = ENDED.get(String(payload.type)) ?? label(payload.tool) ?? 'other'
      const failed = payload.success === false || payload.status === 'failed'
      this.#end(at, id, this.#propose(since, id, name, NOTHING), {
        status: failed ? 'error' : 'ok',
        duration_ms,
      })
    }
  }

  #command(at: number, since: number, id: string, payload: Row, duration_ms: number | null): void {
    const open = this.#propose(since, id, 'exec_command', { text: scriptOf(payload.command), agent: null })
    const code = payload.exit_code
    const status = typeof code === 'number' ? (code === 0 ? 'ok' : 'error') : 'unknown'
    const output = () => text(payload.aggregated_output) ?? text(payload.stdout) ?? ''
    this.#end(at, id, open, { status, duration_ms, output })
  }

  #mcp(at: number, since: number, id: string, payload: Row, duration_ms: number | null): void {
    const invocation = record(payload.invocation)
    const server = label(invocation?.server)
    const open = this.#propose(since, id, label(invocation?.tool) ?? 'mcp', NOTHING)
    if (server) open.tool.named = mcpNamed(server)
    const result = record(payload.result)
    const ok = record(result?.Ok) ?? record(result?.ok)
    const failed = ok ? ok.isError === true || ok.is_error === true : result !== null
    this.#end(at, id, open, { status: result === null ? 'unknown' : failed ? 'error' : 'ok', duration_ms })
  }

  /** A search of the web, which the provider runs. */
  search(at: number, payload: Row): void {
    const id = label(payload.id) ?? label(payload.call_id)
    if (!id) return
    const open = this.#propose(at, id, 'web_search', NOTHING)
    if (payload.status === 'completed') this.#end(at, id, open, { status: 'ok', duration_ms: null })
  }

  /** Calls without an id are named by their place among those of the thread. */
  #idOf(payload: Row): string {
    return label(payload.call_id) ?? label(payload.id) ?? `${this.#session.id}#${this.#unnamed++}`
  }
}

/** A tool that ran longer than this did not. */
const LONGEST_MS = 24 * 3600_000

const NOTHING: Given = { text: null, agent: null }

/** Events by the tool whose end they are. */
const ENDED = new Map([
  ['web_search_end', 'web_search'],
  ['view_image_tool_call', 'view_image'],
  ['image_generation_end', 'image_generation'],
])
