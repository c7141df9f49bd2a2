/** Writes state facts: every telling is kept once; what it changes for events of a session is marked. */
import { CONTEXT, type StateFact } from '../facts/index.ts'
import { isTranscript } from '../facts/precedence.ts'
import type { Store } from '../store/store.ts'
import type { Outcome } from './identify.ts'
import { SESSION_MARKS } from './marks.ts'
import type { KeyMemory, KnownState } from './memory.ts'
import { type Row, stateRow, tableOf } from './row.ts'

/** Size of a list of names in one query, in bytes: a form field holds 128 KiB. */
const NAMES_PER_QUERY = 120_000
/** What may be written as several characters within a list. */
const ESCAPED = /[\\'\p{Cc}]/gu
const CONTEXT_COLUMNS = Object.keys(CONTEXT)

export interface StateWrites {
  outcomes: Outcome[]
  rows: Map<string, Row[]>
  /** Sessions whose own row has to be derived again. */
  sessions: Set<string>
  /** Those of them that now say something else of who and where: rollups of their events change too. */
  recontexted: Set<string>
}

const telling = (row: Row) => `${row.source} ${row.observed_at} ${row.hash}`
const memoryKey = (type: string, id: string) => `${type}\n${id}`

/** Characters of a name that stand for themselves in an address, in which a statement that writes has its lists. */
const PLAIN = /[\w.~-]/g
/** The quotes around a name and the comma after it, in an address. */
const AROUND = 9

/** Splits names so that each part fits into one query. */
export function nameChunks(names: readonly string[]): string[][] {
  const out: string[][] = []
  let part: string[] = []
  let size = 0
  for (const name of names) {
    const plain = name.match(PLAIN)?.length ?? 0
    const escaped = name.match(ESCAPED)?.length ?? 0
    const length = plain + 3 * (Buffer.byteLength(name) - plain + 3 * escaped) + AROUND
    if (part.length > 0 && size + length > NAMES_PER_QUERY) {
      out.push(part)
      part = []
      size = 0
    }
    part.push(name)
    size += length
  }
  if (part.length > 0) out.push(part)
  return out
}

export async function prepareStates(
  store: Store,
  org: string,
  memory: KeyMemory,
  facts: readonly StateFact[],
): Promise<StateWrites> {
  const writes: StateWrites = { outcomes: [], rows: new Map(), sessions: new Set(), recontexted: new Set() }
  const rows = facts.map((fact) => stateRow(fact, org))
  if (!memory.complete) await recallStates(store, org, memory, facts, rows)
  for (const [i, fact] of facts.entries()) {
    const row = rows[i] as Row
    const id = String(row.id)
    const known = memory.state(memoryKey(fact.type, id))
    const mine = telling(row)
    if (known.tellings.has(mine)) {
      writes.outcomes.push('duplicate')
      continue
    }
    writes.outcomes.push(known.tellings.size > 0 ? 'updated' : 'accepted')
    known.tellings.add(mine)
    const list = writes.rows.get(fact.type) ?? []
    list.push(row)
    writes.rows.set(fact.type, list)
    // Whether an agent's own count of them is counted depends on whether they are told one by one.
    if (fact.type === 'pull_request') for (const session of fact.sessions ?? []) writes.sessions.add(session)
    if (fact.type !== 'session') continue
    writes.sessions.add(id)
    const context = takeContext(known, row)
    if (takeTranscript(known, row) || context) writes.recontexted.add(id)
  }
  return writes
}

/** True where a transcript tells for the first time of a session that is known: what yields to it has to be left out. */
function takeTranscript(known: KnownState, { source }: Row): boolean {
  if (known.transcript || !isTranscript(String(source))) return false
  known.transcript = true
  return known.tellings.size > 1
}

/** Merges what a telling says of who and where (catalogue Z-1). True when that changes anything. */
function takeContext(known: KnownState, row: Row): boolean {
  const order = `${String(row.observed_at).padStart(15, '0')} ${String(row.hash).padStart(20, '0')}`
  let changed = false
  known.context ??= new Map()
  for (const column of CONTEXT_COLUMNS) {
    const value = String(row[column] ?? '')
    if (value === '') continue
    const old = known.context.get(column)
    if (old && old.order >= order) continue
    if (old?.value !== value) changed = true
    known.context.set(column, { order, value })
  }
  return changed
}

async function recallStates(
  store: Store,
  org: string,
  memory: KeyMemory,
  facts: readonly StateFact[],
  asked: readonly Row[],
): Promise<void> {
  const byType = new Map<string, Set<string>>()
  for (const [i, { type }] of facts.entries()) {
    const id = String(asked[i]?.id)
    if (memory.hasState(memoryKey(type, id))) continue
    byType.set(type, (byType.get(type) ?? new Set()).add(id))
  }
  for (const [type, ids] of byType) {
    const context = type === 'session' ? `, ${CONTEXT_COLUMNS.join(', ')}` : ''
    for (const part of nameChunks([...ids])) {
      const rows = await store.rows<Row>(
        `SELECT id, source, toString(toDecimal64(observed_at, 3)) AS told, toString(hash) AS hash${context}
         FROM ${tableOf(type)} WHERE org = {org:String} AND id IN {ids:Array(String)}`,
        { params: { org, ids: part } },
      )
      for (const row of rows) {
        const known = memory.state(memoryKey(type, String(row.id)))
        const stored = { ...row, observed_at: Number(row.told).toFixed(3) }
        known.tellings.add(telling(stored))
        if (!context) continue
        takeContext(known, stored)
        takeTranscript(known, stored)
      }
    }
  }
}

/**
 * Buckets in which events of these sessions lie, by event type, in ms. Every day on which a session has events is
 * either marked or, once the mark is cleared, listed in the session's row: so marks are read first.
 */
export async function bucketsOfSessions(
  store: Store,
  org: string,
  sessions: Iterable<string>,
  types: readonly string[],
): Promise<Map<string, Set<number>>> {
  const out = new Map<string, Set<number>>()
  for (const part of nameChunks([...sessions])) {
    const params = { org, sessions: part }
    const marked = await store.rows<{ d: number }>(
      `SELECT DISTINCT toUInt32(toDate(bucket)) AS d FROM mark FINAL
       WHERE org = {org:String} AND rollup = '${SESSION_MARKS}' AND bucket > 0 AND session IN {sessions:Array(String)}`,
      { params },
    )
    const derived = await store.rows<{ d: number }>(
      `SELECT DISTINCT toUInt32(arrayJoin(days)) AS d FROM rollup_session FINAL
       WHERE org = {org:String} AND session IN {sessions:Array(String)}`,
      { params },
    )
    const days = [...new Set([...marked, ...derived].map((r) => r.d))]
    if (days.length === 0) continue
    for (const type of types) {
      const rows = await store.rows<{ b: number }>(
        `SELECT DISTINCT toUnixTimestamp(bucket) AS b FROM ${tableOf(type)}
         WHERE org = {org:String} AND day IN (SELECT toDate(arrayJoin({days:Array(UInt32)})))
           AND session IN {sessions:Array(String)}`,
        { params: { ...params, days } },
      )
      const set = out.get(type) ?? new Set()
      for (const r of rows) set.add(r.b * 1000)
      out.set(type, set)
    }
  }
  return out
}
