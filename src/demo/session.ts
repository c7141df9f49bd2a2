/** Tells one session turn by turn: messages, model calls, tool calls, file changes, features and subagents. */
import type { SessionFact } from '../facts/index.ts'
import { MINUTE } from './calendar.ts'
import { languageOf, newPath } from './codebase.ts'
import { Conversation } from './conversation.ts'
import type { Ledger } from './ledger.ts'
import { HAIKU } from './market.ts'
import type { Random } from './random.ts'
import type { SessionPlan } from './session-plan.ts'
import { type EventDraft, event, type SessionDraft, state } from './telling.ts'
import { commitCommand, drawTool, type Mode, type ToolUse } from './tools.ts'

/** Model calls until the agent comes back to its person, by how much it may do alone. */
const CALLS_PER_TURN: Record<Mode, number> = {
  'auto-high': 9,
  'auto-medium': 7,
  'auto-low': 5.5,
  manual: 4.5,
  spec: 5,
}
/** A run of a program has no turns: it stops when its time is over. */
const MOST_CALLS = 60
const SUBAGENTS = ['explorer', 'code-reviewer', 'test-runner', 'planner'] as const
const SKILLS = ['write-migration', 'release-notes', 'api-conventions', 'incident-review', 'pdf'] as const
const HOOKS = [
  { event: 'PostToolUse', matcher: 'Edit|Write', command: 'npx biome check' },
  { event: 'PreToolUse', matcher: 'Bash', command: 'scripts/guard.sh' },
] as const
/** Share of model calls that fail, on a usual day. */
const TROUBLE = 0.012
/** The same for the provider that had an outage, on that day. */
const OUTAGE = 0.13

class SessionTeller {
  #at: number
  #count = 0
  /** Last happening so far: the session lasts until then. */
  #last: number
  #tools = 0
  readonly #plan: SessionPlan
  readonly #ledger: Ledger
  readonly #parent: string | null
  readonly #random: Random
  readonly #talk: Conversation
  readonly #context: Pick<EventDraft, 'user' | 'harness' | 'client' | 'agent' | 'project' | 'repo' | 'branch'>

