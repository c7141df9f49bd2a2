/** Writes state facts: every telling is kept once; what it changes for events of a session is marked. */
import type { StateFact } from '../facts/index.ts'
import type { Store } from '../store/store.ts'
import type { Outcome } from './identify.ts'
import type { KeyMemory } from './memory.ts'
import { bucketOf, type Row, stateRow, tableOf } from './row.ts'

const IDS_PER_QUERY = 1_000

export interface StateWrites {
  outcomes: Outcome[]
  rows: Map<string, Row[]>
  /** Buckets of sessions whose own row has to be derived again, in ms. */
  sessionBuckets: Set<number>
  /** Sessions that may have told events without their context before. */
  sessions: string[]
}

const telling = (row: Row) => `${row.source} ${row.observed_at} ${row.hash}`

export async function prepareStates(
  store: Store,
  org: string,
  memory: KeyMemory,
  facts: readonly StateFact[],
): Promise<StateWrites> {
  const writes: StateWrites = { outcomes: [], rows: new Map(), sessionBuckets: new Set(), sessions: [] }
  const rows = facts.map((fact) => stateRow(fact, org))
  if (!memory.complete) await recallStates(store, org, memory, facts)
  for (const [i, fact] of facts.entries()) {
    const row = rows[i] as Row
    const key = `${fact.type}\n${fact.id}`
    const known = memory.states(key)
    const mine = telling(row)
    if (known?.has(mine)) {
      writes.outcomes.push('duplicate')
      continue
    }
    writes.outcomes.push(known && known.size > 0 ? 'updated' : 'accepted')
    memory.setStates(key, (known ?? new Set()).add(mine))
    const list = writes.rows.get(fact.type) ?? []
    list.push(row)
    writes.rows.set(fact.type, list)
    if (fact.type === 'session') {
      if (known && known.size > 1) writes.sessions.push(fact.id)
      else if (!memory.complete) writes.sessions.push(fact.id)
      writes.sessionBuckets.add(bucketOf(fact.started_at ?? fact.observed_at))
      writes.sessionBuckets.add(bucketOf(fact.observed_at))
    }
  }
  return writes
}

async function recallStates(
  store: Store,
  org: string,
  memory: KeyMemory,
  facts: readonly StateFact[],
): Promise<void> {
  const byType = new Map<string, Set<string>>()
  for (const fact of facts) {
    if (memory.states(`${fact.type}\n${fact.id}`)) continue
    byType.set(fact.type, (byType.get(fact.type) ?? new Set()).add(fact.id))
  }
  for (const [type, idSet] of byType) {
    const ids = [...idSet]
    for (let i = 0; i < ids.length; i += IDS_PER_QUERY) {
      const part = ids.slice(i, i + IDS_PER_QUERY)
      const rows = await store.rows<{ id: string; source: string; o: string; h: string }>(
        `SELECT id, source, toString(toDecimal64(observed_at, 3)) AS o, toString(hash) AS h FROM ${tableOf(type)}
         WHERE org = {org:String} AND id IN {ids:Array(String)}`,
        { params: { org, ids: part } },
      )
      for (const id of part) memory.setStates(`${type}\n${id}`, new Set())
      for (const row of rows) {
        const observed_at = Number(row.o).toFixed(3)
        memory.states(`${type}\n${row.id}`)?.add(telling({ source: row.source, observed_at, hash: row.h }))
      }
    }
  }
}

/** Event types that can tell of a session and feed rollups. */
const SESSION_EVENTS = ['message', 'model_call', 'tool_call', 'file_change'] as const

/** Buckets in which events of these sessions lie, by event type: their context comes from the session. */
export async function bucketsOfSessions(
  store: Store,
  org: string,
  sessions: readonly string[],
): Promise<Map<string, Set<number>>> {
  const out = new Map<string, Set<number>>()
  const spans = await store.rows<{ from: number; to: number }>(
    `SELECT min(toUInt32(toDate(started_at))) AS from, max(toUInt32(toDate(last_event_at))) AS to
     FROM rollup_session FINAL WHERE org = {org:String} AND session IN {sessions:Array(String)} HAVING count() > 0`,
    { params: { org, sessions } },
  )
  const span = spans[0]
  if (!span) return out
  for (const type of SESSION_EVENTS) {
    const rows = await store.rows<{ b: number }>(
      `SELECT DISTINCT toUnixTimestamp(bucket) AS b FROM ${tableOf(type)}
       WHERE org = {org:String} AND day BETWEEN toDate({from:UInt32}) AND toDate({to:UInt32})
         AND session IN {sessions:Array(String)}`,
      { params: { org, sessions, ...span } },
    )
    out.set(type, new Set(rows.map((r) => r.b * 1000)))
  }
  return out
}
