/** Who works there: people with their teams, zones and habits, and the service accounts. */
import { EARLIEST } from '../facts/field.ts'
import { type Calendar, DAY, ZONES, type Zone } from './calendar.ts'
import { HARNESSES, type Harness, harness } from './market.ts'
import { Random } from './random.ts'

export interface Team {
  name: string
  /** Prefix of the keys of its work items. */
  prefix: string
  zone: Zone
}

export const TEAMS: readonly Team[] = [
  { name: 'Payments', prefix: 'PAY', zone: 'Europe/Berlin' },
  { name: 'Platform', prefix: 'PLT', zone: 'Europe/Berlin' },
  { name: 'Growth', prefix: 'GRW', zone: 'America/New_York' },
  { name: 'Mobile', prefix: 'MOB', zone: 'America/New_York' },
  { name: 'Data', prefix: 'DAT', zone: 'Asia/Kolkata' },
]

/** How somebody took to agents. `chance` of using one on a working day, `sessions` on such a day. */
export const HABITS = {
  power: { chance: 0.96, sessions: 3.2, weekend: 0.2 },
  heavy: { chance: 0.8, sessions: 1.6, weekend: 0.06 },
  regular: { chance: 0.5, sessions: 0.9, weekend: 0.03 },
  light: { chance: 0.22, sessions: 0.7, weekend: 0.01 },
  stopped: { chance: 0.4, sessions: 0.8, weekend: 0 },
} as const
export type Habit = keyof typeof HABITS

export interface Person {
  user: string
  name: string
  kind: 'human' | 'service'
  role: 'owner' | 'admin' | 'manager' | 'member'
  team: Team
  zone: Zone
  joined: number
  left: number | null
  habit: Habit
  /** First day with an agent, and the first day without one again. */
  start: number
  stop: number
  harness: Harness
  second: Harness
  nightOwl: boolean
  /** Hours by which the working day is later than usual. */
  shift: number
  /** 0 approves everything by hand, 1 lets the agent run. */
  trust: number
  mcp: readonly string[]
  hooks: boolean
  away: readonly [number, number] | null
}

const FIRST =
  'Ada Bela Chiara Dmitri Elif Farid Greta Hanno Imke Jaro Kavya Leif Mirela Nikhil Oskar Priya Quinn Rohan Saskia Tariq Uma Viktor Wanda Xenia Yusuf Zora Anouk Bram Celeste Dario Esme Felix Gita Hugo Ines Joost Kiran Lotte Milan Noor'.split(
    ' ',
  )
const LAST =
  'Achterberg Bellwood Castellan Deshpande Ehrlich Farrow Gundlach Hollis Iyengar Jankowski Kerrigan Lindqvist Marchetti Nakagawa Okonjo Pellegrin Quist Ravindran Sandoval Thackeray Ulrichsen Vasquez Whitlock Xanthos Yarrow Zellweg Amberley Brisco Calloway Dunmore Eastlake Fenwick Galloway Hartnell Ivarsson Jessop Kowalke Lambrecht Merriman Norwood'.split(
    ' ',
  )

const MCP_SETS: readonly (readonly [readonly string[], number])[] = [
  [[], 40],
  [['github'], 20],
  [['github', 'linear'], 18],
  [['github', 'postgres'], 10],
  [['playwright'], 6],
  [['github', 'linear', 'postgres', 'playwright'], 6],
]

/** Every harness gets its share of the people, at least one each while there are enough: a draw might forget one. */
function harnessesFor(count: number, random: Random): Harness[] {
  const out: Harness[] = []
  for (const h of HARNESSES) for (let i = 0; i < Math.max(1, Math.round(h.share * count)); i++) out.push(h)
  while (out.length < count) out.push(HARNESSES[0] as Harness)
  return random.shuffled(out.slice(0, Math.max(count, HARNESSES.length)))
}

