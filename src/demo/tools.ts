/** How agents use tools in the story: which, under which raw name, how long and how it ends. */
import type { Person } from './people.ts'
import type { Random } from './random.ts'

export type Mode = 'auto-high' | 'auto-medium' | 'auto-low' | 'manual' | 'spec'
export type Tool =
  | 'Read'
  | 'Edit'
  | 'Execute'
  | 'Grep'
  | 'Glob'
  | 'Create'
  | 'Web'
  | 'Task'
  | 'Todo'
  | 'MCP'
  | 'other'
export type Risk = 'low' | 'medium' | 'high'

interface ToolShape {
  kind: string
  /** Median run time in ms. */
  ms: number
  failing: number
  raw: string
}

const SHAPES: Record<Tool, ToolShape> = {
  Read: { kind: 'file', ms: 25, failing: 0.015, raw: 'Read' },
  Edit: { kind: 'file', ms: 40, failing: 0.05, raw: 'Edit' },
  Create: { kind: 'file', ms: 35, failing: 0.01, raw: 'Write' },
  Execute: { kind: 'shell', ms: 2200, failing: 0.12, raw: 'Bash' },
  Grep: { kind: 'search', ms: 90, failing: 0.01, raw: 'Grep' },
  Glob: { kind: 'search', ms: 60, failing: 0.01, raw: 'Glob' },
  Web: { kind: 'web', ms: 1800, failing: 0.07, raw: 'WebFetch' },
  Task: { kind: 'agent', ms: 60_000, failing: 0, raw: 'Task' },
  Todo: { kind: 'other', ms: 8, failing: 0, raw: 'TodoWrite' },
  MCP: { kind: 'mcp', ms: 700, failing: 0.06, raw: '' },
  other: { kind: 'other', ms: 100, failing: 0.02, raw: 'NotebookEdit' },
}

const RAW: Record<string, Partial<Record<Tool, string>>> = {
  codex: { Execute: 'exec_command', Edit: 'apply_patch', Create: 'apply_patch', Todo: 'update_plan' },
  'gemini-cli': { Read: 'read_file', Edit: 'replace', Create: 'write_file', Execute: 'run_shell_command' },
  copilot: { Read: 'read_file', Edit: 'replace_string_in_file', Create: 'create_file', Grep: 'grep_search' },
  opencode: { Read: 'read', Edit: 'edit', Create: 'write', Execute: 'bash', Grep: 'grep', Glob: 'glob' },
  droid: { Execute: 'Execute', Create: 'Create', Web: 'FetchUrl', Grep: 'Grep' },
}

const WEIGHTS: readonly (readonly [Tool, number])[] = [
  ['Read', 29],
  ['Execute', 24],
  ['Edit', 17],
  ['Grep', 11],
  ['Glob', 4],
  ['Create', 3.5],
  ['Todo', 4.5],
  ['Web', 1.7],
  ['other', 0.6],
]
/** Codex reads and searches through its shell. */
const SHELL_WEIGHTS: readonly (readonly [Tool, number])[] = [
  ['Execute', 66],
  ['Edit', 20],
  ['Create', 3],
  ['Todo', 7],
  ['Web', 2],
  ['other', 1],
]
/** Until a plan is approved nothing is changed. */
const SPEC_WEIGHTS: readonly (readonly [Tool, number])[] = [
  ['Read', 45],
  ['Grep', 24],
  ['Glob', 10],
  ['Execute', 8],
  ['Web', 4],
]

const MCP_TOOLS: Record<string, readonly string[]> = {
  github: ['get_pull_request', 'create_pull_request', 'search_code', 'list_issues'],
  linear: ['get_issue', 'update_issue', 'list_issues'],
  postgres: ['query'],
  playwright: ['browser_navigate', 'browser_snapshot', 'browser_click'],
}

const RISKS: readonly (readonly [Risk, number])[] = [
  ['low', 70],
  ['medium', 24],
  ['high', 6],
]
const MCP_SHARE = 0.06
const TASK_SHARE = 0.012
/** Share of proposals a person turns down, by how much the agent may do without asking. */
const REJECTED: Record<Mode, number> = {
  'auto-high': 0,
  'auto-medium': 0.008,
  'auto-low': 0.02,
  manual: 0.045,
  spec: 0.01,
}

export interface ToolUse {
  tool: Tool
  raw_tool: string
  kind: string
  mcp_server: string | null
  duration_ms: number
  status: 'ok' | 'error' | 'rejected'
  decision: 'user' | 'config' | 'hook' | 'auto'
  risk_proposed: Risk | null
  risk_executed: Risk | null
}

function toolFor(harness: string, mode: Mode, servers: readonly string[], tasks: boolean, random: Random) {
  if (servers.length > 0 && random.chance(MCP_SHARE)) return 'MCP'
  if (tasks && random.chance(TASK_SHARE)) return 'Task'
  return random.weighted(mode === 'spec' ? SPEC_WEIGHTS : harness === 'codex' ? SHELL_WEIGHTS : WEIGHTS)
}

function decisionOf(mode: Mode, asks: boolean, random: Random): ToolUse['decision'] {
  if (!asks) return 'auto'
  return random.chance(mode === 'manual' ? 0.6 : mode === 'auto-low' ? 0.3 : 0.06) ? 'user' : 'config'
}

/** `asks` is whether a person is there to be asked, `tasks` whether the agent may start subagents. */
export function drawTool(
  who: Person,
  harness: string,
  mode: Mode,
  asks: boolean,
  tasks: boolean,
  random: Random,
) {
  const tool: Tool = toolFor(harness, mode, who.mcp, tasks, random)
  const shape = SHAPES[tool]
  const server = tool === 'MCP' ? random.pick(who.mcp) : null
  const risk = tool === 'Execute' ? random.weighted(RISKS) : null
  const byHook = who.hooks && random.chance(0.004)
  const rejected = byHook || (asks && random.chance(REJECTED[mode] * (risk === 'high' ? 5 : 1)))
  const status = rejected ? 'rejected' : random.chance(shape.failing) ? 'error' : 'ok'
  const use: ToolUse = {
    tool,
    raw_tool: server
      ? `mcp__${server}__${random.pick(MCP_TOOLS[server] ?? ['call'])}`
      : (RAW[harness]?.[tool] ?? shape.raw),
    kind: shape.kind,
    mcp_server: server,
    duration_ms: rejected ? 0 : Math.round(random.skewed(shape.ms, 0.9, 2, 240_000)),
    status,
    decision: byHook ? 'hook' : rejected ? 'user' : decisionOf(mode, asks, random),
    risk_proposed: risk,
    risk_executed: rejected ? null : risk,
  }
  return use
}

/** The command that makes a commit; it is told like any other use of the shell. */
export function commitCommand(harness: string, asks: boolean): ToolUse {
  return {
    tool: 'Execute',
    raw_tool: RAW[harness]?.Execute ?? SHAPES.Execute.raw,
    kind: 'shell',
    mcp_server: null,
    duration_ms: 640,
    status: 'ok',
    decision: asks ? 'user' : 'auto',
    risk_proposed: 'medium',
    risk_executed: 'medium',
  }
}
