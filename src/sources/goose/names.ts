/** What the tools of Goose are: those of its own extensions, and those of MCP servers. */
import { type ToolName, toolName } from '../tool-names.ts'

/** Extensions that are part of Goose; every other one is an MCP server. */
const OWN = new Set(
  'developer todo platform extensionmanager skills chatrecall summon subagent analyze apps tom summarize code_execution'.split(
    ' ',
  ),
)

/** `<extension>__<tool>`; what is there from the beginning has no extension in newer versions. */
export function namedTool(raw: string): ToolName {
  const end = raw.indexOf('__')
  if (end <= 0) return toolName(raw)
  const extension = raw.slice(0, end).toLowerCase()
  return OWN.has(extension)
    ? toolName(raw.slice(end + 2))
    : { tool: 'MCP', kind: 'mcp', mcp_server: extension }
}

/** The name of a tool without that of its extension. */
export const bareName = (raw: string): string => raw.slice(raw.lastIndexOf('__') + 1).replace(/^_/, '')
