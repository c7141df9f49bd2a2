/** Reads one Claude Code transcript, line by line, into facts. */

import { EARLIEST, MAX_AHEAD } from '../../facts/field.ts'
import { type DropReason, type Drops, drop, type Fact, type Message } from '../../facts/index.ts'
import { instant, label, type ReadRow, type Row, record, records, text, wholeRow } from '../row.ts'
import type { ReadResult, TranscriptFile, TranscriptReader } from '../source.ts'
import { autonomyOf } from '../tool-names.ts'
import { Calls } from './calls.ts'
import { Changes, editsFiles } from './changes.ts'
import { Features } from './features.ts'
import { commandIn, isPrompt, isQueuedPrompt, resultsOf, textsOf } from './prompts.ts'
import { Sessions, Spot } from './sessions.ts'
import { Shipped } from './shipped.ts'
import { resultText, ToolCalls, type ToolUse } from './tool-calls.ts'
import { readUsage, type Usage } from './usage.ts'

/** Kinds of rows that tell nothing that is counted. */
const SILENT = new Set(
  (
    'summary ai-title custom-title agent-name last-prompt relocated file-history-snapshot file-history-delta ' +
    'queue-operation mode frame-link bridge-session started result launched atis-latch cost-state ' +
    'artifact-autoreact-ledger artifact-comment-monitor continued-in fork-context-ref content-replacement ' +
    'ended-by-model tag agent-color agent-setting history-suppression attribution-snapshot'
  ).split(' '),
)

const BLANK = /^[\s\uFEFF]*$/

export class ClaudeCodeReader implements TranscriptReader {
  readonly #read: ReadRow
  readonly #latest = Date.now() + MAX_AHEAD
  readonly #drops: Drops = {}
  readonly #naive = { rows: 0, tokens: 0 }
  readonly #sessions: Sessions
  readonly #calls = new Calls(this.#drops)
  readonly #tools = new ToolCalls()
  readonly #features = new Features()
  readonly #changes: Changes
  readonly #shipped = new Shipped()
  readonly #prompts = new Map<string, Spot>()
  #rows = 0
  #mode: string | null = null

  constructor(file: TranscriptFile, read: ReadRow) {
    this.#read = read
    this.#sessions = new Sessions(file)
    this.#changes = new Changes(file)
  }

