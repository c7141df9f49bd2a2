/** The conversation with the model that lies beside the rows of a task: it alone tells how tools ended. */
import { instant, label, list, path, type Row, record, records, text } from '../row.ts'
import type { ToolStatus } from '../telling.ts'
import { toolName } from '../tool-names.ts'
import { Timeline } from './timeline.ts'

export interface Outcome {
  /** Name of the tool as the model calls it. */
  name: string
  status: ToolStatus
  output: string
}

/** What was sent to the model in one message: results of tools, and the surroundings. */
export interface Exchange {
  /** By the kind of tool, the last first. */
  outcomes: ReadonlyMap<string, Outcome[]>
  model: string | null
  cwd: string | null
}

/** How much of a result is looked at, to tell how the tool ended. */
const LOOKED_AT = 500

function statusOf(output: string, failed: boolean): ToolStatus {
  const begin = output.slice(0, LOOKED_AT)
  if (/^(?:The user denied this operation|\[?User denied)|"status":\s*"denied"/.test(begin)) return 'rejected'
  const error =
    failed ||
    /^(?:The tool execution failed|\[ERROR\]|<error>|Error:)|"status":\s*"error"/.test(begin) ||
    /\b(?:Exit code: |with exit code )[1-9]/.test(begin)
  return error ? 'error' : 'ok'
}

const contentOf = (content: unknown): string =>
  text(content) ??
  list(content)
    .map((part) => text(record(part)?.text) ?? '')
    .join('\n')

/** Texts that hold the results of tools begin with the name of the tool: `[read_file for 'a.ts'] Result:`. */
const NAMED = /^\[(\w{1,64})/
const RESULT = '] Result:'

function outcomesOf(content: unknown, names: ReadonlyMap<string, string>): Outcome[] {
  const outcomes: Outcome[] = []
  let open: string | null = null
  for (const block of records(content)) {
    if (block.type === 'tool_result') {
      const output = contentOf(block.content)
      const name = names.get(label(block.tool_use_id) ?? '') ?? 'unknown'
      outcomes.push({ name, status: statusOf(output, block.is_error === true), output })
    } else if (block.type === 'text') {
      const told = text(block.text) ?? ''
      const name = NAMED.exec(told)?.[1]
      const end = name ? told.indexOf(RESULT) : -1
      const output = (end < 0 ? told : told.slice(end + RESULT.length)).trimStart()
      if (name && end >= 0) open = name
      // The result may stand in the next block.
      if (open === null || output === '') continue
      outcomes.push({ name: open, status: statusOf(output, false), output })
      open = null
    }
  }
  return outcomes
}

const SURROUNDINGS = '<environment_details>'

/** Model and working folder, as the agent tells them to the model; only of the part that the agent writes itself. */
export function surroundingsOf(told: string): { model: string | null; cwd: string | null } {
  const begin = told.lastIndexOf(SURROUNDINGS)
  const part = begin < 0 ? '' : told.slice(begin)
  return {
    model: label(/<model>([^<\n]{1,200})<\/model>/.exec(part)?.[1]),
    cwd: path(/^# Current (?:Working|Workspace) Directory \(([^)\n]{1,4000})\)/m.exec(part)?.[1]),
  }
}

const textsOf = (content: unknown): string[] =>
  typeof content === 'string'
    ? [content]
    : records(content).flatMap((block) => (typeof block.text === 'string' ? [block.text] : []))

/** Rows and conversation give tools different names. */
const kindOf = (name: string): string => {
  const { tool, kind } = toolName(name)
  return `${tool} ${kind}`
}

function exchangeOf(message: Row, names: ReadonlyMap<string, string>): Exchange {
  const told = textsOf(message.content).findLast((one) => one.includes(SURROUNDINGS)) ?? ''
  const outcomes = new Map<string, Outcome[]>()
  for (const outcome of outcomesOf(message.content, names).reverse()) {
    const kind = kindOf(outcome.name)
    const same = outcomes.get(kind)
    if (same) same.push(outcome)
    else outcomes.set(kind, [outcome])
  }
  return { outcomes, ...surroundingsOf(told) }
}

export class History {
  readonly #byPlace: Timeline<Exchange>
  readonly #byTime: Timeline<Exchange>
  /** Where the task began. */
  readonly cwd: string | null

  constructor(content: Buffer | null) {
    const exchanges: { place: number; time: number | null; exchange: Exchange }[] = []
    const names = new Map<string, string>()
    rowsOf(content).forEach((message, place) => {
      if (message.role === 'assistant') {
        for (const block of records(message.content)) {
          const [id, name] = block.type === 'tool_use' ? [label(block.id), label(block.name)] : []
          if (id && name) names.set(id, name)
        }
      } else if (message.role === 'user')
        exchanges.push({ place, time: instant(message.ts), exchange: exchangeOf(message, names) })
    })
    this.#byPlace = new Timeline(exchanges.map(({ place, exchange }) => [place, exchange]))
    this.#byTime = new Timeline(exchanges.map(({ time, exchange }) => [time, exchange]))
    this.cwd = exchanges.find(({ exchange }) => exchange.cwd !== null)?.exchange.cwd ?? null
  }

  /** The message behind a row: Cline numbers the messages that were there when it wrote the row, the others tell times. */
  #behind(row: Row, at: number): Exchange | null {
    const place = row.conversationHistoryIndex
    return typeof place === 'number' ? this.#byPlace.from(place + 1) : this.#byTime.from(at)
  }

  /** How a tool ended: of the results that were sent next, the first of its kind that is not another's. */
  outcomeOf(row: Row, at: number, name: string): Outcome | null {
    return this.#behind(row, at)?.outcomes.get(kindOf(name))?.pop() ?? null
  }

  modelAt(row: Row, at: number): string | null {
    return this.#behind(row, at)?.model ?? null
  }
}

function rowsOf(content: Buffer | null): Row[] {
  if (!content) return []
  try {
    return records(JSON.parse(content.toString('utf8')))
  } catch {
    return []
  }
}