  constructor(plan: SessionPlan, ledger: Ledger, trouble: number, parent: string | null) {
    this.#plan = plan
    this.#ledger = ledger
    this.#parent = parent
    this.#random = plan.random
    this.#at = plan.start
    this.#last = plan.start
    this.#talk = new Conversation(plan.model, plan.harness, parent !== null, trouble, plan.random)
    this.#context = {
      user: plan.person.user,
      harness: plan.harness.id,
      client: plan.client,
      agent: plan.agent,
      project: plan.repo.project,
      repo: plan.repo.repo,
      branch: plan.branch,
    }
  }

  /** Returns when the last thing happened in it. */
  tell(): number {
    const { start, stop } = this.#plan
    const alone = this.#plan.kind === 'headless' || this.#parent !== null
    do this.#turn(alone)
    while (!alone && this.#at < stop && this.#at < this.#ledger.end)
    this.#commit()
    const ended = Math.max(this.#last, start + 2000) + this.#random.int(300, 4000)
    this.#session(ended)
    return ended
  }

  get #stillRuns(): boolean {
    return this.#at < this.#ledger.end
  }

  #turn(alone: boolean): void {
    this.#prompt(alone)
    const random = this.#random
    const most = alone
      ? MOST_CALLS
      : Math.round(random.skewed(CALLS_PER_TURN[this.#plan.mode], 0.7, 1, MOST_CALLS))
    for (let n = 1; n <= most && this.#stillRuns; n++) {
      const ok = this.#call()
      if (!ok && random.chance(0.5)) break
      const last = n === most || (alone && this.#at >= this.#plan.stop)
      if (ok && (last || random.chance(0.14))) this.#message('assistant', false)
      if (last) break
      if (ok && !this.#runTools()) break
    }
    this.#at += Math.round(random.skewed(75_000, 1, 6000, 20 * MINUTE))
  }

  #emit(draft: SessionDraft): void {
    const { person, harness, client, agent, repo, branch, id } = this.#plan
    draft.at ??= this.#at
    draft.user = person.user
    draft.harness = harness.id
    draft.client = client
    draft.agent = agent
    draft.project = repo.project
    draft.repo = repo.repo
    draft.branch = branch
    draft.session = id
    this.#ledger.add(event(`${id}-${this.#count++}`, draft as EventDraft))
  }

  #prompt(alone: boolean): void {
    const { harness, client } = this.#plan
    const typed = this.#parent === null && client !== 'ci'
    this.#message('user', typed)
    if (!typed) return
    const random = this.#random
    if (random.chance(0.09)) this.#feature('slash_command', random.pick(harness.slashCommands))
    if (!alone && random.chance(0.06)) this.#feature('skill', random.pick(SKILLS))
  }

  #message(role: 'user' | 'assistant', human: boolean): void {
    this.#emit({ type: 'message', role, human })
    this.#last = this.#at
  }

  #feature(kind: 'skill' | 'slash_command' | 'subagent', name: string): void {
    this.#emit({ type: 'feature_use', kind, name })
  }

  #call(): boolean {
    const call = this.#talk.call(this.#at)
    const after = this.#at + call.latency_ms
    if (after < this.#ledger.end) {
      this.#emit({
        type: 'model_call',
        provider: this.#plan.model.provider,
        model: this.#plan.model.name,
        tier: 'standard',
        autonomy_mode: this.#plan.mode,
        effort: this.#plan.model.reasons ? (this.#plan.mode === 'spec' ? 'high' : 'medium') : null,
        ...call,
      })
    }
    this.#at = after
    this.#last = after
    return call.status === 'ok'
  }

  /** False when the person turned a proposal down, which ends the turn. */
  #runTools(): boolean {
    const random = this.#random
    const { person, harness, mode, kind } = this.#plan
    const asks = kind === 'interactive'
    const parallel = random.chance(0.86) ? 1 : random.int(2, 4)
    let accepted = true
    for (let n = 0; n < parallel && accepted && this.#stillRuns; n++) {
      const use = drawTool(person, harness.id, mode, asks, harness.subagents && this.#parent === null, random)
      if (use.tool === 'Task' && use.status === 'ok') this.#subagent(use)
      else this.#tool(use)
      accepted = use.status !== 'rejected'
    }
    return accepted
  }

  #tool(use: ToolUse): void {
    const after = this.#at + use.duration_ms
    if (after < this.#ledger.end) {
      this.#emit({ type: 'tool_call', autonomy_mode: this.#plan.mode, ...use })
      this.#tools++
      if (use.status === 'ok' && (use.tool === 'Edit' || use.tool === 'Create')) this.#change(use)
      if (use.tool === 'Execute' && use.status === 'ok' && this.#random.chance(0.004)) this.#deletion()
      if (this.#plan.person.hooks) this.#hook(use)
    }
    this.#at = after
    this.#last = after
  }

  #change(use: ToolUse): void {
    const random = this.#random
    const created = use.tool === 'Create'
    const path = created ? newPath(this.#plan.repo, random) : random.pick(this.#plan.repo.paths)
    this.#emit({
      type: 'file_change',
      path,
      op: created ? 'create' : 'edit',
      added: Math.round(created ? random.skewed(70, 0.8, 5, 600) : random.skewed(9, 1, 0, 250)),
      removed: created ? 0 : Math.round(random.skewed(4, 1.1, 0, 200)),
      ...languageOf(path),
    })
  }

  #deletion(): void {
    const path = this.#random.pick(this.#plan.repo.paths)
    this.#emit({
      type: 'file_change',
      path,
      op: 'delete',
      added: 0,
      removed: this.#random.int(10, 200),
      ...languageOf(path),
    })
  }

  #hook(use: ToolUse): void {
    const hook =
      use.tool === 'Execute' ? HOOKS[1] : use.tool === 'Edit' || use.tool === 'Create' ? HOOKS[0] : null
    if (hook) this.#emit({ type: 'feature_use', kind: 'hook', name: hook.command, ...hook })
  }

  /** A session of its own, as long as the tool call that started it. */
  #subagent(use: ToolUse): void {
    const { id, random, mode, harness, model } = this.#plan
    const agent = random.pick(SUBAGENTS)
    this.#feature('subagent', agent)
    const start = this.#at + 50
    const plan: SessionPlan = {
      ...this.#plan,
      id: random.uuid(),
      start,
      stop: start + random.int(30_000, 150_000),
      agent,
      model: harness.id === 'claude-code' && agent !== 'planner' ? HAIKU : model,
      commit: null,
      mode: agent === 'planner' ? 'spec' : mode,
    }
    const ended = new SessionTeller(plan, this.#ledger, TROUBLE, id).tell()
    this.#tool({ ...use, duration_ms: ended - this.#at })
  }

  #commit(): void {
    const { commit, kind, person, harness } = this.#plan
    if (!commit) return
    const use = commitCommand(harness.id, kind === 'interactive')
    if (commit.at + use.duration_ms >= this.#ledger.end) return
    this.#emit({ type: 'tool_call', at: commit.at, autonomy_mode: this.#plan.mode, ...use })
    this.#emit({
      type: 'commit',
      at: commit.at + use.duration_ms,
      sha: commit.sha,
      message: this.#plan.item ? `${this.#plan.item.key}: ${this.#plan.item.title}` : 'Update',
      author: person.user,
      authored_at: commit.at + use.duration_ms,
      committed_at: commit.at + use.duration_ms,
      added: commit.added,
      removed: commit.removed,
      attribution: 'explicit',
      attribution_confidence: 1,
    })
    this.#last = Math.max(this.#last, commit.at + use.duration_ms)
  }

  #status(): string {
    const chance = this.#random.next()
    if (chance < 0.03) return 'error'
    return chance < 0.09 || this.#tools === 0 ? 'abandoned' : 'completed'
  }

  #session(ended: number): void {
    const plan = this.#plan
    const told = state(
      {
        type: 'session',
        id: plan.id,
        ...this.#context,
        environment: plan.client === 'ci' ? 'ci' : plan.client === 'web' ? 'cloud' : 'local',
        mcp_servers_configured: [...plan.person.mcp],
        ci_workflow: plan.workflow,
        kind: plan.kind,
        provider: plan.model.provider,
        version: plan.version,
        started_at: plan.start,
        ended_at: ended,
        status: ended < this.#ledger.end ? this.#status() : null,
        parent_session: this.#parent,
        work_item: plan.item?.key ?? null,
        station: plan.visit?.station ?? null,
      },
      plan.person.user,
      this.#ledger.end,
    ) as SessionFact | null
    this.#ledger.add(told)
  }
}

/** `outage` is whether a provider was in trouble on that day. */
export function tellSession(plan: SessionPlan, ledger: Ledger, outage: boolean): void {
  const trouble = outage && plan.model.provider === 'anthropic' ? OUTAGE : TROUBLE
  new SessionTeller(plan, ledger, trouble, null).tell()
}
