/** A session from its first prompt to its last, with its sub-agents, side questions and forks. */

import { branchName, DAY } from '../scene.ts'
import { add, type Tokens } from '../truth.ts'
import { save } from '../world.ts'
import { Agent, type Said } from './agent.ts'
import { folderOf, MODELS, type Profile, SUBAGENT_MODELS } from './profile.ts'
import { prompt } from './prompt.ts'
import type { ToolRun } from './tools.ts'
import { type Cut, Transcript } from './transcript.ts'
import { Voice } from './voice.ts'
import type { World } from './world.ts'

/** Where a session could be forked: the rows so far and the state they lead to. */
interface Branching {
  cut: Cut
  parent: string | null
  context: number
  cached: number
  clock: number
  told: Tokens
  spent: Tokens
}

export class Session extends Agent {
  readonly id: string
  private folder: string
  private readonly branchings: Branching[] = []

  constructor(world: World, profile: Profile, start: number, id: string, file = new Transcript()) {
    super(world, new Voice(world.random, file, id, profile, start), profile.model)
    this.id = id
    this.folder = folderOf(profile.cwd)
    world.tally.truth.sessions++
  }

  /** A new session, some turns, and sometimes forks of it; ends by writing the files. */
  static run(world: World, profile: Profile, start: number): void {
    const { random } = world
    const session = new Session(world, profile, start, random.uuid())
    session.opening()
    session.turns(random.skewed(15, 1.1, 1, 260))
    session.close()
    for (let base = session; random.chance(0.13) && base.branchings.length > 0; ) {
      const fork = base.fork()
      if (!fork) break
      fork.turns(random.skewed(6, 0.9, 1, 60))
      fork.close()
      base = fork
    }
  }

  private opening(): void {
    const { random, pool } = this.world
    const { voice } = this
    if (voice.profile.build.commonLast) {
      voice.note('permission-mode', '"permissionMode":"acceptEdits"')
      voice.note('mode', '"mode":"normal"')
    } else if (random.chance(0.3)) {
      voice.file.put(
        `{"type":"summary","summary":"${random.pick(pool.sentences)}","leafUuid":"${random.uuid()}"`,
      )
      voice.file.endRow()
    }
    voice.note('queue-operation', `"operation":"dequeue","timestamp":"${voice.at()}"`)
  }

  private turns(count: number): void {
    const { random, end } = this.world
    for (let i = 0; i < count; i++) {
      this.turn(i === 0)
      const think = random.chance(0.01)
        ? random.int(DAY / 2, 3 * DAY)
        : random.skewed(70_000, 1.4, 3_000, 7_200_000)
      if (this.voice.clock + think > end) break
      this.voice.wait(think)
      this.between()
    }
  }

  private turn(first: boolean): void {
    const { random, tally } = this.world
    const { voice } = this
    const began = voice.clock
    const rowsBefore = voice.file.rows
    this.snapshot()
    prompt(this.world, voice, first)
    this.context += random.skewed(120, 1, 20, 8_000)
    if (random.chance(0.006)) this.apiError()
    if (random.chance(0.012)) {
      this.call(0, true)
      voice.user(['[{"type":"text","text":"[Request interrupted by user]"}]'])
      tally.trap('injected_user_rows')
    } else this.work(random.skewed(2.7, 0.75, 1, 40))
    if (voice.profile.build.commonLast && random.chance(0.5)) {
      voice.system(
        'turn_duration',
        `"durationMs":${voice.clock - began},"messageCount":${voice.file.rows - rowsBefore},"isMeta":false`,
      )
    } else if (random.chance(0.1)) {
      voice.system(
        'stop_hook_summary',
        '"hookCount":1,"hookInfos":[{"command":"callback"}],"hookErrors":[],"preventedContinuation":false,"stopReason":"","hasOutput":false,"level":"suggestion"',
      )
    }
    if (!voice.profile.build.agentsBeside && random.chance(0.02)) this.aside()
  }

