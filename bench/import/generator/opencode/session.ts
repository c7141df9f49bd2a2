/** A session of OpenCode: prompts, the messages that models answered with, the parts of both, and its forks. */
import { Conversation } from '../conversation.ts'
import { DAY } from '../scene.ts'
import { add, none } from '../truth.ts'
import { drawUse, prose, tallyDone, type Use } from '../work.ts'
import { asTold, type Message, NOTHING, ownCommand, type Told, UNTOLD, writeAll } from './messages.ts'
import { drawModel, drawProfile, type Model, type Profile } from './profile.ts'
import type { Store } from './store.ts'
import { toolPart } from './tools.ts'
import type { World } from './world.ts'

export class Session {
  readonly id: string
  clock: number
  readonly #world: World
  readonly #store: Store
  readonly #profile: Profile
  readonly #parent: string | null
  readonly #began: number
  readonly #messages: Message[] = []
  readonly #spent = none()
  #conversation: Conversation
  #model: Model
  #cost = 0
  /** The last call. */
  #last = none()

  constructor(world: World, store: Store, profile: Profile, start: number, parent: string | null = null) {
    this.#world = world
    this.#store = store
    this.#profile = profile
    this.#parent = parent
    this.#began = start
    this.clock = start
    this.id = store.id('ses', start)
    this.#model = drawModel(world.random)
    this.#conversation = new Conversation(parent ? 7_000 : 12_000)
    if (parent) world.tally.truth.subagents++
    else world.tally.truth.sessions++
  }

  /** A session of a person with its turns and forks. */
  static run(world: World, store: Store, start: number, age: number): void {
    const { random } = world
    let base = new Session(world, store, drawProfile(random, age), start)
    base.turns(random.skewed(7, 1.1, 1, 120))
    base.close()
    while (random.chance(0.13)) {
      const fork = base.#fork()
      if (!fork) break
      fork.turns(random.skewed(4, 0.9, 1, 40))
      fork.close()
      base = fork
    }
  }

  turns(count: number): void {
    const { random, end } = this.#world
    for (let i = 0; i < count; i++) {
      this.#turn()
      const think = random.skewed(80_000, 1.4, 3_000, 7_200_000)
      if (this.clock + think > end) break
      this.clock += think
    }
  }

  #message(created: number, data: Message['data']): Message {
    const message = { id: this.#store.id('msg', created), created, data, parts: [], spent: none() }
    this.#messages.push(message)
    return message
  }