  line(bytes: Buffer): void {
    if (bytes.length < 8 && BLANK.test(bytes.toString('utf8'))) return
    const row = this.#read(bytes)
    this.#rows++
    if (row) this.#row(row, bytes)
    else if (BLANK.test(bytes.toString('utf8'))) this.#rows--
    else drop(this.#drops, 'broken_line')
  }

  end(): ReadResult {
    const sessions = this.#sessions
    const facts: Fact[] = []
    // One by one: lists of many kinds spread into one are compiled anew again and again.
    const keep = (some: readonly Fact[]) => {
      for (let i = 0; i < some.length; i++) facts.push(some[i] as Fact)
    }
    keep(sessions.facts())
    keep(this.#calls.facts(sessions))
    keep(this.#promptFacts())
    keep(this.#tools.facts(sessions))
    keep(this.#features.facts(sessions))
    keep(this.#changes.facts(sessions))
    keep(this.#shipped.facts(sessions))
    return { facts, rows: this.#rows, naive: this.#naive, drops: this.#drops }
  }

  #row(row: Row, bytes: Buffer): void {
    switch (row.type) {
      case 'assistant':
        this.#assistant(row)
        break
      case 'user':
        this.#user(row, bytes)
        break
      case 'attachment':
        this.#attachment(row)
        break
      case 'system':
        this.#system(row)
        break
      case 'progress':
        this.#progress(row)
        break
      case 'pr-link':
        this.#link(row)
        break
      case 'permission-mode':
        this.#setMode(row.permissionMode)
        break
      case 'worktree-state':
        this.#sessions.worktree(row, record(row.worktreeSession)?.originalCwd)
        break
      default:
        if (typeof row.type !== 'string' || !SILENT.has(row.type)) drop(this.#drops, 'unknown_record')
    }
  }

  #assistant(row: Row): void {
    const message = record(row.message)
    const raw = record(message?.usage)
    const usage = raw && this.#tell(raw)
    const tokens = usage?.tokens ?? 0
    if (row.isApiErrorMessage === true || message?.model === '<synthetic>') {
      drop(this.#drops, 'synthetic', tokens)
      return
    }
    const spot = this.#spotOf(row, tokens)
    if (!spot) return
    this.#calls.add(row, message ?? {}, usage, spot, this.#mode)
    const skill = label(row.attributionSkill)
    if (skill) this.#features.skill(skill, spot)
    records(message?.content).forEach((block, i) => {
      if (block.type !== 'tool_use') return
      const use = this.#tools.use(block, i, spot, this.#mode)
      if (use) this.#features.tool(use, record(block.input))
    })
  }

  #user(row: Row, bytes: Buffer): void {
    this.#setMode(row.permissionMode)
    const spot = this.#spotOf(row)
    if (!spot) return
    const content = record(row.message)?.content
    const results = resultsOf(content)
    if (results.length > 0) {
      for (const block of results) this.#result(block, row, results.length === 1, bytes, spot)
      return
    }
    const texts = textsOf(content)
    const command = commandIn(texts)
    if (command) this.#features.command(command, spot)
    else if (isPrompt(row, texts)) this.#prompt(spot)
  }

  #result(block: Row, row: Row, alone: boolean, bytes: Buffer, spot: Spot): void {
    const use = this.#tools.get(block.tool_use_id)
    if (!use) return
    // The agent's own record stands once in a row: with several results it cannot be told whose it is.
    const told = alone ? record(row.toolUseResult) : null
    if (!this.#tools.finish(use, block, row, told, spot.at)) return
    if (use.result?.status !== 'ok') return
    if (editsFiles(use)) this.#changes.add(use, this.#inFull(told, bytes), spot)
    if (use.command) this.#shipped.output(use, this.#outputOf(use, alone, bytes), spot)
  }

  /** A created file is told with its whole content, which a row that was read in part lacks. */
  #inFull(told: Row | null, bytes: Buffer): Row | null {
    if (told?.type !== 'create' || this.#read === wholeRow) return told
    return record(wholeRow(bytes)?.toolUseResult)
  }

  /** What a shell tool printed: the agent's own record of it, else the text given to the model. */
  #outputOf(use: ToolUse, alone: boolean, bytes: Buffer): string {
    const row = wholeRow(bytes)
    const printed = alone ? text(record(row?.toolUseResult)?.stdout) : null
    const results = resultsOf(record(row?.message)?.content)
    const given = results.find((block) => this.#tools.get(block.tool_use_id) === use)
    return printed ?? (given ? resultText(given) : '')
  }

  #attachment(row: Row): void {
    const attachment = record(row.attachment)
    const spot = this.#spotOf(row)
    if (!attachment || !spot) return
    if (attachment.type === 'queued_command') {
      if (isQueuedPrompt(row, attachment)) this.#prompt(spot)
      return
    }
    this.#features.attachment(attachment, spot)
    if (attachment.type === 'hook_blocking_error' && attachment.hookEvent === 'PreToolUse') {
      const use = this.#tools.get(attachment.toolUseID)
      if (use) use.blocked = true
    }
  }

  #system(row: Row): void {
    const spot = this.#spotOf(row)
    if (spot && row.subtype === 'stop_hook_summary') this.#features.stopHooks(row, spot)
  }

  /** Progress of sub-agents repeats messages that stand in rows of their own. */
  #progress(row: Row): void {
    const message = record(record(row.data)?.message)
    const usage = record(record(message?.message)?.usage)
    if (usage) drop(this.#drops, 'embedded_copy', this.#tell(usage).tokens)
  }

  #link(row: Row): void {
    const at = this.#timeOf(row)
    const session = label(row.sessionId)
    if (at !== null && session) this.#shipped.link(row, session, at)
  }

  #setMode(told: unknown): void {
    const mode = label(told)
    if (mode) this.#mode = autonomyOf(mode)
  }

  #prompt(spot: Spot): void {
    this.#prompts.set(spot.key, spot)
  }

  #promptFacts(): Message[] {
    return [...this.#prompts].map(([key, { scene, at }]) => ({
      type: 'message',
      at,
      keys: [key],
      completeness: 2,
      role: 'user',
      human: true,
      ...this.#sessions.context(scene),
    }))
  }

  /** Reads a row's usage and counts it for the naive sum. */
  #tell(raw: Row): Usage {
    const usage = readUsage(raw)
    this.#naive.rows++
    this.#naive.tokens += usage.tokens
    return usage
  }

  /** When and where a row happened, or null: it is then dropped, with the tokens it told. */
  #spotOf(row: Row, tokens = 0): Spot | null {
    const at = this.#timeOf(row, tokens)
    if (at === null) return null
    const scene = this.#sessions.scene(row, at)
    if (!scene) {
      drop(this.#drops, 'invalid_fact', tokens)
      return null
    }
    return new Spot(row, scene, at)
  }

  #timeOf(row: Row, tokens = 0): number | null {
    const at = instant(row.timestamp)
    let reason: DropReason | null = null
    if (at === null) reason = 'no_time'
    else if (at < EARLIEST || at > this.#latest) reason = 'time_out_of_range'
    if (reason) drop(this.#drops, reason, tokens)
    return reason ? null : at
  }
}
