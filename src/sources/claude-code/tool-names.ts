/** What the tools of the agent are called everywhere else. */

export interface ToolName {
  tool: string
  kind: string
  mcp_server: string | null
}

const GROUPS: readonly (readonly [tool: string, kind: string, names: string])[] = [
  ['Read', 'file', 'read notebookread'],
  ['Edit', 'file', 'edit multiedit notebookedit'],
  ['Create', 'file', 'write'],
  ['Execute', 'shell', 'bash bashoutput killbash killshell powershell'],
  ['Grep', 'search', 'grep'],
  ['Glob', 'search', 'glob'],
  ['other', 'search', 'ls toolsearch lsp'],
  ['Web', 'web', 'webfetch websearch'],
  ['Task', 'agent', 'task agent'],
  ['other', 'agent', 'taskoutput taskstop agentoutputtool sendmessage workflow'],
  ['Todo', 'other', 'todowrite todoread taskcreate taskupdate tasklist taskget'],
]
const KNOWN = new Map<string, ToolName>(
  GROUPS.flatMap(([tool, kind, names]) =>
    names.split(' ').map((name): [string, ToolName] => [name, { tool, kind, mcp_server: null }]),
  ),
)
const OTHER: ToolName = { tool: 'other', kind: 'other', mcp_server: null }

/** `mcp__<server>__<tool>`; only the server names of plugins contain `__` themselves. */
function mcpServer(name: string): string | null {
  const rest = name.slice('mcp__'.length)
  const end = rest.startsWith('plugin_') ? rest.lastIndexOf('__') : rest.indexOf('__')
  return (end < 0 ? rest : rest.slice(0, end)).toLowerCase() || null
}

export function toolName(raw: string): ToolName {
  if (raw.startsWith('mcp__')) return { tool: 'MCP', kind: 'mcp', mcp_server: mcpServer(raw) }
  return KNOWN.get(raw.toLowerCase()) ?? OTHER
}

const MODES: Readonly<Record<string, string>> = {
  bypassPermissions: 'auto-high',
  auto: 'auto-medium',
  acceptEdits: 'auto-low',
  default: 'manual',
  ask: 'manual',
  dontAsk: 'manual',
  plan: 'spec',
}

/** The autonomy mode a permission mode stands for; null for one this version does not know. */
export function autonomyOf(permissionMode: string): string | null {
  return Object.hasOwn(MODES, permissionMode) ? (MODES[permissionMode] ?? null) : null
}
