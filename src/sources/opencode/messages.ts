/** Messages, in both generations of the format: what a person typed, and the calls that models answered with. */
import { duration, label, type Row, record, text } from '../row.ts'
import type { Session } from '../telling.ts'
import { type Counts, countsOf } from './counts.ts'
import { type Reading, type SessionTold, servedBy } from './reading.ts'
import { type ToolTold, tellTool, toolOfPart } from './tools.ts'

/** A row or file with the parts of its message, in their order. */
export interface MessageTold {
  id: string
  data: Row
  parts: readonly Row[]
  session: SessionTold
}

/** What a message of a model tells, whatever the generation. */
export interface Answer {
  id: string
  created: unknown
  completed: unknown
  model: unknown
  provider: unknown
  agent: unknown
  /** Reasoning effort: a variant of the model. */
  variant: unknown
  error: Row | null
  /** Something came of it, even where no counts are told. */
  ended: boolean
  /** Of each call that the message consists of, in their order; its time where it is known. */
  calls: readonly { counts: Counts; at: number | null }[]
  /** The counts of the message, where they stand for its last call alone. */
  whole: Counts | null
  tools: readonly ToolTold[]
  /** Request to last token, where that is told. */
  latency: number | null
}

/** Kinds of part that tell nothing that is counted, or are looked at elsewhere. */
const SILENT = new Set(
  'text reasoning file tool step-start step-finish snapshot patch agent retry checkpoint'.split(' '),
)
const COUNTED = new Set(['compaction', 'subtask'])

const time = (row: Row): Row => record(row.time) ?? {}

/** Typed by a person, or attached: not put there by the agent, a plugin or a hook. */
const typed = (part: Row): boolean =>
  (part.type === 'text' || part.type === 'file' || part.type === 'agent') &&
  part.synthetic !== true &&
  part.ignored !== true

/** Tells of a message of the first generation. */
export function tellMessage(reading: Reading, told: MessageTold): void {
  const { telling } = reading
  telling.rows += 1 + told.parts.length
  for (const { type } of told.parts)
    if (!SILENT.has(type as string) && !COUNTED.has(type as string)) telling.drop('unknown_record')
  if (told.data.role === 'user') tellPrompt(reading, told)
  else if (told.data.role === 'assistant') tellAnswer(reading, placed(told), answerOf(reading, told))
  else telling.drop('unknown_record')
}

/** Where it is not told of the session, an answer tells where it was given. */
function placed({ data, session }: MessageTold): SessionTold {
  const { cwd, root } = record(data.path) ?? {}
  return { ...session, directory: session.directory ?? text(cwd), worktree: session.worktree ?? text(root) }
}

/** Sub-agents that share the session of the main one have another name. */
const MAIN_ACTOR = 'main'

function tellPrompt(reading: Reading, { id, data, parts, session: about }: MessageTold): void {
  const { telling, keys } = reading
  const at = telling.time(time(data).created)
  if (at === null) return
  const session = reading.session(about, at)
  session.agent = null
  const model = record(data.model) ?? data
  const place = [about.projectId, about.worktree, label(data.agent), label(model.modelID)]
  const shared = keys.copiedPrompt(at, place)
  for (const part of parts) {
    // The agent shortens a conversation by itself as well.
    if (part.type === 'compaction' && part.auto === false)
      session.feature(at, [keys.message(id), shared], 'slash_command', 'compact')
    if (part.type === 'subtask') {
      const command = label(part.command)
      if (command)
        session.feature(at, [`${keys.message(id)}#command`, `${shared}#command`], 'slash_command', command)
      session.feature(at, [`${keys.message(id)}#agent`, `${shared}#agent`], 'subagent', label(part.agent))
    }
  }
  const alone = about.parent === null && (data.agentID === undefined || data.agentID === MAIN_ACTOR)
  if (alone && !record(data.provenance) && parts.some(typed)) session.prompt(at, [keys.message(id), shared])
}

/** What a person ran stands in a message as if a model had called it: with an id that the agent made, and nothing else. */
const AGENT_ID = /^[0-9A-HJKMNP-TV-Z]{26}$/i

const ranByPerson = (data: Row, parts: readonly Row[], known: boolean): boolean =>
  !known &&
  record(data.tokens) !== null &&
  parts.length > 0 &&
  parts.every((part) => part.type === 'tool' && AGENT_ID.test(String(part.callID)))

/** Times that parts tell, of which the latest is when what follows began. */
function latest(part: Row, before: number): number {
  const told = record(part.time) ?? record(record(part.state)?.time) ?? {}
  const ends = [told.start, told.end].filter((at) => typeof at === 'number' && at < 1e14) as number[]
  return Math.max(before, ...ends)
}

