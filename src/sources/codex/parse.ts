/** Reads one rollout of Codex, line by line, into facts. */
import { JsonLines } from '../json-lines.ts'
import { vendorOf } from '../provider.ts'
import { label, path, type Row, record, records, text } from '../row.ts'
import type { TranscriptFile, TranscriptReader } from '../source.ts'
import { type Session, Telling } from '../telling.ts'
import { HARNESS, madeAt, usageKey } from './names.ts'
import { aboutOf, autonomyOf, Thread } from './thread.ts'
import { Tools } from './tools.ts'
import { Usage } from './usage.ts'

export const PARSER_VERSION = 4

/** Records, items and events that tell nothing that is counted. */
const SILENT = new Set(
  (
    'compacted world_state inter_agent_communication_metadata reasoning agent_message agent_reasoning ' +
    'agent_reasoning_raw_content agent_reasoning_section_break agent_reasoning_delta task_complete ' +
    'turn_complete turn_aborted context_compacted thread_goal_updated thread_name_updated ' +
    'entered_review_mode exited_review_mode item_started item_completed image_generation_call sub_agent_activity collab_waiting_end ' +
    'collab_close_end collab_agent_interaction_end collab_agent_spawn_begin collab_resume_end guardian_assessment ' +
    'dynamic_tool_call_request error warning stream_error ghost_snapshot undo_completed undo_started thread_rolled_back ' +
    'tool_search_output mcp_tool_call_begin exec_command_begin patch_apply_begin web_search_begin ' +
    'image_generation_begin compaction compaction_summary background_event plan_update turn_diff session_configured ' +
    'mcp_startup_complete other deprecation_notice model_reroute token_usage_updated'
  ).split(' '),
)

const ENDINGS = new Set(
  (
    'mcp_tool_call_end exec_command_end web_search_end view_image_tool_call image_generation_end ' +
    'dynamic_tool_call_response collab_agent_spawn_end'
  ).split(' '),
)

/** The id of a thread at the end of its file's name. */
const ID = /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.jsonl$/

/** Texts that Codex puts in the mouth of the user begin with one of these. */
const INJECTED =
  /^\s*<(?:environment_context|user_instructions|subagent_notification|turn_aborted|user_shell_command|skill|permissions|collaboration_mode|personality)\b|^# AGENTS\.md/

class Rollout {
  readonly telling: Telling
  readonly #file: TranscriptFile
  readonly #usage: Usage
  #thread: Thread | null = null
  #session: Session | null = null
  #tools: Tools | null = null
  #model: string | null = null
  #tier: string | null = null
  #calls = 0
  /**
   * Of versions without envelopes, when the thread began: their items have no times of their own and are dated to it. They
   * write no events either, so prompts stand among the items alone.
   */
  #began: number | null = null
  readonly #told = new Map<string, number>()

  constructor(file: TranscriptFile) {
    this.#file = file
    this.telling = new Telling({ harness: HARNESS, parserVersion: PARSER_VERSION }, file)
    this.#usage = new Usage(this.telling)
  }

  row(row: Row): void {
    if (row.payload === undefined) {
      this.#bareRow(row)
      return
    }
    const payload = record(row.payload) ?? {}
    const at = this.#timeOf(row, payload)
    if (at === null) return
    if (row.type === 'session_meta') this.#meta(payload, at)
    else if (!this.#begun(at)) return
    else if (row.type === 'turn_context') this.#turn(payload, at)
    else if (row.type === 'response_item') this.#item(payload, at)
    else if (row.type === 'event_msg') this.#event(payload, at)
    else this.#unknown(row.type)
  }

  /** A line of the time before rows had an envelope: the first names the session, the others have no time. */
  #bareRow(row: Row): void {
    const { type } = row
    if (type === undefined && typeof row.id === 'string' && row.timestamp !== undefined) this.#bareMeta(row)
    else if (row.record_type === 'state') return
    else if (typeof type !== 'string') this.telling.drop('unknown_record')
    else {
      const at = row.timestamp === undefined ? this.#began : this.telling.time(row.timestamp)
      if (at !== null) {
        if (this.#begun(at)) this.#item(row, at)
      } else if (row.timestamp === undefined) this.telling.drop('no_time')
    }
  }

  #bareMeta(row: Row): void {
    const at = this.telling.time(row.timestamp)
    if (at === null) return
    this.#began = at
    this.#meta(row, at)
  }

