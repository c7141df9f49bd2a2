/** The copy of who is in which team that the store keeps: what the control plane says, else what `member` facts say (G-ID-2). */
import { FOR_EVER } from '../seconds.ts'
import type { Store } from '../store/store.ts'
import type { Person } from './people.ts'

/** Who is who and in which team, as administrators look after it. */
export interface Directory {
  people: readonly (Person & { aliases: readonly string[] })[]
  teams: readonly TeamSpan[]
}

/** Somebody in a team: seconds since 1970 UTC, the end left out. */
export interface TeamSpan {
  team: string
  user: string
  since: number
  until: number
}

/** What a `member` fact says of teams: in all of them from when they joined to when they left. */
export interface MemberTeams {
  user: string
  teams: readonly string[]
  /** Seconds since 1970 UTC; null for unknown. */
  joined: number | null
  left: number | null
}

/** What passes names on as they may be kept. */
export interface Naming {
  erases(person: string): boolean
  nameOf(person: string): string
}

/** The directory as it may be kept: without who is erased, and where people have pseudonyms under these alone. */
export function keptOf({ people, teams }: Directory, naming: Naming): Directory {
  const { nameOf } = naming
  const kept = (user: string) => !naming.erases(user)
  return {
    people: people
      .filter(({ user }) => kept(user))
      .map(({ user, name, aliases, ...rest }) => ({
        ...rest,
        user: nameOf.call(naming, user),
        name: nameOf.call(naming, user) === user ? name : '',
        aliases: aliases.filter(kept).map((alias) => nameOf.call(naming, alias)),
      })),
    teams: teams
      .filter(({ user }) => kept(user))
      .map((span) => ({ ...span, user: nameOf.call(naming, span.user) })),
  }
}

/** Spans of everybody: those of people whom the directory does not know come from `member` facts. */
export function spansOf(
  directory: Directory | null,
  members: readonly MemberTeams[],
  personOf: (identity: string) => string,
): TeamSpan[] {
  const known = new Set(directory?.people.map(({ user }) => user))
  const told = members.flatMap(({ user, teams, joined, left }) =>
    known.has(personOf(user))
      ? []
      : teams.map((team) => ({
          ...{ team, user: personOf(user) },
          ...{ since: joined ?? 0, until: left ?? FOR_EVER },
        })),
  )
  const spans = [...(directory?.teams ?? []), ...told].filter(({ since, until }) => since < until)
  // Two facts may tell of one person: the longer time counts.
  const byStart = new Map<string, TeamSpan>()
  for (const span of spans) {
    const other = byStart.get(keyOf(span))
    if (!other || other.until < span.until) byStart.set(keyOf(span), span)
  }
  return [...byStart.values()]
}

const keyOf = ({ team, user, since }: TeamSpan): string => JSON.stringify([team, user, since])

/** Brings the table of teams up to date. Errors: `unavailable`. */
export async function refreshTeams(store: Store, org: string, spans: readonly TeamSpan[]): Promise<void> {
  const stored = await store.rows<TeamSpan>(
    'SELECT team, user, since, until FROM team_member FINAL WHERE org = {org:String}',
    { params: { org } },
  )
  const before = new Map(stored.map((span) => [keyOf(span), span]))
  const now = new Set(spans.map(keyOf))
  const ver = Date.now()
  const gone = stored.filter((span) => !now.has(keyOf(span)))
  const rows = [
    ...gone.map((span) => ({ org, ...span, ver, is_deleted: 1 })),
    ...spans
      .filter((span) => before.get(keyOf(span))?.until !== span.until)
      .map((span) => ({ org, ...span, ver, is_deleted: 0 })),
  ]
  if (rows.length > 0) await store.insert('team_member', rows)
}