  #turn(): void {
    const { random, tally, end } = this.#world
    if (random.chance(0.02)) this.#model = drawModel(random)
    if (random.chance(0.03)) this.#ownCommand()
    const prompt = this.#prompt(prose(this.#world, random.skewed(3, 0.9, 1, 30)))
    if (!this.#parent) tally.truth.human_messages++
    const calls = random.skewed(this.#parent ? 9 : 5, 0.8, 1, 60)
    let answer: Message | null = null
    for (let i = 1; i <= calls && this.clock < end; i++) {
      answer = this.#profile.build.grouped && answer ? answer : this.#answer(prompt)
      if (random.chance(0.006)) {
        this.#failed(answer)
        return
      }
      const tools = i === calls ? 0 : random.chance(0.9) ? 1 : random.int(2, 4)
      if (!this.#call(answer, tools)) break
    }
    if (this.#conversation.context > 150_000) this.#compact()
  }

  #prompt(asked: string): Message {
    const { id, provider } = this.#model
    const data = { role: 'user', time: { created: this.clock }, summary: { diffs: [] }, agent: this.#agent }
    const prompt = this.#message(this.clock, { ...data, model: { providerID: provider, modelID: id } })
    prompt.parts.push(JSON.stringify({ type: 'text', text: asked }))
    this.#conversation.hear(asked)
    return prompt
  }

  get #agent(): string {
    return this.#parent ? 'explore' : 'build'
  }

  #answer(prompt: Message, agent = this.#agent): Message {
    this.clock += 5
    const { cwd } = this.#profile
    return this.#message(this.clock, {
      ...{ parentID: prompt.id, role: 'assistant', mode: agent, agent, path: { cwd, root: cwd } },
      ...{
        ...UNTOLD,
        modelID: this.#model.id,
        providerID: this.#model.provider,
        time: { created: this.clock },
      },
    })
  }

  /** One call of the model, told in a message that may tell others already; false when a person stopped it. */
  #call(answer: Message, toolCount: number): boolean {
    const { random, tally, pool } = this.#world
    const { cwd, branch } = this.#profile
    const snapshot = random.hex(40)
    const part = (data: object) => answer.parts.push(JSON.stringify(data))
    part({ type: 'step-start', snapshot })
    const began = this.clock
    this.clock += random.skewed(6_000, 0.8, 900, 120_000)
    const time = { start: began, end: this.clock }
    const told = this.#spend(answer)
    if (told.tokens.reasoning) part({ type: 'reasoning', text: prose(this.#world, 4), time })
    if (toolCount === 0 || random.chance(0.2)) part({ type: 'text', text: prose(this.#world, 4), time })
    let going = true
    for (let i = 0; i < toolCount; i++) {
      const use = this.#task() ?? drawUse({ random, pool, cwd, branch }, this.#parent !== null)
      const { name, status, data } = toolPart(random, this.#profile, this.#model, use, this.clock)
      this.clock += use.ms
      answer.parts.push(data)
      tally.tool(name, status)
      if (status === 'ok') tallyDone(tally, use)
      this.#conversation.hear(use.output)
      if (status === 'rejected') going = false
    }
    const reason = toolCount === 0 ? 'stop' : 'tool-calls'
    part({ type: 'step-finish', reason, snapshot: random.hex(40), ...told })
    if (random.chance(0.2)) part({ type: 'patch', hash: snapshot, files: [`${cwd}/src/index.ts`] })
    answer.data.tokens = told.tokens
    answer.data.cost = (answer.data.cost as number) + told.cost
    answer.data.time = { created: answer.created, completed: this.clock }
    answer.data.finish = reason
    return going
  }

  /** What the call used: written down, and added to the truth. */
  #spend(answer: Message): Told {
    const { random, tally } = this.#world
    const { build } = this.#profile
    const { id, writes, price } = this.#model
    const { input, cached, output, reasoning } = this.#conversation.call(random, this.clock)
    const write = writes ? input - cached - random.int(1, 9) : 0
    const fresh = input - cached - write
    const cost = Math.round((fresh + write) * price[0] + (cached * price[0]) / 10 + output * price[1]) / 1e9
    const rest = build.total ? output - reasoning : output
    const total = build.total ? { total: input + output } : {}
    const counts = { in_uncached: fresh, cache_read: cached, cache_write: write, cache_write_1h: 0 }
    const spent = { ...counts, out: output, reasoning }
    tally.call(id, this.clock, spent)
    if (!build.total) tally.trap('messages_without_a_total')
    if (reasoning && build.total) tally.mistake('reasoning_left_out', { out: reasoning }, -1)
    if (reasoning && !build.total) tally.mistake('reasoning_added_where_contained', { out: reasoning })
    if (answer.spent.calls === 1) tally.trap('messages_of_several_calls')
    // The message tells the last of its calls.
    if (answer.spent.calls > 0) tally.mistake('last_call_of_a_message_only', this.#last, -1)
    add(answer.spent, { calls: 1, ...spent })
    this.#cost += cost
    this.#last = { calls: 1, ...spent }
    return {
      tokens: { ...total, input: fresh, output: rest, reasoning, cache: { read: cached, write } },
      cost,
    }
  }

  /** Now and then a sub-agent, in a session of its own, which is over when its report is there. */
  #task(): Use | null {
    const { random } = this.#world
    if (this.#parent || !random.chance(0.015)) return null
    const child = new Session(this.#world, this.#store, this.#profile, this.clock + 40, this.id)
    child.turns(1)
    child.close()
    const ms = Math.max(50, child.clock - this.clock)
    const output = `<task_result>${prose(this.#world, 12)}</task_result>`
    return { kind: 'agent', about: prose(this.#world, 5), command: child.id, output, status: 'ok', ms }
  }

  /** A request that was answered by an error: a call that used nothing. */
  #failed(answer: Message): void {
    const { tally } = this.#world
    this.clock += 2_000
    answer.data.error = {
      name: 'APIError',
      data: { message: 'Overloaded', statusCode: 529, isRetryable: true },
    }
    answer.data.time = { created: answer.created, completed: this.clock }
    if (answer.spent.calls > 0) return
    tally.call(this.#model.id, answer.created, NOTHING)
    tally.trap('calls_that_failed')
  }

  /** What a person runs stands in a message as if a model had asked for it. */
  #ownCommand(): void {
    const { random, tally } = this.#world
    const prompt = this.#prompt('The following tool was executed by the user')
    prompt.parts = [
      JSON.stringify({ type: 'text', text: 'The following tool was executed by the user', synthetic: true }),
    ]
    const answer = this.#answer(prompt)
    answer.parts.push(ownCommand(random, this.clock))
    this.clock += 90
    answer.data.time = { created: answer.created, completed: this.clock }
    tally.trap('commands_run_by_people')
  }

  /** The context is made smaller by a call of its own. */
  #compact(): void {
    const prompt = this.#prompt('')
    prompt.parts = [JSON.stringify({ type: 'compaction', auto: true })]
    const answer = this.#answer(prompt, 'compaction')
    answer.data.summary = true
    this.#call(answer, 0)
    this.#conversation.shorten(14_000)
  }

  /** A second session with copies of this one's messages up to a prompt: new ids, all else as it was. */
  #fork(): Session | null {
    const { random, tally, end } = this.#world
    const prompts = this.#messages.flatMap(({ data }, i) => (data.role === 'user' && i > 0 ? [i] : []))
    const last = this.#messages.at(-1)
    if (prompts.length === 0 || !last) return null
    const start = last.created + random.skewed(600_000, 1.5, 120_000, 2 * DAY)
    if (start > end) return null
    const fork = new Session(this.#world, this.#store, this.#profile, start)
    fork.#model = this.#model
    fork.#conversation = this.#conversation.copy()
    const ids = new Map<string, string>()
    for (const message of this.#messages.slice(0, random.pick(prompts))) {
      const { created, data, parts, spent } = message
      const parentID = data.parentID && ids.get(data.parentID)
      const id = this.#store.id('msg', start)
      ids.set(message.id, id)
      fork.#messages.push({ id, created, data: { ...data, ...(parentID && { parentID }) }, parts, spent })
      if (data.tokens) tally.mistake('forks_counted_again', asTold(data.tokens as Told['tokens']))
      tally.trap('messages_copied_by_forks')
    }
    tally.trap('forks')
    return fork
  }

  close(): void {
    const { id, clock } = this
    const { project, projectId, cwd, build } = this.#profile
    const store = this.#store
    store.project(projectId, cwd, this.#began)
    for (const { spent } of this.#messages) add(this.#spent, spent)
    const { in_uncached, out, reasoning = 0, cache_read, cache_write } = this.#spent
    store.session(
      {
        ...{ id, project_id: projectId, parent_id: this.#parent, slug: `brisk-${project}`, directory: cwd },
        ...{ title: 'Looks at it', version: build.version, cost: this.#cost },
        ...{ tokens_input: in_uncached, tokens_output: out - reasoning, tokens_reasoning: reasoning },
        ...{ tokens_cache_read: cache_read, tokens_cache_write: cache_write },
      },
      this.#began,
      clock,
    )
    writeAll(store, id, this.#began, this.#messages)
  }
}
