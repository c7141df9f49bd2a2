/** What the program says of itself: version, what it holds, what is being imported, how fresh its figures are. */
import type { Backend, Scope } from './backend.ts'
import type { Status } from './contract.ts'

const COUNTED = 1_000_000

/** What every organisation has at least one of. */
const TELLING = [
  'message',
  'model_call',
  'tool_call',
  'session',
  'commit',
  'pull_request',
  'cost_entry',
] as const

/** 1 when any such fact is there, else 0. */
const anyOf = (condition: string): string =>
  `(SELECT count() > 0 FROM (${TELLING.map((t) => `SELECT 1 FROM (SELECT 1 FROM ${t} WHERE org = {org:String} AND ${condition} LIMIT 1)`).join(' UNION ALL ')}))`

/** The first or last quarter of an hour with any event, in seconds since 1970 UTC; null without. In order of the table. */
const bucketAt = (order: 'ASC' | 'DESC'): string =>
  `(SELECT toUnixTimestamp(bucket) FROM rollup_activity WHERE org = {org:String} AND is_deleted = 0 ORDER BY bucket ${order} LIMIT 1)`

interface Held {
  facts: number
  demo: number
  real: number
  first: number | null
  last: number | null
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()

/** In team mode nothing is told of the server's own folders. */
export async function statusOf(
  backend: Pick<Backend, 'version' | 'discovery' | 'commands' | 'settings'> & { team?: unknown },
  scope: Pick<Scope, 'store' | 'org' | 'reach' | 'asOf'>,
): Promise<Status> {
  const rows = await scope.store.rows<Held>(
    `SELECT
       (SELECT count() FROM (SELECT 1 FROM fact_key WHERE org = {org:String}
          AND alias_of = toUUID('00000000-0000-0000-0000-000000000000') LIMIT ${COUNTED})) AS facts,
       ${anyOf("source = 'demo'")} AS demo, ${anyOf("source != 'demo'")} AS real,
       ${bucketAt('ASC')} AS first, ${bucketAt('DESC')} AS last`,
    { params: { org: scope.org } },
  )
  const { works_council, fewest_people } = await backend.settings(scope.org)
  const { tz, fewest } = scope.reach
  const { state, sources, progress } = backend.discovery()
  const row = rows[0]
  return {
    version: backend.version,
    org: scope.org,
    mode: backend.team ? 'team' : 'personal',
    tz,
    works_council: works_council ? { fewest_people, applies: fewest !== null } : null,
    as_of: new Date(scope.asOf()).toISOString(),
    facts: row?.facts ?? 0,
    holds: { demo: row?.demo === 1, real: row?.real === 1 },
    events: row?.first && row.last ? { first_at: iso(row.first), last_at: iso(row.last) } : null,
    discovery: {
      state,
      files_done: progress?.files_done ?? 0,
      files_total: progress?.files_total ?? 0,
      bytes_done: progress?.bytes_done ?? 0,
      bytes_total: progress?.bytes_total ?? 0,
      calls: progress?.calls ?? 0,
      sources: backend.team ? [] : sources,
    },
    commands: backend.team ? null : (backend.commands ?? null),
  }
}
