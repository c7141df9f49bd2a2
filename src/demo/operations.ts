/** Tells what runs the product and what it costs: pipelines, tests, deployments, incidents, uptime, seats, members. */
import type { Fact } from '../facts/index.ts'
import { type Calendar, DAY, HOUR, MINUTE } from './calendar.ts'
import { REPOS } from './codebase.ts'
import type { Delivery } from './delivery.ts'
import type { Person, Staff } from './people.ts'
import { Random } from './random.ts'
import { event, state } from './telling.ts'

const CI_FAILS = 0.13
const BREAKS = 0.05
const ROLLED_BACK = 0.6
const SEVERITIES = [
  ['sev1', 1],
  ['sev2', 4],
  ['sev3', 6],
] as const

/** One run per commit, with its tests. */
export function* pipelines({ item, byAgent, byHand, random }: Delivery, end: number): Generator<Fact | null> {
  for (const commit of [...byAgent, ...byHand]) {
    const started = commit.at + random.int(20, 120) * 1000
    const finished = started + Math.round(random.skewed(6 * MINUTE, 0.4, MINUTE, 40 * MINUTE))
    const failed = random.chance(CI_FAILS)
    yield state(
      {
        type: 'pipeline_run',
        id: `ci-${commit.sha.slice(0, 12)}`,
        name: 'ci',
        repo: item.repo.repo,
        branch: item.branch,
        commit: commit.sha,
        trigger: 'push',
        status: finished >= end ? 'running' : failed ? 'failure' : 'success',
        started_at: started,
        finished_at: finished,
      },
      null,
      end,
    )
    const tests = 300 + item.repo.paths.length * 12
    const broken = failed ? random.int(1, 9) : 0
    yield event(`ci-${commit.sha.slice(0, 12)}`, {
      type: 'test_run',
      at: finished,
      project: item.repo.project,
      repo: item.repo.repo,
      branch: item.branch,
      name: 'unit',
      commit: commit.sha,
      passed: tests - broken,
      failed: broken,
      skipped: random.int(0, 6),
      coverage: Math.round(random.between(0.68, 0.9) * 1000) / 1000,
    })
  }
}

interface Outage {
  service: string
  from: number
  to: number
}

/** Deployments in order, and the incidents some of them cause. */
export class Releases {
  readonly outages: Outage[] = []
  readonly #staff: Staff
  readonly #end: number
  #count = new Map<string, number>()

  constructor(staff: Staff, end: number) {
    this.#staff = staff
    this.#end = end
  }

  *tell(deliveries: readonly Delivery[]): Generator<Fact | null> {
    const out = deliveries.filter((d) => d.item.completed !== null && d.item.completed < this.#end)
    out.sort((a, b) => (a.item.completed ?? 0) - (b.item.completed ?? 0))
    for (const delivery of out) yield* this.#release(delivery)
  }

  *#release(delivery: Delivery): Generator<Fact | null> {
    const { item, random } = delivery
    const { service } = item.repo
    const visit = item.visits.at(-1)
    if (service === null || !visit) return
    const number = (this.#count.get(service) ?? 30) + 1
    this.#count.set(service, number)
    const commits = [...delivery.byAgent, ...delivery.byHand].map((c) => c.sha)
    const by = random.chance(0.7) ? this.#staff.ciBot : item.person
    const fails = random.chance(0.03)
    const one = { service, number, commits, by, fails, started: visit.entered, finished: visit.exited }
    yield this.#deployment({
      ...one,
      environment: 'staging',
      fails: false,
      finished: visit.entered,
      started: visit.entered - 4 * MINUTE,
    })
    yield this.#deployment({ ...one, environment: 'production' })
    if (!fails && random.chance(BREAKS)) yield* this.#incident(service, number, visit.exited, random)
  }

  #deployment(one: {
    service: string
    number: number
    environment: string
    commits: string[]
    by: Person
    fails: boolean
    started: number
    finished: number
    incident?: string
  }): Fact | null {
    const back = one.incident !== undefined
    return state(
      {
        type: 'deployment',
        id: `${one.service}-${one.environment}-${one.number}${back ? '-rollback' : ''}`,
        service: one.service,
        version: `v1.${one.number - (back ? 1 : 0)}.0`,
        environment: one.environment,
        status: one.finished >= this.#end ? 'running' : one.fails ? 'failure' : 'success',
        started_at: one.started,
        deployed_at: one.finished,
        by: one.by.user,
        is_rollback: back,
        caused_by_incident: one.incident ?? null,
        commits: one.commits,
      },
      null,
      this.#end,
    )
  }

  *#incident(service: string, number: number, deployed: number, random: Random): Generator<Fact | null> {
    const id = `INC-${service}-${number}`
    const started = deployed + random.int(4, 80) * MINUTE
    const resolved = started + Math.round(random.skewed(55 * MINUTE, 0.8, 9 * MINUTE, 9 * HOUR))
    const severity = random.weighted(SEVERITIES)
    if (severity !== 'sev3') this.outages.push({ service, from: started, to: resolved })
    yield state(
      {
        type: 'incident',
        id,
        service,
        title: `Raised error rate in ${service}`,
        status: resolved < this.#end ? 'resolved' : 'open',
        severity,
        started_at: started,
        detected_at: started + random.int(1, 3) * MINUTE,
        resolved_at: resolved,
        deployment: `${service}-production-${number}`,
      },
      null,
      this.#end,
    )
    if (!random.chance(ROLLED_BACK)) return
    yield this.#deployment({
      service,
      number,
      environment: 'production',
      commits: [],
      by: this.#staff.ciBot,
      fails: false,
      started: resolved - 6 * MINUTE,
      finished: resolved - 2 * MINUTE,
      incident: id,
    })
  }
}

