/** Tells what became of the work: tickets, visits, handoffs, pull requests, reviews and commits made by hand. */
import type { Fact } from '../facts/index.ts'
import { DAY, HOUR, MINUTE } from './calendar.ts'
import type { Person, Staff } from './people.ts'
import { Random } from './random.ts'
import { type Commit, drawCommit, type SessionPlan } from './session-plan.ts'
import { event, state } from './telling.ts'
import type { Visit, WorkItem } from './work-items.ts'

/** Longest list of sessions on one pull request that a reader of it still wants. */
const MOST_SESSIONS = 20
const BOT_REVIEWS = 0.6
const CHANGES_REQUESTED = 0.22
/** How work by hand beside sessions is tied to them. */
const TIED_COMMITS = [
  ['coauthor', 3],
  ['temporal', 5],
] as const
const TIED_PULLS = [
  ['matched', 4],
  ['coauthor', 2],
  ['temporal', 3],
] as const

/** One ticket with all that belongs to it. */
export interface Delivery {
  item: WorkItem
  /** Sessions that people worked in on it, oldest first. */
  sessions: SessionPlan[]
  /** The session that executed a visit. */
  executed: Map<Visit, SessionPlan>
  /** Made inside sessions. */
  byAgent: Commit[]
  byHand: Commit[]
  /** Null when it was given up before anything could be reviewed. */
  pull: { id: string; number: number; created: number } | null
  random: Random
}

function commitsByHand(item: WorkItem, agents: number, random: Random): Commit[] {
  const developed = item.visits.filter((v) => v.station === 'development')
  const count = agents > 0 ? random.int(0, 1) : random.int(1, 3)
  return Array.from({ length: count }, () => {
    const visit = random.pick(developed)
    return drawCommit(
      random,
      Math.round(visit.exited - random.between(0.02, 0.4) * (visit.exited - visit.entered)),
    )
  })
}

function passed(item: WorkItem, station: Visit['station']): Visit | undefined {
  return item.visits.find((v) => v.station === station && v.outcome === 'pass')
}

/** Joins the plan of the work with the plan of the sessions. Pull requests are numbered as they were opened. */
export function planDeliveries(
  items: readonly WorkItem[],
  plans: readonly SessionPlan[],
  seed: number,
): Delivery[] {
  const sessionsOf = new Map<WorkItem, SessionPlan[]>()
  for (const plan of plans) {
    if (!plan.item) continue
    const list = sessionsOf.get(plan.item)
    if (list) list.push(plan)
    else sessionsOf.set(plan.item, [plan])
  }
  const deliveries = items.map((item): Delivery => {
    const random = new Random(seed, 'delivery', item.key)
    const all = (sessionsOf.get(item) ?? []).sort((a, b) => a.start - b.start)
    const byAgent = all.flatMap((s) => (s.commit ? [s.commit] : []))
    const executed = new Map<Visit, SessionPlan>()
    for (const plan of all) if (plan.visit) executed.set(plan.visit, plan)
    return {
      item,
      sessions: all.filter((s) => s.person.kind === 'human'),
      executed,
      byAgent,
      byHand: commitsByHand(item, byAgent.length, random),
      pull: null,
      random,
    }
  })
  number(deliveries)
  return deliveries
}

function number(deliveries: readonly Delivery[]): void {
  const last = new Map<string, number>()
  const opened = deliveries
    .map((delivery) => ({ delivery, created: passed(delivery.item, 'development')?.exited }))
    .sort((a, b) => (a.created ?? 0) - (b.created ?? 0))
  for (const { delivery, created } of opened) {
    if (created === undefined) continue
    const { repo } = delivery.item.repo
    const next = (last.get(repo) ?? 200) + 1
    last.set(repo, next)
    delivery.pull = { id: `${repo}#${next}`, number: next, created }
  }
}

/** Sprints last two weeks and are numbered within the year. */
function sprintOf(at: number): string {
  const year = new Date(at).getUTCFullYear()
  return `${year}-${1 + Math.floor((at - Date.UTC(year, 0, 1)) / (14 * DAY))}`
}

export class DeliveryTeller {
  readonly #staff: Staff
  readonly #end: number

