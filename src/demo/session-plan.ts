/** The plan of the sessions: who starts an agent when, with what, on which work. Cheap, so all of it is made first. */
import { type Calendar, DAY, HOUR, MINUTE } from './calendar.ts'
import { REPOS, type Repo, reposOf } from './codebase.ts'
import { type Client, type Harness, INTERNAL, type Model, modelsOf } from './market.ts'
import { HABITS, type Person, type Staff } from './people.ts'
import { Random } from './random.ts'
import type { Mode } from './tools.ts'
import { type Visit, visitAt, type WorkItem } from './work-items.ts'

export interface Commit {
  sha: string
  at: number
  added: number
  removed: number
}

export interface SessionPlan {
  id: string
  /** Seed of everything that happens in it. */
  random: Random
  person: Person
  /** Day under which it is told. */
  day: number
  start: number
  /** No turn begins after it. */
  stop: number
  harness: Harness
  version: string
  client: Client
  kind: 'interactive' | 'headless'
  model: Model
  mode: Mode
  agent: string | null
  workflow: string | null
  repo: Repo
  branch: string
  item: WorkItem | null
  visit: Visit | null
  commit: Commit | null
}

/** Days after the start during which the habit is still forming. */
const LEARNING = 15
const COMMITS = 0.58
/** Share of visits that the review agent takes part in. */
const REVIEWED = 0.28
const FOREIGN_REPO = 0.1

export function drawCommit(random: Random, at: number): Commit {
  return {
    sha: random.hex(40),
    at,
    added: Math.round(random.skewed(60, 1, 1, 1500)),
    removed: Math.round(random.skewed(18, 1.1, 0, 900)),
  }
}

function modeOf(person: Person, progress: number, random: Random): Mode {
  const trust = Math.min(1, person.trust * (0.55 + 0.6 * progress) + random.between(-0.2, 0.2))
  if (random.chance(0.07)) return 'spec'
  return trust > 0.62 ? 'auto-high' : trust > 0.4 ? 'auto-medium' : trust > 0.2 ? 'auto-low' : 'manual'
}

function versionOf(harness: Harness, progress: number): string {
  const [major, minor] = harness.version
  return `${major}.${minor + Math.floor(progress * 6)}.${Math.floor(progress * 40) % 7}`
}

/** A session that somebody or something starts at that instant. */
function draw(
  person: Person,
  day: number,
  at: number,
  minutes: number,
  work: Work,
  plan: Draft,
): SessionPlan {
  const { random, calendar } = plan
  const progress = calendar.progress(at)
  const harness = plan.harness
  const stop = at + Math.round(minutes * MINUTE)
  return {
    id: random.uuid(),
    random,
    person,
    day,
    start: at,
    stop,
    harness,
    version: versionOf(harness, progress),
    client: plan.client,
    kind: plan.client === 'ci' || plan.client === 'non-interactive' ? 'headless' : 'interactive',
    model: plan.model ?? random.weighted(modelsOf(harness, progress)),
    mode: person.kind === 'service' ? 'auto-high' : modeOf(person, progress, random),
    agent:
      harness.id === 'droid' && random.chance(0.3) ? random.pick(['migration-droid', 'test-writer']) : null,
    workflow: null,
    ...work,
    commit: null,
  }
}

type Work = Pick<SessionPlan, 'repo' | 'branch' | 'item' | 'visit'>
interface Draft {
  random: Random
  calendar: Calendar
  harness: Harness
  client: Client
  model?: Model
}

function chanceOf(person: Person, day: number, calendar: Calendar): number {
  if (day < person.start || day >= person.stop) return 0
  if (person.away && day >= person.away[0] && day < person.away[1]) return 0
  if (calendar.quiet(day)) return HABITS[person.habit].weekend * (person.nightOwl ? 2 : 1)
  if (day === person.start) return 1
  return HABITS[person.habit].chance * Math.min(1, 0.55 + (0.45 * (day - person.start)) / LEARNING)
}

/** Local hours at which somebody begins: mornings and afternoons around lunch, for night owls the late evening. */
function hourOf(person: Person, random: Random): number {
  if (person.nightOwl && random.chance(0.45)) return random.between(20.5, 24.5)
  return person.shift + (random.chance(0.45) ? random.between(8.8, 12.2) : random.between(13.1, 17.9))
}

