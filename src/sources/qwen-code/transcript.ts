/** Reads one transcript of Qwen Code, row by row, into facts. */
import { isTyped } from '../gemini-cli/content.ts'
import type { Usage } from '../gemini-cli/tokens.ts'
import { JsonLines } from '../json-lines.ts'
import { label, type Row, record, text } from '../row.ts'
import type { ReadResult, TranscriptFile, TranscriptReader } from '../source.ts'
import { Telling } from '../telling.ts'
import { autonomyOf } from '../tool-names.ts'
import { Calls, ofEvent, ofRow, RESPONSE } from './calls.ts'
import { HARNESS } from './names.ts'
import { type Place, type Spot, spotOf } from './rows.ts'
import { ToolCalls } from './tools.ts'

export const PARSER_VERSION = 2

/** System rows that tell nothing that is counted. */
const SILENT = new Set(
  (
    'session_notes chat_compression at_command attribution_snapshot notification background_task_completed cron ' +
    'custom_title session_source session_execution_engine omni_recall session_model rewind agent_bootstrap ' +
    'agent_launch_prompt agent_retry agent_session_ready file_history_snapshot user_text_elements ' +
    'session_artifact_event session_artifact_snapshot session_sources_snapshot branch_checkpoint goal_state ' +
    'goal_runtime goal_turn_end realtime_message turn_result agent_mention agent_message ' +
    'managed_session_header_v1 managed_session_event_v1 managed_session_commit_v1'
  ).split(' '),
)

/** User rows that a person typed or spoke. */
const BY_PEOPLE = new Set([undefined, null, 'mid_turn_user_message', 'realtime_message', 'agent_mention'])

export class QwenCodeReader implements TranscriptReader {
  readonly #telling: Telling
  readonly #lines: JsonLines
  readonly #calls: Calls
  readonly #tools: ToolCalls
  readonly #place: Place
  /** Model of a sub-agent, whose rows do not tell it. */
  readonly #model: string | null
  readonly #file: TranscriptFile
  #told = false
  #transcribed: boolean | null = null

  constructor(file: TranscriptFile) {
    this.#file = file
    this.#telling = new Telling({ harness: HARNESS, parserVersion: PARSER_VERSION }, file)
    this.#calls = new Calls(this.#telling)
    this.#tools = new ToolCalls(file)
    this.#lines = new JsonLines(
      this.#telling,
      (row) => this.#row(row),
      () => this.#calls.end(),
    )
    const about = aboutAgent(file)
    const stem = label(/([^\\/]*?)(?:\.jsonl)?$/.exec(file.path)?.[1])
    const parent = label(/[\\/]subagents[\\/]([^\\/]+)[\\/][^\\/]+$/.exec(file.path)?.[1])
    this.#place = {
      session: parent ?? stem,
      agent: parent === null ? null : (label(about?.agentType) ?? 'subagent'),
    }
    this.#model = label(about?.model)
  }

  line(bytes: Buffer): void {
    this.#lines.line(bytes)
  }

  /** The transcript of a sub-agent tells nothing of the session that started it, as a whole. */
  end(): ReadResult {
    const read = this.#lines.end()
    return this.#told ? read : { ...read, facts: read.facts.filter(({ type }) => type !== 'session') }
  }

  #row(row: Row): void {
    switch (row.type) {
      case 'assistant':
        this.#assistant(row)
        break
      case 'user':
        this.#user(row)
        break
      case 'tool_result': {
        const spot = this.#spot(row)
        if (spot) this.#tools.result(row, spot)
        break
      }
      case 'system':
        this.#system(row)
        break
      default:
        this.#telling.drop('unknown_record')
    }
  }

  #spot(row: Row, tokens = 0): Spot | null {
    const spot = spotOf(this.#telling, row, this.#place, tokens)
    if (spot && !spot.sidechain) this.#told = true
    return spot
  }

  #assistant(row: Row): void {
    const usage = ofRow(row)
    if (usage) this.#telling.naive(usage.sum)
    const spot = this.#spot(row, usage?.sum)
    if (!spot) return
    this.#calls.row(row, usage, spot, this.#model)
    this.#tools.proposed(row, spot)
  }

  #user(row: Row): void {
    const spot = this.#spot(row)
    if (!spot) return
    this.#calls.login(record(row.executionContext)?.authType)
    const { at, session, key, sidechain } = spot
    const source = label(row.provenance) ?? 'real_user'
    const typed = source === 'real_user' && BY_PEOPLE.has(row.subtype as string | null | undefined)
    if (!sidechain && typed && isTyped(record(row.message)?.parts)) session.prompt(at, key)
  }

  #system(row: Row): void {
    const told = record(row.systemPayload)
    const event = row.subtype === 'ui_telemetry' ? record(told?.uiEvent) : null
    const usage = event && ofEvent(event)
    if (usage) this.#telling.naive(usage.sum)
    const spot = this.#spot(row, usage?.sum)
    if (!spot) return
    const { at, session, key } = spot
    if (event) this.#event(event, usage, spot)
    else if (row.subtype === 'slash_command') {
      const name = label(/^\/([\w:.-]{1,100})/.exec(text(told?.rawCommand) ?? '')?.[1])
      if (name && told?.phase !== 'result') session.feature(at, `${key}#command`, 'slash_command', name)
    } else if (row.subtype === 'session_approval_mode') {
      session.mode = autonomyOf(label(told?.mode) ?? '')
    } else if (row.subtype === 'parent_session') session.tell(at, { parent: label(told?.parentSessionId) })
    else if (typeof row.subtype !== 'string' || !SILENT.has(row.subtype)) this.#telling.drop('unknown_record')
  }

  #event(event: Row, usage: Usage | null, spot: Spot): void {
    switch (event['event.name']) {
      case RESPONSE:
        this.#calls.response(event, usage, spot)
        break
      case 'qwen-code.api_error':
        this.#calls.failure(event, spot)
        break
      case 'qwen-code.tool_call':
        if (!this.#tools.event(event) && this.#isUntold(event, spot)) this.#tools.alone(event, spot)
        break
    }
  }

  /** Whether a sub-agent made that call of which no other transcript tells. */
  #isUntold(event: Row, { origin, sidechain }: Spot): boolean {
    const prompt = label(event.prompt_id)
    if (sidechain || !prompt?.startsWith(`${origin}#`) || prompt.includes('########')) return false
    this.#transcribed ??= hasSubagents(this.#file, origin)
    return !this.#transcribed
  }
}

/** What lies beside the transcript of a sub-agent. */
function aboutAgent({ path, nearby }: TranscriptFile): Row | null {
  if (!/[\\/]subagents[\\/][^\\/]+[\\/]agent-[^\\/]*\.jsonl$/.test(path)) return null
  try {
    const content = nearby.read(path.replace(/\.jsonl$/, '.meta.json'))
    return record(JSON.parse(content?.toString('utf8') ?? ''))
  } catch {
    return null
  }
}

/** Whether sub-agents of a session have transcripts of their own: `subagents/<session>` beside the folder of chats. */
function hasSubagents({ path, nearby }: TranscriptFile, session: string): boolean {
  const project = /^(.*)([\\/])chats[\\/]/.exec(path)
  if (!project?.[1]) return false
  const folder = [project[1], 'subagents', session.replace(/[^a-zA-Z0-9_-]/g, '_')].join(project[2])
  return nearby.list(folder).some((name) => name.endsWith('.jsonl'))
}