  constructor(staff: Staff, end: number) {
    this.#staff = staff
    this.#end = end
  }

  *tell(delivery: Delivery): Generator<Fact | null> {
    yield this.#workItem(delivery)
    for (const [n, visit] of delivery.item.visits.entries()) {
      yield this.#visit(delivery, visit, n)
      if (visit.station === 'qa' || visit.station === 'acceptance') yield this.#handoff(delivery, visit, n)
    }
    yield* this.#charges(delivery)
    for (const commit of delivery.byHand) yield this.#commit(delivery, commit)
    yield this.#pullRequest(delivery)
    yield* this.#reviews(delivery)
  }

  #workItem({ item, random }: Delivery): Fact | null {
    const started = item.visits[0]?.entered ?? null
    const reopened = item.completed !== null && random.chance(0.02) ? item.completed + 2 * HOUR : null
    return state(
      {
        type: 'work_item',
        id: item.key,
        tracker: 'linear',
        key: item.key,
        title: item.title,
        item_type: item.type,
        points: item.points,
        epic: item.epic,
        sprint: `${item.person.team.name} ${sprintOf(item.opened)}`,
        labels: item.type === 'bug' ? ['bug'] : [],
        project: item.repo.project,
        opened_at: item.opened,
        started_at: started,
        completed_at: item.completed,
        cancelled_at: item.completed === null ? item.visits.at(-1)?.exited : null,
        reopened: reopened !== null && reopened < this.#end ? [new Date(reopened).toISOString()] : [],
      },
      item.person.user,
      this.#end,
    )
  }

  #visit({ item, executed }: Delivery, visit: Visit, n: number): Fact | null {
    const session = executed.get(visit)
    return state(
      {
        type: 'station_visit',
        id: `${item.key}/${n + 1}`,
        work_item: item.key,
        station: visit.station,
        attempt: visit.attempt,
        entered_at: visit.entered,
        exited_at: visit.exited,
        outcome: visit.exited < this.#end ? visit.outcome : null,
        session: session?.id ?? null,
      },
      null,
      this.#end,
    )
  }

  #handoff({ item, executed, random }: Delivery, visit: Visit, n: number): Fact | null {
    const before = item.visits[n - 1] as Visit
    const byAgent = visit.station === 'qa' && executed.has(visit) && random.chance(0.5)
    const decided = visit.exited < this.#end
    const overridden = random.chance(byAgent ? 0.09 : 0.025)
      ? visit.exited + random.int(10, 200) * MINUTE
      : null
    const stands = overridden === null || overridden >= this.#end
    return state(
      {
        type: 'handoff',
        id: `${item.key}/h${n}`,
        work_item: item.key,
        from_station: before.station,
        to_station: visit.station,
        from_kind: executed.has(before) ? 'agent' : 'human',
        to_kind: byAgent ? 'agent' : 'human',
        created_at: visit.entered,
        review_started_at: Math.round(
          visit.exited - (visit.exited - visit.entered) * random.between(0.05, 0.5),
        ),
        decided_at: visit.exited,
        decided_by_kind: decided ? (byAgent ? 'agent' : 'human') : null,
        decision: decided ? (visit.outcome === 'pass' ? 'approved' : 'rejected') : 'none',
        overridden_at: overridden,
        override_reason: stands ? null : 'Release could not wait',
      },
      null,
      this.#end,
    )
  }

  /** What the stations themselves cost, beside the calls of their sessions; and who was asked when it got stuck. */
  *#charges({ item, random }: Delivery): Generator<Fact> {
    for (const [n, visit] of item.visits.entries()) {
      if (visit.station !== 'qa' && visit.station !== 'deploy') continue
      yield event(`${item.key}/${n + 1}`, {
        type: 'cost_entry',
        at: visit.exited,
        usd: Math.round(random.skewed(0.12, 0.6, 0.02, 2) * 100) / 100,
        kind: 'compute',
        work_item: item.key,
        station: visit.station,
        provider: 'github-actions',
        project: item.repo.project,
        repo: item.repo.repo,
      })
    }
    const stuck = random.chance(0.06) ? passed(item, 'development') : undefined
    if (!stuck) return
    yield event(item.key, {
      type: 'escalation',
      at: Math.round((stuck.entered + stuck.exited) / 2),
      work_item: item.key,
      strategy: random.chance(0.4) ? 'auto_escalate' : 'human_review',
    })
  }

  #commit({ item, sessions, random }: Delivery, commit: Commit): Fact {
    const near = sessions.length > 0 ? random.weighted(TIED_COMMITS) : 'none'
    return event(commit.sha, {
      type: 'commit',
      at: commit.at,
      user: item.person.user,
      project: item.repo.project,
      repo: item.repo.repo,
      branch: item.branch,
      sha: commit.sha,
      message: `${item.key}: ${item.title}`,
      author: item.person.user,
      authored_at: commit.at,
      committed_at: commit.at,
      added: commit.added,
      removed: commit.removed,
      attribution: near,
      attribution_confidence: near === 'coauthor' ? 0.9 : near === 'temporal' ? 0.4 : null,
    })
  }

  #pullRequest({ item, pull, sessions, byAgent, byHand, random }: Delivery): Fact | null {
    if (!pull) return null
    // Nobody knows of commits that are still to come.
    const commits = [...byAgent, ...byHand].filter((c) => c.at < this.#end)
    const agents = sessions.filter((s) => s.start < this.#end)
    const merged = passed(item, 'acceptance')?.exited
    const drafted = random.chance(0.3)
    const ready = pull.created + (drafted ? random.int(10, 180) * MINUTE : 0)
    const total = (pick: 'added' | 'removed') => commits.reduce((sum, c) => sum + c[pick], 0)
    if (pull.created >= this.#end) return null
    return state(
      {
        type: 'pull_request',
        id: pull.id,
        repo: item.repo.repo,
        project: item.repo.project,
        number: pull.number,
        title: `${item.key}: ${item.title}`,
        branch: item.branch,
        labels: item.type === 'task' ? ['refactor'] : item.type === 'incident' ? ['hotfix'] : [],
        draft: ready >= this.#end,
        comments: random.int(0, 14),
        author: item.person.user,
        url: `https://${item.repo.repo}/pull/${pull.number}`,
        created_at: pull.created,
        first_commit_at:
          commits.length > 0 ? Math.min(pull.created, ...commits.map((c) => c.at)) : pull.created,
        ready_at: ready,
        merged_at: merged,
        closed_at: merged,
        deployed_at: item.repo.service === null ? null : item.completed,
        added: total('added'),
        removed: total('removed'),
        sessions: agents.slice(0, MOST_SESSIONS).map((s) => s.id),
        work_items: [item.key],
        attribution: byAgent.some((c) => c.at < this.#end)
          ? 'explicit'
          : agents.length > 0
            ? random.weighted(TIED_PULLS)
            : 'none',
      },
      item.person.user,
      this.#end,
    )
  }

  *#reviews({ item, pull, executed, random }: Delivery): Generator<Fact> {
    if (!pull) return
    const { people, reviewBot } = this.#staff
    const mates = people.filter((p) => p.team === item.person.team && p !== item.person && p.left === null)
    const merged = passed(item, 'acceptance')?.exited ?? pull.created + 6 * HOUR
    const at = (share: number) => Math.round(pull.created + (merged - pull.created) * share)
    if (executed.size > 0 && random.chance(BOT_REVIEWS)) {
      yield this.#review(pull.id, item, 0, pull.created + 4 * MINUTE, reviewBot, 'commented')
    }
    const mate = mates.length > 0 ? random.pick(mates) : null
    if (!mate) return
    if (random.chance(CHANGES_REQUESTED)) {
      yield this.#review(pull.id, item, 1, at(random.between(0.1, 0.5)), mate, 'changes_requested')
    }
    yield this.#review(pull.id, item, 2, at(random.between(0.55, 0.98)), mate, 'approved')
  }

  #review(pr: string, item: WorkItem, n: number, at: number, by: Person, verdict: string): Fact {
    return event(`${pr}/${n}`, {
      type: 'review',
      at,
      user: by.user,
      project: item.repo.project,
      repo: item.repo.repo,
      pr,
      reviewer: by.user,
      reviewer_kind: by.kind === 'human' ? 'human' : 'agent',
      state: verdict,
    })
  }
}
