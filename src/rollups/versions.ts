/** Has rollups made anew that another version of this program has made, or none yet. */
import type { Generations } from '../ingest/generation.ts'
import type { Store } from '../store/store.ts'
import { ROLLUPS } from './rebuild.ts'
import { SESSION_ROLLUP } from './session.ts'

interface Noted {
  rollup: string
  version: number
}

/** What is marked: the quarter-hours of all facts a rollup reads, or every session, whose days its row knows. */
const places = (rollup: string): string[] =>
  rollup === SESSION_ROLLUP.name
    ? // By day, so that the newest come first and a statement reads few days.
      [
        `SELECT toDateTime(toDate(last_event_at), 'UTC') AS bucket, session
         FROM ${SESSION_ROLLUP.table} FINAL WHERE org = {org:String}`,
      ]
    : (ROLLUPS.find((r) => r.name === rollup)?.reads ?? []).map(
        (type) => `SELECT bucket, '' AS session FROM ${type} WHERE org = {org:String}`,
      )

/**
 * Marks all of every rollup whose rows are not of the version this program makes, and notes that version. Answers the
 * names of those that have rows to be made. To be called once what a crash left behind is repaired: the newest marks show
 * where that is. Errors: `unavailable`.
 */
export async function markOutdated(store: Store, org: string, generations: Generations): Promise<string[]> {
  const params = { org }
  const noted = await store.rows<Noted>(
    'SELECT rollup, version FROM rollup_version FINAL WHERE org = {org:String}',
    { params },
  )
  const now = [...ROLLUPS, SESSION_ROLLUP].map(({ name, version }) => ({ rollup: name, version }))
  const outdated = now.filter((n) => !noted.some((o) => o.rollup === n.rollup && o.version === n.version))
  const marked: string[] = []
  for (const { rollup } of outdated) {
    const all = places(rollup).join(' UNION ALL ')
    // Whether there is anything: one row tells, and a store may hold years.
    const found = await store.rows(`SELECT 1 FROM (${all}) LIMIT 1`, { params })
    if (found.length === 0) continue
    const generation = generations.begin()
    await store.command(
      `INSERT INTO mark (org, rollup, bucket, session, generation)
SELECT {org:String}, {rollup:String}, bucket, session, {generation:UInt64} FROM (SELECT DISTINCT bucket, session FROM (${all}))`,
      { params: { org, rollup, generation: generation.toString() } },
    )
    generations.end(generation)
    marked.push(rollup)
  }
  // Noted last: when a crash comes before, all is marked once more.
  const ver = generations.moment().toString()
  await store.insert(
    'rollup_version',
    outdated.map((n) => ({ org, ...n, ver })),
  )
  return marked
}
