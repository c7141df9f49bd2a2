/** The plan of the work: which tickets each person takes on and when they pass which station. */
import { type Calendar, DAY, MINUTE } from './calendar.ts'
import { type Repo, reposOf, title } from './codebase.ts'
import type { Person } from './people.ts'
import { Random } from './random.ts'

export type Station = 'research' | 'development' | 'security' | 'qa' | 'acceptance' | 'deploy'

export interface Visit {
  station: Station
  attempt: number
  entered: number
  exited: number
  outcome: 'pass' | 'rework' | 'cancel'
}

export interface WorkItem {
  key: string
  title: string
  person: Person
  repo: Repo
  branch: string
  type: 'story' | 'bug' | 'task' | 'incident'
  points: number
  epic: string
  opened: number
  visits: Visit[]
  /** When it left the last station; null for a cancelled one. */
  completed: number | null
}

const EPICS = ['Faster checkout', 'One login', 'Self-service refunds', 'Observability', 'Store relaunch']
const REWORK = 0.14
const CANCELLED = 0.04
/** Somebody with an agent finishes sooner. */
const AGENT_PACE = 0.72

/** Moves one item through the stations, in the working hours of its person. */
class Route {
  visits: Visit[] = []
  #at: number
  readonly #calendar: Calendar
  readonly #person: Person

  constructor(at: number, calendar: Calendar, person: Person) {
    this.#at = at
    this.#calendar = calendar
    this.#person = person
  }

  get at(): number {
    return this.#at
  }

  stay(station: Station, hours: number, outcome: Visit['outcome'] = 'pass'): void {
    const entered = this.#at
    const attempt = 1 + this.visits.filter((v) => v.station === station).length
    this.#at = this.#calendar.afterWork(entered, hours, this.#person.zone)
    this.visits.push({ station, attempt, entered, exited: this.#at, outcome })
  }
}

function route(start: number, pace: number, calendar: Calendar, person: Person, random: Random): Route {
  const way = new Route(start, calendar, person)
  const cancelled = random.chance(CANCELLED)
  way.stay('research', random.skewed(1.5, 0.6, 0.3, 8))
  way.stay('development', random.skewed(26, 0.55, 4, 80) * pace, cancelled ? 'cancel' : 'pass')
  if (cancelled) return way
  way.stay('security', random.skewed(0.4, 0.5, 0.1, 3))
  if (random.chance(REWORK)) {
    way.stay('qa', random.skewed(3, 0.6, 0.5, 12), 'rework')
    way.stay('development', random.skewed(5, 0.5, 1, 14) * pace)
  }
  way.stay('qa', random.skewed(3, 0.6, 0.5, 12))
  if (random.chance(REWORK / 3)) {
    way.stay('acceptance', random.skewed(3, 0.7, 0.5, 16), 'rework')
    way.stay('development', random.skewed(4, 0.5, 1, 12) * pace)
    way.stay('qa', random.skewed(2, 0.6, 0.5, 8))
  }
  way.stay('acceptance', random.skewed(4, 0.8, 0.3, 24))
  way.stay('deploy', random.skewed(0.4, 0.4, 0.1, 1.5))
  return way
}

/** One after the other until the story ends; what comes after its end is left to whoever tells it. */
function itemsOf(person: Person, rank: number, calendar: Calendar, seed: number): WorkItem[] {
  const random = new Random(seed, 'items', person.user)
  const repos = reposOf(person.team.name)
  const usual = random.pick(repos)
  const items: WorkItem[] = []
  let at = calendar.afterWork(calendar.first, random.between(0.2, 6), person.zone)
  while (at < Math.min(calendar.end, person.left ?? calendar.end)) {
    const day = Math.floor((at - calendar.first) / DAY)
    const pace = day >= person.start && day < person.stop ? AGENT_PACE : 1
    const way = route(at, pace, calendar, person, random)
    const repo = random.chance(0.75) ? usual : random.pick(repos)
    const name = title(random)
    const key = `${person.team.prefix}-${100 + rank * 60 + items.length}`
    items.push({
      key,
      title: name,
      person,
      repo,
      branch: `${key}-${name.replaceAll(' ', '-')}`.toLowerCase(),
      type: random.weighted<WorkItem['type']>([
        ['story', 50],
        ['bug', 28],
        ['task', 19],
        ['incident', 3],
      ]),
      points: random.weighted([
        [1, 25],
        [2, 30],
        [3, 25],
        [5, 15],
        [8, 5],
      ]),
      epic: random.pick(EPICS),
      opened: Math.max(
        calendar.first + MINUTE,
        at - Math.round(random.skewed(3 * DAY, 0.8, DAY / 8, 20 * DAY)),
      ),
      visits: way.visits,
      completed: way.visits.at(-1)?.station === 'deploy' ? way.at : null,
    })
    const developed = way.visits.find((v) => v.station === 'development')
    at = (developed?.exited ?? way.at) + random.int(5, 90) * MINUTE
  }
  return items
}

export function planItems(people: readonly Person[], calendar: Calendar, seed: number): WorkItem[][] {
  return people.map((person, rank) => itemsOf(person, rank, calendar, seed))
}

/** The visit of an item that a person would be working on at that instant. */
export function visitAt(item: WorkItem, at: number): Visit | undefined {
  return item.visits.find(
    (v) => v.entered <= at && at < v.exited && (v.station === 'development' || v.station === 'research'),
  )
}