  /** What may happen between two turns. */
  private between(): void {
    const { random } = this.world
    const { voice } = this
    if (this.context > 165_000) this.compact()
    if (random.chance(0.05)) voice.profile.branch = branchName(random)
    if (random.chance(0.015)) this.model = MODELS.choose(random)
    if (random.chance(0.004)) voice.profile.cwd += '/packages'
    if (random.chance(0.1)) {
      const id = random.uuid()
      voice.file.put(
        `{"type":"file-history-snapshot","messageId":"${id}","snapshot":{"messageId":"${id}","trackedFileBackups":{},"timestamp":"${voice.at()}"},"isSnapshotUpdate":false`,
      )
      voice.file.endRow()
    }
  }

  private close(): void {
    const { voice, world } = this
    if (voice.profile.build.commonLast) {
      voice.note('ai-title', `"aiTitle":"${world.random.pick(world.pool.sentences)}"`)
      voice.note('last-prompt', `"lastPrompt":"${world.random.pick(world.pool.sentences)}"`)
    }
    if (voice.profile.noRequestId && !voice.profile.nullCounts) {
      world.tally.mistake('rows_without_request_id_all_counted', this.told)
      world.tally.mistake('rows_without_request_id_all_counted', this.spent, -1)
    }
    save(world, `projects/${this.folder}/${this.id}.jsonl`, voice.file, voice.clock)
  }

  private snapshot(): void {
    const { voice, context, cached } = this
    this.branchings.push({
      cut: voice.file.cut(),
      parent: voice.parent,
      context,
      cached,
      clock: voice.clock,
      told: { ...this.told },
      spent: { ...this.spent },
    })
  }

