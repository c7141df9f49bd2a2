/** The tool calls of a request: the rounds say what was called, the parts of the response how it went. */
import { toolKey } from '../copilot-cli/keys.ts'
import { label, type Row, record, records, text, wholeRow } from '../row.ts'
import type { Ending, Session } from '../telling.ts'
import { type ToolName, toolName } from '../tool-names.ts'
import { changing, type HashLine } from './changes.ts'

const PART = 'toolInvocationSerialized'

/** How the editor asked for a call: 0 is denied, 5 skipped, everything else went on. */
const REFUSED = new Set<unknown>([0, 5])

function isRefused({ isConfirmed }: Row): boolean {
  return isConfirmed === false || REFUSED.has(record(isConfirmed)?.type)
}

function terminalIn(part: Row | null): Row | null {
  const told = record(part?.toolSpecificData)
  return told && (told.kind === 'terminal' || 'commandLine' in told) ? told : null
}

function statusOf(part: Row | null): Pick<Ending, 'status' | 'decision'> {
  if (!part) return { status: 'unknown' }
  if (isRefused(part)) return { status: 'rejected', decision: 'user' }
  const exit = record(terminalIn(part)?.terminalCommandState)?.exitCode
  if (typeof exit === 'number' && exit !== 0) return { status: 'error' }
  return part.isComplete === true ? { status: 'ok' } : { status: 'unknown' }
}

function namedTool(name: string, part: Row | null): ToolName {
  const source = record(part?.source)
  const known = toolName(name)
  if (source?.type !== 'mcp' && !/^mcp_[^_]/.test(name)) return known
  const server = source?.type === 'mcp' ? label(source.label) : null
  return { tool: 'MCP', kind: 'mcp', mcp_server: server?.toLowerCase() ?? known.mcp_server }
}

/** A call as a round tells it. */
export interface Called {
  at: number
  told: Row
}

/** The chat adds a number to the ids of providers. */
const bareId = (id: unknown): unknown => text(id)?.split('__vscode-', 1)[0] ?? Symbol()

/** Parts have an id of their own in older versions: then they belong to the calls one after the other, if there are as many. */
function partsOf(calls: readonly Called[], parts: readonly Row[]): (Row | null)[] {
  const byId = new Map(parts.map((part) => [bareId(part.toolCallId), part]))
  const found = calls.map(({ told }) => byId.get(bareId(told.id)) ?? null)
  if (found.some((part) => part !== null)) return found
  return calls.length === parts.length ? [...parts] : found
}

export function tellTools(
  session: Session,
  calls: readonly Called[],
  response: unknown,
  hashLine: HashLine,
  place: string,
): void {
  const parts = records(response).filter((part) => part.kind === PART)
  const found = partsOf(calls, parts)
  for (const [i, { at, told }] of calls.entries()) {
    const name = label(told.name)
    if (name === null) continue
    const part = found[i] ?? null
    const id = label(told.id)
    const input = wholeRow(Buffer.from(text(told.arguments) ?? '')) ?? record(told.arguments) ?? {}
    const key = id === null ? `${place}#${i}` : toolKey(id, session.id)
    if (session.toolOf(key)) continue
    const tool = session.tool(at, key, name, { command: text(input.command), named: namedTool(name, part) })
    if (name === 'runSubagent') session.feature(at, key, 'subagent', label(input.agentName))
    const ending = statusOf(part)
    if (ending.status === 'unknown') continue
    // When it ended is not told.
    const output = () => text(record(terminalIn(part)?.terminalCommandOutput)?.text) ?? ''
    tool.end({ at, ...ending, duration_ms: null, output })
    if (tool.succeeded) changing(name)?.(session, at, key, input, hashLine)
  }
}
