/** The tool calls of a file: each use is brought together with its result. */
import type { ToolCall } from '../../facts/index.ts'
import { ships } from '../git.ts'
import { duration, label, list, path, type Row, record, text } from '../row.ts'
import { toolName } from '../tool-names.ts'
import { type Validation, validationOf } from '../validation.ts'
import type { Scene, Sessions, Spot } from './sessions.ts'

export interface ToolUse {
  key: string
  name: string
  at: number
  scene: Scene
  mode: string | null
  /** The file an editing tool was given. */
  path: string | null
  /** The shell command, kept only where its output is of interest. */
  command: string | null
  validation: Validation | null
  result: Outcome | null
  /** A hook stopped it before it ran. */
  blocked: boolean
}

type Status = 'ok' | 'error' | 'rejected' | 'unknown'

export interface Outcome {
  at: number
  status: Status
  decision: string | null
  duration_ms: number | null
}

/** How much of a result is looked at, to tell a refusal from a failure. */
const LOOKED_AT = 256

/** Text of a tool result, from its beginning. */
export function resultText(block: Row): string {
  const content = block.content
  if (typeof content === 'string') return content
  const first = list(content)
    .map(record)
    .find((part) => part?.type === 'text')
  return text(first?.text) ?? ''
}

const DENIALS: readonly (readonly [RegExp, Status, string | null])[] = [
  [/^(?:interrupted|cancelled)$/, 'unknown', null],
  [/user/, 'rejected', 'user'],
  [/rule|config|setting|policy/, 'rejected', 'config'],
  [/hook/, 'rejected', 'hook'],
  [/auto/, 'rejected', 'auto'],
  [/./, 'rejected', null],
]
const REFUSALS: readonly (readonly [RegExp, Status, string | null])[] = [
  [/^The user doesn't want to /, 'rejected', 'user'],
  [/^(?:Claude requested permissions? to |Permission to use .* has been denied)/, 'rejected', 'config'],
  [/^PreToolUse:\S+ hook/, 'rejected', 'hook'],
  [/^\[Request interrupted/, 'unknown', null],
]

/** How a tool ended: newer versions name the kind of a denial, older ones only word it. */
function ending(block: Row, row: Row): { status: Status; decision: string | null } {
  const denial = label(row.toolDenialKind)
  if (!denial && block.is_error !== true) return { status: 'ok', decision: null }
  const begin = resultText(block)
    .slice(0, LOOKED_AT)
    .replace(/^(?:<tool_use_error>)?(?:Error: )?/, '')
  const hit = denial
    ? DENIALS.find(([kind]) => kind.test(denial))
    : REFUSALS.find(([wording]) => wording.test(begin))
  return hit ? { status: hit[1], decision: hit[2] } : { status: 'error', decision: null }
}

/** What the tool measured itself; else the time between the rows, which includes waiting for approval. */
function timeOf(told: Row | null, use: ToolUse, at: number): number | null {
  return (
    duration(told?.durationMs) ??
    duration(told?.totalDurationMs) ??
    duration(told?.durationSeconds, 1000) ??
    duration(at - use.at)
  )
}

export class ToolCalls {
  readonly #byId = new Map<string, ToolUse>()

  /** A use the model proposed; null when it is known already or names no tool. */
  use(block: Row, index: number, spot: Spot, mode: string | null): ToolUse | null {
    const { scene, at } = spot
    const name = label(block.name)
    if (!name) return null
    const told = label(block.id)
    const id = told ?? `${spot.key}#${index}`
    const known = this.#byId.get(id)
    if (known) {
      if (at < known.at) known.at = at
      if (scene.rank < known.scene.rank) known.scene = scene
      return null
    }
    const input = record(block.input)
    const command = text(input?.command)
    const use: ToolUse = {
      key: told ? `claude-code/tool:${id}` : id,
      name,
      at,
      scene,
      mode,
      path: path(input?.file_path) ?? path(input?.notebook_path),
      command: command && ships(command) ? command : null,
      validation: command ? validationOf(command) : null,
      result: null,
      blocked: false,
    }
    this.#byId.set(id, use)
    return use
  }

  get(id: unknown): ToolUse | undefined {
    return typeof id === 'string' ? this.#byId.get(label(id) ?? '') : undefined
  }

  /** Takes the first result of a use; false when it has one already. */
  finish(use: ToolUse, block: Row, row: Row, told: Row | null, at: number): boolean {
    if (use.result) return false
    use.result = { at, ...ending(block, row), duration_ms: timeOf(told, use, at) }
    return true
  }

  facts(sessions: Sessions): ToolCall[] {
    return [...this.#byId.values()].map((use) => {
      const { tool, kind, mcp_server } = toolName(use.name)
      const blocked = use.blocked && use.result?.status !== 'ok'
      return {
        type: 'tool_call',
        at: use.at,
        keys: [use.key],
        completeness: use.result ? 2 : 1,
        tool,
        raw_tool: use.name,
        kind,
        mcp_server,
        duration_ms: use.result?.duration_ms ?? null,
        status: blocked ? 'rejected' : (use.result?.status ?? 'unknown'),
        decision: blocked ? 'hook' : (use.result?.decision ?? null),
        autonomy_mode: use.mode,
        validation: use.validation,
        ...sessions.context(use.scene),
      }
    })
  }
}
