/** An agent at work: model calls with their growing rows, tool calls with their answers, and the context both fill. */

import { add, none, type Tokens, type ToolStatus } from '../truth.ts'
import { drawTool, type ToolRun } from './tools.ts'
import type { Piece } from './transcript.ts'
import type { Voice } from './voice.ts'
import type { World } from './world.ts'

type Usage = Omit<Tokens, 'calls' | 'out'>

interface Call {
  id: string
  request: string | null
  model: string
  usage: Usage
}

/** A call as a side conversation repeats it. */
export interface Said extends Call {
  out: number
  block: Piece[]
}

const SYSTEM_PROMPT = 17_000
const REJECTED =
  "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. if it was a file edit, the new_string was NOT written to the file). STOP what you are doing and wait for the user to tell you how to proceed."

export class Agent {
  model: string
  context: number
  /** How much of the context the cache holds. */
  cached = 0
  readonly recent: Said[] = []
  /** What all rows tell together, and what the calls behind them really were. */
  readonly told = none()
  readonly spent = none()
  readonly voice: Voice
  protected readonly world: World
  private lastCallAt = 0
  /** The largest output count of the present call that went into the parent's progress. */
  private mirrored = -1
  private readonly mirror: { voice: Voice; toolUseId: string } | null

  constructor(
    world: World,
    voice: Voice,
    model: string,
    mirror: { voice: Voice; toolUseId: string } | null = null,
  ) {
    this.world = world
    this.voice = voice
    this.model = model
    this.mirror = mirror
    this.context = mirror ? 9_000 : SYSTEM_PROMPT
  }

  /** Tools until the work is done, then an answer; false when a person stopped it. */
  work(calls: number): boolean {
    const { random } = this.world
    for (let i = 1; i < calls && this.voice.clock < this.world.end; i++) {
      const tools = random.chance(0.94) ? 1 : random.int(2, 4)
      if (!this.call(tools)) return false
    }
    return this.call(0)
  }

  /** One model call with its rows and the answers of its tools. */
  call(toolCount: number, cutShort = false): boolean {
    const { random, tally, pool } = this.world
    const { profile } = this.voice
    this.voice.wait(random.skewed(4_500, 0.8, 600, 90_000))
    const call: Call = {
      id: random.messageId(),
      request: profile.noRequestId ? null : random.requestId(),
      model: this.model,
      usage: this.spend(),
    }
    const thinks = random.chance(0.16)
    const says = toolCount === 0 || random.chance(0.18)
    const runs = Array.from({ length: toolCount }, () => ({ id: random.toolUseId(), run: this.tool() }))
    const rows = (thinks ? 1 : 0) + (says ? 1 : 0) + runs.length
    const out = cutShort ? random.int(1, 12) : random.skewed(230, 1.1, 12, 16_000) + (thinks ? 250 : 0)
    const counts = this.growing(rows, out)
    const total = counts.at(-1) as number
    tally.call(this.model, this.voice.clock, { ...call.usage, out: total })
    add(this.spent, { calls: 1, ...call.usage, out: total })
    if (profile.nullCounts) tally.mistake('null_counts_skipped', { calls: 1, ...call.usage, out: total }, -1)
    this.mirrored = -1
    tally.trap('further_rows_of_a_call', rows - 1)
    if (call.request === null) tally.trap('calls_without_request_id')
    if (profile.nullCounts) tally.trap('calls_with_null_counts')
    this.context += total
    let next = 0
    const row = (block: Piece[], stop: string) => {
      const uuid = this.say(call, counts[next++] as number, block, stop)
      this.voice.wait(random.int(5, 900))
      return uuid
    }
    const stop = profile.finalAtOnce ? (runs.length ? '"tool_use"' : '"end_turn"') : 'null'
    if (thinks) {
      const length = random.skewed(300, 0.6, 120, 6_000)
      row(
        [
          `{"type":"thinking","thinking":"${profile.build.tabs ? '' : this.prose(3)}","signature":"`,
          { of: pool.signature.of, from: 0, to: length },
          '"}',
        ],
        stop,
      )
    }
    if (says) row([`{"type":"text","text":"${this.prose(toolCount === 0 ? 3 : 1)}"}`], stop)
    const interleaved = random.chance(0.3)
    const waiting: (() => boolean)[] = []
    let going = true
    runs.forEach(({ id, run }, i) => {
      const uuid = row(
        [`{"type":"tool_use","id":"${id}","name":"${run.name}","input":`, ...run.input, '}'],
        stop,
      )
      const answer = () => this.answer(id, uuid, run, i === runs.length - 1)
      if (interleaved) going = answer() && going
      else waiting.push(answer)
    })
    for (const answer of waiting) going = answer() && going
    if (this.mirrored >= 0) tally.mistake('progress_copy_preferred', { out: this.mirrored - total })
    return going
  }