  #timeOf(row: Row, payload: Row): number | null {
    const last = record(record(payload.info)?.last_token_usage)
    const tokens = ['input_tokens', 'output_tokens'].reduce((sum, name) => {
      const n = last?.[name]
      return typeof n === 'number' && n > 0 ? sum + n : sum
    }, 0)
    const at = this.telling.time(row.timestamp, tokens)
    if (at === null && tokens > 0) this.telling.naive(tokens)
    return at
  }

  /** The first names the thread of the file; others are those of threads whose history was copied. */
  #meta(meta: Row, at: number): void {
    const named = this.#idOfName()
    const id = label(meta.id) ?? named
    // Where the header of the file itself cannot be read, the first one is that of another thread.
    if (!this.#thread && named !== null && id !== named)
      this.#begin(new Thread(named, {}, madeAt(named)), at, {})
    if (this.#thread) this.#thread.copies(meta)
    else if (!id) this.telling.drop('invalid_fact')
    else this.#begin(new Thread(id, meta, this.telling.time(meta.timestamp ?? at) ?? at), at, meta)
  }

  #begin(thread: Thread, at: number, meta: Row): void {
    this.#thread = thread
    this.#session = this.telling.session(thread.id)
    this.#session.agent = thread.origin.agent
    this.#session.rank = thread.replays ? 1 : 0
    this.#tools = new Tools(
      this.#session,
      () => thread.threads(),
      (line) => this.#file.hashLine(line),
    )
    this.#session.tell(at, aboutOf(meta, thread))
  }

  /** Whether rows can be told of a session: by the file's name, where its first row is lost. */
  #begun(at: number): boolean {
    if (this.#thread) return true
    const id = this.#idOfName()
    if (id) this.#begin(new Thread(id, {}, madeAt(id)), at, {})
    else this.telling.drop('invalid_fact')
    return id !== null
  }

  #idOfName(): string | null {
    return ID.exec(this.#file.path)?.[1] ?? null
  }

  #turn(turn: Row, at: number): void {
    this.#thread?.turn(turn.turn_id)
    this.#settle()
    this.#model = label(turn.model) ?? this.#model
    const session = this.#session as Session
    session.effort = label(turn.effort) ?? session.effort
    session.mode = autonomyOf(turn) ?? session.mode
    session.tell(at, { cwd: path(turn.cwd) })
  }

  /** What follows may be of this thread alone. */
  #settle(): void {
    if (this.#session && this.#thread) this.#session.rank = this.#thread.replays ? 1 : 0
  }

  #item(item: Row, at: number): void {
    const tools = this.#tools as Tools
    switch (item.type) {
      case 'message':
        if (this.#began !== null) this.#bareMessage(item, at)
        break
      case 'function_call':
      case 'custom_tool_call':
      case 'local_shell_call':
      case 'tool_search_call':
        tools.call(at, item.type === 'tool_search_call' ? { ...item, name: 'tool_search' } : item)
        break
      case 'function_call_output':
      case 'custom_tool_call_output':
      case 'local_shell_call_output':
        tools.output(at, item)
        break
      case 'web_search_call':
        tools.search(at, item)
        break
      default:
        this.#unknown(item.type)
    }
  }

  #bareMessage(item: Row, at: number): void {
    const told = records(item.content)
      .map((part) => text(part.text) ?? '')
      .join('\n')
    if (item.role === 'user') {
      if (told.trim() !== '' && !INJECTED.test(told)) this.#prompt(told, at)
    } else if (item.role === 'assistant') {
      // Without counts no call is known: the answer is all there is.
      this.#session?.message(at, this.#keysOf('answer', told), 'assistant')
    }
  }

  #event(event: Row, at: number): void {
    const type = String(event.type)
    if (type === 'token_count') this.#count(event, at)
    else if (type === 'user_message') this.#prompt(text(event.message) ?? '', at)
    else if (type === 'patch_apply_end') this.#tools?.patched(at, event)
    else if (ENDINGS.has(type)) this.#tools?.ended(at, event)
    else if (type === 'task_started' || type === 'turn_started') this.#thread?.turn(event.turn_id)
    else if (type === 'thread_settings_applied') this.#settings(record(event.thread_settings))
    else this.#unknown(type)
    this.#settle()
  }

  #settings(settings: Row | null): void {
    const tier = label(settings?.service_tier)
    if (tier) this.#tier = tier === 'default' || tier === 'auto' ? 'standard' : tier
    this.#model = label(settings?.model) ?? this.#model
  }

  #count(event: Row, at: number): void {
    const info = record(event.info)
    // Limits alone.
    if (!info) return
    const used = this.#usage.take(info)
    if (!used) return
    if (this.#calls === 0 && this.#usage.inherits) {
      this.#thread?.inherits()
      this.#settle()
    }
    const { input, cache_read, output, reasoning } = used.counts
    const keys = this.#once(this.#threads().map((id) => usageKey(id, input, cache_read, output, reasoning)))
    const model = this.#model ?? used.model
    this.#calls++
    this.#session?.call(at, keys, { provider: vendorOf(model), model, tier: this.#tier, ...used.tokens })
  }

  /** What stands there in the thread of a sub-agent is a task that another agent gave it. */
  #prompt(told: string, at: number): void {
    if (this.#thread?.origin.agent) return
    if (!INJECTED.test(told)) this.#session?.prompt(at, this.#keysOf('prompt', told))
  }

  /** Keys of something that has no id: what it says, and how many calls came before, are the same in every copy. */
  #keysOf(what: string, told: string): string[] {
    const name = `${this.#file.hashLine(`${what}\n${told}`)}:${this.#calls}`
    return this.#once(this.#threads().map((id) => `codex/${what}:${id}:${name}`))
  }

  /** Keys that were told before in this file get a number. */
  #once(keys: readonly string[]): string[] {
    const [own = ''] = keys
    const before = this.#told.get(own) ?? 0
    this.#told.set(own, before + 1)
    return before === 0 ? [...keys] : keys.map((key) => `${key}#${before}`)
  }

  #threads(): string[] {
    return this.#thread?.threads() ?? []
  }

  #unknown(type: unknown): void {
    if (typeof type !== 'string' || !SILENT.has(type)) this.telling.drop('unknown_record')
  }
}

export function openRollout(file: TranscriptFile): TranscriptReader {
  const rollout = new Rollout(file)
  return new JsonLines(rollout.telling, (row) => rollout.row(row))
}