/** Null where no model wrote it. */
function answerOf(reading: Reading, { id, data, parts }: MessageTold): Answer | null {
  const { telling } = reading
  const message = countsOf(data)
  const steps = stepsOf(data, parts)
  for (const { counts } of steps) if (counts.known) telling.naive(counts.sum)
  if (message.known) telling.naive(message.sum)
  if (ranByPerson(data, parts, message.known)) {
    telling.drop('synthetic')
    return null
  }
  const several = steps.length > 1
  // The message repeats what its only step tells, or the last of several.
  const calls = several
    ? steps
    : [{ counts: message.known ? message : (steps[0]?.counts ?? message), at: null }]
  if (several && message.known) telling.drop('repeated_row', message.sum)
  if (!several && message.known && steps[0]?.counts.known) telling.drop('repeated_row', steps[0].counts.sum)
  const { created, completed } = time(data)
  const tools = parts.flatMap((part) => (part.type === 'tool' ? (toolOfPart(part) ?? []) : []))
  const whole = tools.length === 0 && !several && !data.error
  return {
    id,
    created,
    completed,
    model: data.modelID ?? record(data.model)?.modelID,
    provider: data.providerID ?? record(data.model)?.providerID,
    agent: data.agent ?? data.mode,
    variant: data.variant,
    error: record(data.error),
    ended: typeof completed === 'number' || typeof data.finish === 'string',
    calls,
    whole: several && message.known ? message : null,
    tools,
    latency: whole ? between(created, completed) : null,
  }
}

/** The calls within a message: versions of 2025 put all calls of a turn into one. */
function stepsOf(data: Row, parts: readonly Row[]): Answer['calls'] {
  const steps: { counts: Counts; at: number | null }[] = []
  const { created } = time(data)
  let now = typeof created === 'number' ? created : 0
  let began = now
  for (const part of parts) {
    if (part.type === 'step-finish') {
      const counts = countsOf(part)
      if (counts.known) steps.push({ counts, at: steps.length === 0 ? null : began })
      began = now
    } else now = latest(part, now)
  }
  return steps
}

export const between = (from: unknown, to: unknown): number | null =>
  typeof from === 'number' && typeof to === 'number' ? duration(to - from) : null

/** Tells of the calls of a model, and of the tools it called. */
export function tellAnswer(reading: Reading, about: SessionTold, answer: Answer | null): void {
  if (!answer) return
  const { telling } = reading
  const tokens = answer.calls.reduce((sum, { counts }) => sum + counts.sum, 0)
  const at = telling.time(answer.created, tokens)
  if (at === null) return
  const session = reading.session(about, at)
  session.agent = reading.agentOf(answer.agent)
  session.mode = answer.agent === 'plan' ? 'spec' : null
  session.effort = answer.variant === 'default' ? null : label(answer.variant)
  tellCalls(reading, session, at, answer)
  for (const tool of answer.tools) tellTool(reading, session, at, tool)
}

/** A kind of error is a word; anything else may be a text. */
const kindOf = ({ name, type }: Row): string =>
  [name, type].find((told): told is string => typeof told === 'string' && /^[\w.:-]{1,80}$/.test(told)) ??
  'error'

function tellCalls(reading: Reading, session: Session, at: number, answer: Answer): void {
  const { telling, keys } = reading
  const { calls, error } = answer
  const served = servedBy(answer.model, answer.provider)
  const ended = answer.ended || error !== null
  calls.forEach(({ counts, at: began }, nth) => {
    const last = nth === calls.length - 1
    const all = [nth === 0 ? keys.message(answer.id) : `${keys.message(answer.id)}#${nth}`]
    const usage = keys.usage(session.id, counts.tokens, counts.tokens.out)
    if (usage) all.push(usage)
    if (counts.known || ended) all.push(keys.copiedCall(at, nth, served.model, counts.told))
    if (last && answer.whole) all.push(keys.copiedCall(at, 0, served.model, answer.whole.told))
    // Only what is over: of a message that goes on, another call may be the last.
    if (last && typeof answer.completed === 'number') all.push(keys.call(session.id, at))
    const when = telling.moment(began) ?? at
    if (!counts.known && !ended) {
      session.message(when, all, 'assistant')
      telling.drop('no_usage')
      return
    }
    session.call(when, all, {
      ...served,
      ...counts.tokens,
      ...(counts.cost === null ? {} : { cost_usd: counts.cost, cost_source: 'reported' }),
      ...(last && error ? { status: 'error', error_type: kindOf(error) } : {}),
      latency_ms: answer.latency,
    })
  })
}