  prose(most: number): string {
    const { random, pool } = this.world
    return Array.from({ length: random.int(1, most) }, () => random.pick(pool.sentences)).join(' ')
  }

  /** Writes one row of a call, and its copy in the parent's progress where there is one. */
  say(call: Call, out: number, block: readonly Piece[], stop = 'null'): string {
    const { profile } = this.voice
    const usage = this.usage(call.usage, out)
    const names = profile.build.commonLast
      ? `"model":"${call.model}","id":"${call.id}","type":"message","role":"assistant"`
      : `"id":"${call.id}","type":"message","role":"assistant","model":"${call.model}"`
    const message: Piece[] = [
      `"message":{${names},"content":[`,
      ...block,
      `],"stop_reason":${stop},"stop_sequence":null,"usage":${usage}}`,
    ]
    const request = call.request === null ? '' : `,"requestId":"${call.request}"`
    const uuid = this.voice.row([...message, `${request},"type":"assistant"`])
    add(this.told, { calls: 1, ...call.usage, out })
    this.recent.push({ ...call, out, block: [...block] })
    if (this.recent.length > 6) this.recent.shift()
    if (this.mirror && this.world.random.chance(0.25)) {
      const { voice, toolUseId } = this.mirror
      this.mirrored = Math.max(this.mirrored, out)
      voice.clock = this.voice.clock
      const copy = `"uuid":"${uuid}","timestamp":"${this.voice.at()}"`
      voice.progress(
        [
          `"message":{"type":"assistant",`,
          ...message,
          `${request},${copy}},"normalizedMessages":[],"type":"agent_progress","prompt":"","agentId":"${this.voice.agentId}"`,
        ],
        toolUseId,
      )
      this.world.tally.trap('progress_rows_with_usage')
    }
    return uuid
  }

  /** The tool a call uses; a session overrides it to start sub-agents. */
  protected tool(): ToolRun {
    const { random, pool } = this.world
    const { cwd, branch, build } = this.voice.profile
    return drawTool({ random, pool, cwd, branch, tabs: build.tabs }, this.mirror !== null)
  }

  /** Runs before the answer of a tool is written. */
  protected started(_run: ToolRun, _toolUseId: string): void {}

  private answer(id: string, asker: string, run: ToolRun, last: boolean): boolean {
    const { random, tally } = this.world
    const status = this.status(run, last)
    tally.tool(run.name, status)
    if (status === 'unknown') return this.stopped('[Request interrupted by user]')
    if (status === 'ok') this.started(run, id)
    this.voice.wait(run.ms)
    const commonLast = this.voice.profile.build.commonLast
    const from: Piece[] = commonLast ? [`,"sourceToolAssistantUUID":"${asker}"`] : []
    if (status === 'ok') {
      const content: Piece[] = [`[{"tool_use_id":"${id}","type":"tool_result","content":`, ...run.content]
      this.voice.user(
        [...content, run.name === 'Bash' ? ',"is_error":false}]' : '}]'],
        [',"toolUseResult":', ...run.outcome, ...from],
      )
      this.context += Math.ceil(size(run.content) / 4)
      if (run.change) tally.change(run.change.op, run.change.added, run.change.removed)
      if (run.commit) tally.commit(run.commit.added, run.commit.removed)
      if (run.pullRequest) this.opened(run.pullRequest)
      if (random.chance(0.05)) this.hook(run.name, id)
      return true
    }
    const text =
      status === 'rejected' ? REJECTED : `${run.name === 'Bash' ? 'Exit code 1\\n' : ''}${this.prose(6)}`
    const wrapped =
      status === 'error' && run.name !== 'Bash' ? `<tool_use_error>${text}</tool_use_error>` : text
    this.voice.user(
      [`[{"type":"tool_result","content":"${wrapped}","is_error":true,"tool_use_id":"${id}"}]`],
      [
        ...(status === 'rejected' && commonLast ? [',"toolDenialKind":"user-rejected"'] : []),
        `,"toolUseResult":"Error: ${text}"`,
        ...from,
      ],
    )
    return status === 'error' || this.stopped('[Request interrupted by user for tool use]')
  }