function habitOf(rank: number, count: number, random: Random): Habit {
  const share = (rank + 0.5) / count
  if (share < 0.1) return random.chance(0.6) ? 'power' : 'heavy'
  if (share > 0.3 && Math.floor(rank * 0.22) !== Math.floor((rank - 1) * 0.22)) return 'stopped'
  return random.weighted<Habit>([
    ['power', 7],
    ['heavy', 25],
    ['regular', 44],
    ['light', 24],
  ])
}

/** Pilots begin at once, the rest along an S-curve, always on a working day so that nobody is missed. */
function startOf(rank: number, count: number, calendar: Calendar): number {
  const share = (rank + 0.5) / count
  const progress = share < 0.1 ? share * 0.4 : 0.38 + 0.09 * Math.log(share / (1 - share))
  let day = Math.min(calendar.days - 2, Math.round(Math.max(0, progress) * calendar.days))
  while (day > 0 && calendar.quiet(day)) day--
  return Math.max(0, day)
}

function person(rank: number, count: number, takes: Harness, calendar: Calendar, seed: number): Person {
  const random = new Random(seed, 'person', rank)
  const team = TEAMS[rank % TEAMS.length] as Team
  const turn = Math.floor(rank / FIRST.length)
  const first = FIRST[rank % FIRST.length] as string
  const last = LAST[(rank * 7 + turn) % LAST.length] as string
  const habit = habitOf(rank, count, random)
  const start = startOf(rank, count, calendar)
  const leave = start + random.int(10, 50)
  const leaves = count >= 10 && (rank === 6 || rank === 17)
  const stop =
    habit === 'stopped'
      ? start + random.int(3, 14)
      : leaves
        ? Math.floor(calendar.days * (rank === 6 ? 0.8 : 0.92))
        : calendar.days
  return {
    user: `${first}.${last}${turn > 0 ? turn + 1 : ''}@example.com`.toLowerCase(),
    name: `${first} ${last}`,
    kind: 'human',
    role: rank === 0 ? 'owner' : rank < 3 ? 'admin' : rank < 3 + TEAMS.length ? 'manager' : 'member',
    team,
    zone: random.chance(0.85) ? team.zone : random.pick(ZONES),
    joined: Math.max(EARLIEST, calendar.first - random.int(20, 1500) * DAY + 9 * 3600_000),
    left: leaves ? calendar.first + stop * DAY : null,
    habit,
    start,
    stop,
    harness: takes,
    second: random.weighted(HARNESSES.map((h) => [h, h.share] as const)),
    nightOwl: random.chance(0.12),
    shift: random.between(-1, 1.5),
    trust: habit === 'power' ? random.between(0.6, 1) : random.between(0.05, 0.85),
    mcp: random.weighted(MCP_SETS),
    hooks: random.chance(0.25),
    away: random.chance(0.4) ? [leave, leave + random.int(5, 10)] : null,
  }
}

function service(name: string, user: string, takes: Harness, calendar: Calendar): Person {
  const team = TEAMS[1] as Team
  return {
    user,
    name,
    kind: 'service',
    role: 'member',
    team,
    zone: team.zone,
    joined: calendar.first,
    left: null,
    habit: 'regular',
    start: Math.floor(calendar.days * 0.22),
    stop: calendar.days,
    harness: takes,
    second: takes,
    nightOwl: false,
    shift: 0,
    trust: 1,
    mcp: ['github'],
    hooks: false,
    away: null,
  }
}

export interface Staff {
  people: Person[]
  /** Works through the nightly chores. */
  ciBot: Person
  /** Looks at changes before people do. */
  reviewBot: Person
}

export function staff(count: number, calendar: Calendar, seed: number): Staff {
  const takes = harnessesFor(count, new Random(seed, 'harnesses'))
  const people = Array.from({ length: count }, (_, rank) =>
    person(rank, count, takes[rank] as Harness, calendar, seed),
  )
  return {
    people,
    ciBot: service('CI agent', 'ci-agent@example.com', harness('claude-code'), calendar),
    reviewBot: service('Review agent', 'review-agent@example.com', harness('droid'), calendar),
  }
}