function workOf(person: Person, items: readonly WorkItem[], at: number, random: Random): Work {
  if (!random.chance(FOREIGN_REPO)) {
    for (const item of items) {
      const visit = visitAt(item, at)
      if (visit) return { repo: item.repo, branch: item.branch, item, visit }
    }
  }
  const repo = random.chance(0.3) ? random.pick(REPOS) : random.pick(reposOf(person.team.name))
  return { repo, branch: 'main', item: null, visit: null }
}

function* dayOf(person: Person, items: readonly WorkItem[], day: number, calendar: Calendar, seed: number) {
  const random = new Random(seed, 'day', person.user, day)
  if (!random.chance(chanceOf(person, day, calendar))) return
  const usual = HABITS[person.habit].sessions * (calendar.quiet(day) ? 0.4 : 1)
  const count = Math.max(1, Math.round(random.skewed(usual, 0.45, 0.5, 14)))
  for (let n = 0; n < count; n++) {
    const at = calendar.local(day, hourOf(person, random), person.zone)
    // Zones east of Greenwich begin their day before midnight UTC only at night; the story begins at midnight.
    if (at < calendar.first || at >= calendar.end) continue
    const own = new Random(seed, 'session', person.user, day, n)
    const harness = own.chance(0.84) ? person.harness : person.second
    const plan = draw(person, day, at, own.skewed(10, 0.8, 2, 90), workOf(person, items, at, own), {
      random: own,
      calendar,
      harness,
      client: own.weighted(harness.clients),
    })
    const when = plan.start + Math.round((plan.stop - plan.start) * own.between(0.6, 0.95))
    if (plan.visit?.station === 'development' && own.chance(COMMITS)) plan.commit = drawCommit(own, when)
    yield plan
  }
}

/** The service account that looks at each change before people do. */
function* reviewRuns(bot: Person, items: readonly WorkItem[], calendar: Calendar, seed: number) {
  for (const item of items) {
    for (const visit of item.visits) {
      const at = visit.entered + 2 * MINUTE
      const day = Math.floor((at - calendar.first) / DAY)
      if ((visit.station !== 'security' && visit.station !== 'qa') || at >= calendar.end || day < bot.start)
        continue
      const random = new Random(seed, 'review', item.key, visit.entered)
      if (!random.chance(REVIEWED)) continue
      const work = { repo: item.repo, branch: item.branch, item, visit }
      const plan = draw(bot, day, at, random.between(1.5, 6), work, {
        random,
        calendar,
        harness: bot.harness,
        client: 'ci',
      })
      yield {
        ...plan,
        agent: visit.station === 'qa' ? 'test-writer' : 'code-reviewer',
        workflow: 'agent-review',
      }
    }
  }
}

/** Chores the CI agent does over night, weekends included; on the model of the house where it is switched on. */
function* chores(bot: Person, calendar: Calendar, seed: number) {
  for (let day = bot.start; day < calendar.days; day++) {
    const random = new Random(seed, 'chores', day)
    const count = random.int(1, 3)
    for (let n = 0; n < count; n++) {
      const at = calendar.first + day * DAY + Math.round((1 + n * 0.7 + random.next() * 0.3) * HOUR)
      if (at >= calendar.end) continue
      const own = new Random(seed, 'chore', day, n)
      const repo = own.pick(REPOS)
      const workflow = own.pick(['dependency-update', 'flaky-test-triage', 'docs-refresh'])
      const work = { repo, branch: `chore/${workflow}`, item: null, visit: null }
      const plan = draw(bot, day, at, own.between(2, 9), work, {
        random: own,
        calendar,
        harness: bot.harness,
        client: 'ci',
        model: own.chance(0.2) ? INTERNAL : undefined,
      })
      yield { ...plan, workflow }
    }
  }
}

export function planSessions(
  crew: Staff,
  items: WorkItem[][],
  calendar: Calendar,
  seed: number,
): SessionPlan[] {
  const plans: SessionPlan[] = []
  crew.people.forEach((person, rank) => {
    const own = items[rank] ?? []
    for (let day = person.start; day < person.stop; day++)
      plans.push(...dayOf(person, own, day, calendar, seed))
  })
  plans.push(...reviewRuns(crew.reviewBot, items.flat(), calendar, seed))
  plans.push(...chores(crew.ciBot, calendar, seed))
  return plans
}
