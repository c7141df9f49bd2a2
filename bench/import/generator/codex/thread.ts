/** A thread of Codex: its header, its turns and calls with the counts that are written for them, and where it can be forked. */
import { Conversation } from '../conversation.ts'
import { drawUse, prose, tallyDone, type Use } from '../work.ts'
import { save } from '../world.ts'
import { Meter, type Reading, WINDOW } from './meter.ts'
import { drawModel, type Profile } from './profile.ts'
import { Rollout } from './rollout.ts'
import { propose } from './tools.ts'
import type { World } from './world.ts'

/** A place in a thread, and what leads on from it. */
export interface Branching {
  rows: number
  clock: number
  conversation: Conversation
  reading: Reading
}

/** What a thread begins as. */
export interface Origin {
  /** What `session_meta` says beside what it says of any thread. */
  header: object
  /** A thread that another agent began, for it to explore something. */
  subagent: boolean
  context: number
}

export class Thread {
  readonly id: string
  readonly world: World
  readonly profile: Profile
  readonly rollout = new Rollout()
  readonly branchings: Branching[] = []
  clock: number
  protected conversation: Conversation
  protected readonly origin: Origin
  readonly #meter: Meter
  #model: string
  #turns = 0
  #turnId = ''

  constructor(world: World, profile: Profile, start: number, origin: Origin) {
    this.world = world
    this.profile = profile
    this.clock = start
    this.origin = origin
    this.conversation = new Conversation(origin.context)
    this.id = world.random.uuid7(start)
    this.#model = drawModel(world.random, profile.build)
    this.#meter = new Meter(world, this.rollout, profile.build, origin.subagent)
    if (origin.subagent) world.tally.truth.subagents++
    else world.tally.truth.sessions++
    this.#header()
  }

