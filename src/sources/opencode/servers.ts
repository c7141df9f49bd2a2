/** Names of the MCP servers that are configured: names of tools alone do not tell whose they are. */
import { join } from 'node:path'
import { record } from '../row.ts'
import type { Nearby } from '../source.ts'

/** Settings may have comments, and commas before an end; texts may look like both. */
const COMMENT = /("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g
const COMMA = /("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g
/** Settings of people are shorter. */
const LONGEST = 262_144

export function settingsIn(text: string): Record<string, unknown> | null {
  const kept = (_: string, quoted?: string): string => quoted ?? ''
  try {
    return record(JSON.parse(text.slice(0, LONGEST).replace(COMMENT, kept).replace(COMMA, kept)))
  } catch {
    return null
  }
}

/** The folder of settings that belongs to a data folder, where both are where they are by default. */
function settingsFolder(data: string): string | null {
  const [, home, app] = /^(.*)[\\/]\.local[\\/]share[\\/]([^\\/]+)$/.exec(data) ?? []
  return home === undefined || app === undefined ? null : join(home, '.config', app)
}

/** As they are configured for all projects now. */
export function serversBeside(nearby: Nearby, data: string, app: string): string[] {
  const folder = settingsFolder(data)
  if (!folder) return []
  const names = new Set<string>()
  for (const name of new Set([
    `${app}.json`,
    `${app}.jsonc`,
    'opencode.json',
    'opencode.jsonc',
    'config.json',
  ])) {
    const mcp = record(settingsIn(nearby.read(join(folder, name))?.toString() ?? '')?.mcp)
    for (const server of Object.keys(record(mcp?.servers) ?? mcp ?? {})) names.add(server)
  }
  return [...names]
}