  override say(...row: Parameters<Agent['say']>): string {
    const uuid = super.say(...row)
    // A hand-off may cut a call between its rows; only an answer without tools leaves nothing open behind it.
    const block = row[2][0]
    const text = typeof block === 'string' && /^\{"type":"(text|thinking)"/.test(block)
    if (text && this.world.random.chance(0.02)) this.snapshot()
    return uuid
  }

  /** A second session that begins with a copy of this one's rows. */
  private fork(): Session | null {
    const { random, tally, end } = this.world
    const from = random.pick(this.branchings)
    const start = from.clock + random.skewed(600_000, 1.5, 20_000, 2 * DAY)
    if (start > end || from.cut.rows === 0) return null
    const id = random.uuid()
    const mark = random.chance(0.3) ? '"sessionKind":"bg",' : ''
    const fork = new Session(
      this.world,
      { ...this.voice.profile },
      start,
      id,
      this.voice.file.copy(from.cut, id, mark),
    )
    fork.folder = this.folder
    fork.voice.parent = from.parent
    fork.context = from.context
    fork.cached = from.cached
    add(fork.told, from.told)
    tally.mistake('forks_counted_again', from.spent)
    tally.trap('forks')
    tally.trap('rows_copied_by_forks', from.cut.rows)
    return fork
  }

  private apiError(): void {
    const { voice, world } = this
    voice.system(
      'api_error',
      `"level":"error","error":{"status":529,"headers":{},"requestID":"${world.random.requestId()}"},"retryInMs":600,"retryAttempt":1,"maxRetries":10`,
    )
    voice.wait(5_000)
    if (world.random.chance(0.4)) return
    voice.row([
      `"message":{"id":"${world.random.uuid()}","model":"<synthetic>","role":"assistant","stop_reason":"stop_sequence","stop_sequence":"","type":"message",` +
        '"usage":{"input_tokens":0,"output_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"server_tool_use":{"web_search_requests":0,"web_fetch_requests":0},"service_tier":null},' +
        '"content":[{"type":"text","text":"API Error: Overloaded"}]},"isApiErrorMessage":true,"type":"assistant"',
    ])
    world.tally.trap('synthetic_rows')
  }

  private compact(): void {
    const { voice, world } = this
    const before = this.context
    voice.wait(40_000)
    voice.parent = null
    voice.system(
      'compact_boundary',
      `"content":"Conversation compacted","isMeta":false,"level":"info","compactMetadata":{"trigger":"auto","preTokens":${before}}`,
    )
    voice.user(
      [
        `"This session is being continued from a previous conversation that ran out of context. ${this.prose(40)}"`,
      ],
      [',"isVisibleInTranscriptOnly":true,"isCompactSummary":true'],
    )
    world.tally.trap('injected_user_rows')
    this.context = 17_000 + Math.floor(before / 25)
    this.cached = Math.min(this.cached, 15_000)
  }

  protected override tool(): ToolRun {
    if (!this.world.random.chance(0.02)) return super.tool()
    const name = this.voice.profile.build.agentTool
    const input = `{"description":"${this.prose(1)}","prompt":"${this.prose(5)}","subagent_type":"Explore"}`
    return { name, input: [input], content: ['[]'], outcome: ['{}'], ms: 0 }
  }

  protected override started(run: ToolRun, toolUseId: string): void {
    if (run.name !== this.voice.profile.build.agentTool) return
    const { random, tally } = this.world
    const began = this.voice.clock
    const rows = this.subagent(run.input.join(''), toolUseId)
    tally.truth.subagents++
    run.ms = Math.max(0, rows.clock - this.voice.clock)
    const report = `[{"type":"text","text":"${this.prose(10)}"}]`
    run.content = [report]
    const total = random.int(9_000, 90_000)
    run.outcome = [
      `{"status":"completed","prompt":"","agentId":"${rows.agentId}","content":${report},"totalDurationMs":${rows.clock - began},"totalTokens":${total},"totalToolUseCount":${random.int(1, 30)},` +
        `"usage":{"input_tokens":6,"cache_creation_input_tokens":${total},"cache_read_input_tokens":${total * 4},"output_tokens":${random.int(40, 900)},"service_tier":"standard"}}`,
    ]
  }

  private subagent(input: string, toolUseId: string): Voice {
    const { random } = this.world
    const agentId = `a${random.hex(16)}`
    const voice = new Voice(
      random,
      new Transcript(),
      this.id,
      this.voice.profile,
      this.voice.clock + 50,
      agentId,
    )
    const agent = new Agent(this.world, voice, SUBAGENT_MODELS.choose(random) ?? this.model, {
      voice: this.voice,
      toolUseId,
    })
    voice.user([`"${(JSON.parse(input) as { prompt: string }).prompt.replaceAll('"', "'")}"`])
    agent.work(random.skewed(11, 0.7, 2, 60))
    this.saveAgent(voice)
    return voice
  }

  /** A side question: its file repeats what was said, under new request ids, before it asks. */
  private aside(): void {
    const { random, tally } = this.world
    const { profile } = this.voice
    const said: Said[] = this.recent.splice(0)
    const voice = new Voice(
      random,
      new Transcript(),
      this.id,
      profile,
      this.voice.clock,
      `aside_question-${random.hex(8)}`,
    )
    const agent = new Agent(this.world, voice, this.model)
    for (const one of said) {
      const request = one.request === null ? null : random.requestId()
      agent.say({ ...one, request }, one.out, one.block)
    }
    // The last row of a call tells the most, and a map keeps the last.
    const calls = new Map(said.map((one) => [one.id, one])).values()
    for (const { usage, out } of calls) {
      tally.trap('calls_replayed_aside')
      tally.mistake('asides_counted_again', { calls: 1, ...usage, out })
    }
    voice.user([`"${this.prose(1)}"`])
    agent.context = this.context
    agent.call(0)
    this.saveAgent(voice)
  }

  private saveAgent(voice: Voice): void {
    const beside = voice.profile.build.agentsBeside ? '' : `${this.id}/subagents/`
    save(this.world, `projects/${this.folder}/${beside}agent-${voice.agentId}.jsonl`, voice.file, voice.clock)
  }
}