/** Per service and day the time it was up, and each outage by itself. */
export function* uptime(outages: readonly Outage[], calendar: Calendar): Generator<Fact> {
  for (const { service } of REPOS) {
    if (service === null) continue
    const own = outages.filter((o) => o.service === service)
    for (let day = 0; day < calendar.days; day++) {
      const from = calendar.first + day * DAY
      const to = Math.min(from + DAY, calendar.end)
      let down = 0
      for (const [n, outage] of own.entries()) {
        const begins = Math.max(from, outage.from)
        const lasts = Math.min(to, outage.to) - begins
        if (lasts <= 0) continue
        down += lasts
        yield sample(`${service}/${day}/${n}`, service, begins, lasts, false)
      }
      yield sample(`${service}/${day}`, service, from, Math.max(0, to - from - down), true)
    }
  }
}

function sample(id: string, service: string, at: number, duration_ms: number, up: boolean): Fact {
  return event(id, { type: 'uptime_sample', at, service, environment: 'production', up, duration_ms })
}

/** Seats are paid on the first of each month, and for the rest of the month in which somebody began. */
export function* seats(people: readonly Person[], calendar: Calendar): Generator<Fact> {
  for (const person of people) {
    let at = calendar.first + person.start * DAY + HOUR
    while (at < (person.left ?? calendar.end)) {
      const date = new Date(at)
      const next = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
      const month = next - Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
      const { usd, provider } = person.harness.seat
      const share = Math.min(1, Math.ceil((next - at) / DAY) / (month / DAY))
      yield event(`${person.user}/${date.toISOString().slice(0, 10)}`, {
        type: 'cost_entry',
        at,
        user: person.user,
        harness: person.harness.id,
        usd: Math.round(usd * share * 100) / 100,
        kind: 'seat',
        provider,
      })
      at = next
    }
  }
}

export function* members({ people, ciBot, reviewBot }: Staff, end: number): Generator<Fact | null> {
  for (const person of [...people, ciBot, reviewBot]) {
    yield state(
      {
        type: 'member',
        id: person.user,
        user: person.user,
        name: person.name,
        kind: person.kind,
        role: person.role,
        team: [person.team.name],
        aliases: [],
        joined_at: person.joined,
        left_at: person.left,
        seat: person.kind === 'human' ? person.harness.id : null,
      },
      person.user,
      end,
    )
  }
}

/** Something is always on fire somewhere; this small fire still burns at the end. */
export function* burning(calendar: Calendar, seed: number): Generator<Fact | null> {
  const started = calendar.end - 20 * HOUR
  if (started < calendar.first) return
  const services = REPOS.flatMap((r) => r.service ?? [])
  const service = new Random(seed, 'burning').pick(services)
  yield state(
    {
      type: 'incident',
      id: `INC-${service}-slow`,
      service,
      title: `Slow answers of ${service}`,
      status: 'open',
      severity: 'sev3',
      started_at: started,
      detected_at: started + 12 * MINUTE,
    },
    null,
    calendar.end,
  )
}
