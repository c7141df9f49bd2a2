/** The tools that a model called, in both generations of the format. */
import { label, type Row, record, records, text } from '../row.ts'
import type { Session, ToolStatus } from '../telling.ts'
import { changesOf } from './changes.ts'
import type { Reading } from './reading.ts'

export interface ToolTold {
  id: string
  name: string
  /** Null while it runs. */
  status: ToolStatus | null
  decision: string | null
  input: Row
  metadata: Row
  output: string
  /** From when to when it ran. */
  start: unknown
  end: unknown
  /** What telemetry tells in place of an id: its beginning, and bytes of its output where it succeeded. */
  told: { start: unknown; bytes: number | null }
}

const REJECTED = /The user rejected permission to use|^The user dismissed this question/
const RULED = /a rule which prevents you from using/
const STOPPED =
  /^(?:Tool execution (?:was )?(?:aborted|interrupted)|Cancelled$|Command cancelled|.* was aborted$)/

type Outcome = Pick<ToolTold, 'status' | 'decision'>

/** How a call failed. One that was stopped neither succeeded nor failed. */
function failure(message: string, kind: string, interrupted: boolean): Outcome {
  // It stands at the beginning; what follows may be as long as any output.
  const begins = message.slice(0, 300)
  if (REJECTED.test(begins) || /reject/i.test(kind)) return { status: 'rejected', decision: 'user' }
  if (RULED.test(begins) || /denied/i.test(kind)) return { status: 'rejected', decision: 'config' }
  if (interrupted || STOPPED.test(begins) || /abort|interrupt|cancel/i.test(kind))
    return { status: 'unknown', decision: null }
  return { status: 'error', decision: null }
}

/** A tool that is not there is answered by one called `invalid`, and a command that failed is completed all the same. */
const completed = (name: string, metadata: Row): Outcome => {
  const { exit } = metadata
  const failed = name === 'invalid' || (typeof exit === 'number' && exit !== 0)
  return { status: failed ? 'error' : 'ok', decision: null }
}

function outcomeOf(name: string, state: Row, metadata: Row): Outcome {
  switch (state.status) {
    case 'completed':
    case 'success':
      return completed(name, metadata)
    case 'error': {
      const error = record(state.error)
      const message = text(state.error) ?? text(error?.message) ?? ''
      return failure(message, text(error?.type) ?? '', metadata.interrupted === true)
    }
    default:
      return { status: null, decision: null }
  }
}

/** A part of the first generation. */
export function toolOfPart(part: Row): ToolTold | null {
  const id = label(part.callID) ?? label(part.id)
  const name = label(part.tool)
  if (id === null || name === null) return null
  const state = record(part.state) ?? {}
  const metadata = record(state.metadata) ?? {}
  const time = record(state.time) ?? {}
  const output = text(state.output) ?? ''
  const succeeded = state.status === 'completed'
  return {
    id,
    name,
    ...outcomeOf(name, state, metadata),
    input: record(state.input) ?? {},
    metadata,
    output,
    start: time.start,
    end: time.end,
    told: { start: time.start, bytes: succeeded ? Buffer.byteLength(output) : null },
  }
}

/** An element of the content of a message of the second generation. */
export function toolOfContent(item: Row): ToolTold | null {
  const id = label(item.callID) ?? label(item.id)
  const name = label(item.name)
  if (id === null || name === null) return null
  const state = record(item.state) ?? {}
  const metadata = { ...(record(state.structured) ?? {}), ...(record(state.metadata) ?? {}) }
  const time = record(item.time) ?? {}
  const output = records(state.content)
    .map((part) => text(part.text) ?? '')
    .filter(Boolean)
    .join('\n')
  const succeeded = state.status === 'completed'
  return {
    id,
    name,
    ...outcomeOf(name, state, metadata),
    input: record(state.input) ?? {},
    metadata,
    output,
    start: time.ran ?? time.created,
    end: time.completed,
    told: { start: time.created, bytes: succeeded ? Buffer.byteLength(output) : null },
  }
}

/** Time between two instants, where both can be. */
const between = (from: number | null, to: number | null): number | null =>
  from === null || to === null || to < from ? null : to - from

/** It is a part of a key, which has its bounds. */
const LONGEST_PATH = 2_000

/** `at` is the time of the message that proposed it. */
export function tellTool(reading: Reading, session: Session, at: number, tool: ToolTold): void {
  const { telling, keys, file } = reading
  const start = telling.moment(tool.start)
  const end = telling.moment(tool.end)
  const told = telling.moment(tool.told.start)
  const own = keys.ownTool(session.id, tool.id)
  const all = [keys.copiedTool(at, tool.id), ...(own ? [own] : [])]
  if (tool.status !== null && told !== null && end !== null)
    all.push(
      keys.untoldTool(session.id, {
        tool: tool.name,
        at: told,
        duration: end - told,
        bytes: tool.told.bytes,
      }),
    )
  const command = text(tool.input.command)
  const call = session.tool(start ?? at, all, tool.name, { command, named: reading.named(tool.name) })
  uses(session, start ?? at, all, tool)
  if (tool.status === null || call.ended) return
  call.end({
    at: end ?? start ?? at,
    status: tool.status,
    duration_ms: between(start, end),
    decision: tool.decision,
    output: () => tool.output,
  })
  if (!call.succeeded) return
  for (const { path, op, size } of changesOf(tool, call.named.tool, file.hashLine))
    if (path.length <= LONGEST_PATH) session.change(end ?? start ?? at, call.key, path, op, size)
}

/** Skills and agents are loaded and started by tools. */
function uses(session: Session, at: number, keys: readonly string[], { name, input }: ToolTold): void {
  if (name === 'skill') session.feature(at, keys, 'skill', label(input.name) ?? label(input.id))
  if (name === 'task') session.feature(at, keys, 'subagent', label(input.subagent_type))
  if (name === 'subagent') session.feature(at, keys, 'subagent', label(input.agent))
}