  private status(run: ToolRun, last: boolean): ToolStatus {
    const { random } = this.world
    if (random.chance(run.name === 'Bash' ? 0.08 : 0.025)) return 'error'
    if (this.mirror || !last) return 'ok'
    if (run.name !== 'Read' && random.chance(0.012)) return 'rejected'
    return random.chance(0.004) ? 'unknown' : 'ok'
  }

  private stopped(text: string): false {
    this.voice.wait(800)
    this.voice.user([`[{"type":"text","text":"${text}"}]`])
    this.world.tally.trap('injected_user_rows')
    return false
  }

  private hook(tool: string, id: string): void {
    const name = `"hookEvent":"PostToolUse","hookName":"PostToolUse:${tool}"`
    if (!this.voice.profile.build.commonLast) {
      this.voice.progress([`"type":"hook_progress",${name},"command":"lint --fix"`], id)
      return
    }
    this.voice.attachment(
      `"type":"hook_success",${name},"toolUseID":"${id}","content":"","stdout":"","stderr":"","exitCode":0,"command":"lint --fix","durationMs":${this.world.random.int(4, 900)}`,
    )
  }

  private opened({ url, repository, number }: { url: string; repository: string; number: number }): void {
    this.world.tally.pullRequest(url)
    if (!this.voice.profile.build.commonLast || this.mirror) return
    this.voice.note(
      'pr-link',
      `"prNumber":${number},"prUrl":"${url}","prRepository":"${repository}","timestamp":"${this.voice.at()}"`,
    )
  }

  /** What the call costs in input, by what the cache still holds. */
  private spend(): Usage {
    const { random } = this.world
    const { profile } = this.voice
    const life = profile.hourCache ? 3_600_000 : 300_000
    if (this.voice.clock - this.lastCallAt > life) this.cached = 0
    this.lastCallAt = this.voice.clock
    const cache_write = Math.max(0, this.context - this.cached)
    const usage = profile.nullCounts
      ? { in_uncached: cache_write, cache_read: this.cached, cache_write: 0, cache_write_1h: 0 }
      : {
          in_uncached: random.int(1, 14),
          cache_read: this.cached,
          cache_write,
          cache_write_1h: profile.hourCache ? cache_write : 0,
        }
    this.cached = this.context
    return usage
  }

  /** Output counts of the rows of one call: small while it streams, final in the last. */
  private growing(rows: number, out: number): number[] {
    const { random } = this.world
    if (this.voice.profile.finalAtOnce || random.chance(0.08)) return Array.from({ length: rows }, () => out)
    const first = Math.min(out, random.int(1, 9))
    return Array.from({ length: rows }, (_, i) =>
      i === rows - 1 ? out : first + Math.floor(((out - first) * i) / (rows * 2)),
    )
  }

  private usage(usage: Usage, out: number): string {
    const { profile } = this.voice
    const { in_uncached, cache_read, cache_write, cache_write_1h } = usage
    if (profile.nullCounts) {
      return `{"input_tokens":${in_uncached},"cache_creation_input_tokens":null,"cache_read_input_tokens":${cache_read || null},"output_tokens":${out}}`
    }
    const counts = `"input_tokens":${in_uncached},"cache_creation_input_tokens":${cache_write},"cache_read_input_tokens":${cache_read}`
    const split = `"cache_creation":{"ephemeral_5m_input_tokens":${cache_write - cache_write_1h},"ephemeral_1h_input_tokens":${cache_write_1h}}`
    if (!profile.build.commonLast) {
      return `{${counts}${profile.noSplit ? '' : `,${split}`},"output_tokens":${out},"service_tier":"standard"}`
    }
    return (
      `{${counts},"output_tokens":${out},"server_tool_use":{"web_search_requests":0,"web_fetch_requests":0},` +
      `"service_tier":"standard",${split},"inference_geo":"not_available",` +
      `${profile.build.tabs ? `"iterations":[{${counts},"output_tokens":${out},${split},"type":"message"}],` : ''}"speed":"standard"}`
    )
  }
}

function size(pieces: readonly Piece[]): number {
  let sum = 0
  for (const piece of pieces) sum += typeof piece === 'string' ? piece.length : piece.to - piece.from
  return sum
}
