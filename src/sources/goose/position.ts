/** How far a database was read: only sessions that have changed since then are read again, each as a whole. */
import { type Row, text } from '../row.ts'
import type { Database } from '../source.ts'
import { parsedRecord } from './values.ts'

interface Tables {
  messages: boolean
  ledger: boolean
}

export interface Position {
  message: number
  request: number
  /** When a session was last changed, as stored. */
  updated: string
}

export function positionOf(database: Database, tables: Tables): Position {
  const last = (what: string, table: string): unknown =>
    [...database.rows(`SELECT max(${what}) AS last FROM ${table}`)][0]?.last
  const numbered = (table: string): number => Number(last('id', table)) || 0
  return {
    message: tables.messages ? numbered('messages') : 0,
    request: tables.ledger ? numbered('usage_ledger') : 0,
    updated: database.columns('sessions').has('updated_at')
      ? (text(last('updated_at', 'sessions')) ?? '')
      : '',
  }
}

/** Numbers only grow: where they have fallen it is another database, which is read from its beginning. */
function since(told: string | null, now: Position): Position {
  const nothing: Position = { message: -1, request: -1, updated: '' }
  const { message, request, updated } = parsedRecord(told) ?? {}
  if (typeof message !== 'number' || typeof request !== 'number' || typeof updated !== 'string')
    return nothing
  return message > now.message || request > now.request || updated > now.updated
    ? nothing
    : { message, request, updated }
}

export function changedSince(
  database: Database,
  tables: Tables,
  told: string | null,
  now: Position,
): Iterable<Row> {
  const { message, request, updated } = since(told, now)
  if (updated === '') return database.rows('SELECT * FROM sessions ORDER BY id')
  const ids = ['SELECT id FROM sessions WHERE updated_at >= ?1']
  if (tables.messages) ids.push('SELECT session_id FROM messages WHERE id > ?2')
  if (tables.ledger) ids.push('SELECT session_id FROM usage_ledger WHERE id > ?3')
  return database.rows(
    // All three are named, so that each is bound whatever tables there are.
    `SELECT * FROM sessions WHERE id IN (${ids.join(' UNION ')}) AND ?2 IS NOT NULL AND ?3 IS NOT NULL ORDER BY id`,
    updated,
    message,
    request,
  )
}