  #header(): void {
    const { profile, rollout, clock, world } = this
    const { build, cwd, originator, source, commit, branch, repository } = profile
    const instructions = build.longHeader
      ? { base_instructions: { text: world.pool.sentences.join(' ').slice(0, 20_000) } }
      : { instructions: null }
    rollout.row(clock, 'session_meta', {
      ...{
        id: this.id,
        timestamp: new Date(clock).toISOString(),
        cwd,
        originator,
        cli_version: build.version,
      },
      ...{ source, ...this.origin.header, model_provider: 'openai', ...instructions },
      git: { commit_hash: commit, branch, repository_url: repository },
    })
  }

  /** The history of another thread, re-stamped. */
  replay(from: Thread, { rows, conversation, reading }: Branching): void {
    this.rollout.copy(from.rollout, rows, this.clock)
    this.conversation = conversation.copy()
    this.#meter.goOn(reading)
    this.clock += 400
  }

  here(): Branching {
    const { rollout, clock, conversation } = this
    return { rows: rollout.rows, clock, conversation: conversation.copy(), reading: this.#meter.reading }
  }

  turns(count: number): void {
    const { random, end } = this.world
    for (let i = 0; i < count; i++) {
      this.#turn()
      this.branchings.push(this.here())
      const think = random.skewed(80_000, 1.4, 3_000, 7_200_000)
      if (this.clock + think > end) break
      this.clock += think
    }
  }

  #turn(): void {
    const { world, rollout, profile } = this
    const { random, tally } = world
    const { build } = profile
    this.#turns++
    this.#turnId = build.turnIds === 'times' ? random.uuid7(this.clock) : String(this.#turns)
    const began = this.clock
    const turn_id = this.#turnId
    if (build.turnIds === 'times')
      rollout.event(this.clock, 'task_started', { turn_id, model_context_window: WINDOW })
    if (this.#turns === 1)
      this.#said('user', `<environment_context>\n  <cwd>${profile.cwd}</cwd>\n</environment_context>`)
    if (random.chance(0.02)) this.#model = drawModel(random, build)
    const asked = prose(world, random.skewed(3, 0.9, 1, 30))
    this.#said('user', asked)
    rollout.event(this.clock, 'user_message', { message: asked, images: [], local_images: [] })
    if (!this.origin.subagent) tally.truth.human_messages++
    if (!build.settingsPerCall) this.#settings()
    this.#meter.limits(this.clock)
    if (random.chance(0.004)) this.#meter.beginAnew()
    const calls = random.skewed(this.origin.subagent ? 9 : 5, 0.8, 1, 60)
    for (let i = 1; i < calls && this.clock < world.end; i++) {
      const tools = random.chance(0.9) ? 1 : random.int(2, 4)
      if (!this.#call(Array.from({ length: tools }, () => this.drawUse()))) {
        this.#aborted(turn_id)
        return
      }
    }
    this.#call([])
    if (this.conversation.context > 215_000) this.#compact()
    if (build.turnIds === 'times')
      rollout.event(this.clock, 'task_complete', { turn_id, duration_ms: this.clock - began })
  }

  protected drawUse(): Use {
    const { random, pool } = this.world
    const { cwd, branch } = this.profile
    return drawUse({ random, pool, cwd, branch }, this.origin.subagent)
  }

  #said(role: 'user' | 'assistant', text: string): void {
    const type = role === 'user' ? 'input_text' : 'output_text'
    this.rollout.item(this.clock, 'message', { role, content: [{ type, text }] })
    this.conversation.hear(text)
  }

  #settings(): void {
    const { cwd, approval, sandbox, build } = this.profile
    const turn_id = build.turnIds === 'none' ? {} : { turn_id: this.#turnId }
    this.rollout.row(this.clock, 'turn_context', {
      ...{ ...turn_id, cwd, approval_policy: approval, sandbox_policy: { type: sandbox } },
      ...{ model: this.#model, effort: 'medium', summary: 'auto' },
    })
  }

  /** One call of the model: the tools it asked for, and their answers; false when a person stopped it. */
  #call(uses: readonly Use[]): boolean {
    const { world, rollout, profile } = this
    const { random, tally } = world
    if (profile.build.settingsPerCall) this.#settings()
    this.#meter.again(this.clock)
    this.clock += random.skewed(6_000, 0.8, 900, 120_000)
    const says = uses.length === 0 || random.chance(0.2) ? prose(world, 4) : null
    if (says) rollout.event(this.clock, 'agent_message', { message: says })
    this.#spend(says)
    if (says) this.#said('assistant', says)
    const open = uses.map((use) => ({ use, ...propose(this, use) }))
    for (const { use, name, answer } of open) {
      if (use.status === 'ok') this.during(use)
      this.clock += use.ms
      answer(this.clock)
      tally.tool(name, use.status)
      if (use.status === 'ok') tallyDone(tally, use)
      this.conversation.hear(use.output)
    }
    return !uses.some(({ status }) => status === 'rejected') || random.chance(0.5)
  }

  /** What happens while a tool runs. */
  protected during(_use: Use): void {}

  /** What the call used, and what it thought before it said anything. */
  #spend(says: string | null): void {
    const { world, rollout, clock } = this
    const { reasoning, write } = this.#meter.call(this.#model, clock, this.conversation)
    if (reasoning) rollout.event(clock, 'agent_reasoning', { text: `**${says ?? 'Looking'}**` })
    write()
    const { of } = world.pool.signature
    const encrypted_content = of.toString('latin1', 0, Math.min(of.length, 300 + reasoning * 4))
    if (reasoning) rollout.item(clock, 'reasoning', { summary: [], content: null, encrypted_content })
  }

  /** The context is made smaller by a call; then an estimate of its new size is told, with the totals as they were. */
  #compact(): void {
    const { world, rollout } = this
    this.clock += 30_000
    this.#spend(null)
    const message = prose(world, 60)
    this.conversation.shorten(14_000 + Math.ceil(message.length / 4))
    const history = [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: message }] }]
    rollout.row(this.clock, 'compacted', { message: '', replacement_history: history })
    rollout.event(this.clock, 'context_compacted', {})
    this.#meter.estimate(this.clock, this.conversation.context)
  }

  #aborted(turn_id: string): void {
    this.clock += 900
    this.rollout.event(this.clock, 'turn_aborted', { turn_id, reason: 'interrupted' })
  }

  /** Writes the file where threads lie, where archived ones do, or in both places. */
  close(): void {
    const { world, id, clock } = this
    const begun = new Date(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toISOString()
    const name = `rollout-${begun.slice(0, 19).replaceAll(':', '-')}-${id}.jsonl`
    const [day, archive] = [
      `sessions/${begun.slice(0, 10).replaceAll('-', '/')}/${name}`,
      `archived_sessions/${name}`,
    ]
    const both = world.random.chance(0.01)
    const archived = both || world.random.chance(0.08)
    if (archived) save(world, archive, this.rollout, clock)
    if (both || !archived) save(world, day, this.rollout, clock)
    if (!both) return
    world.tally.trap('files_in_both_places')
    world.tally.mistake('files_in_both_places_counted_twice', this.#meter.reading.spent)
  }
}
