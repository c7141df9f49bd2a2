/** Tells the conversations of pi, and those of agents built on it, by how they begin. */
import { type Row, record } from '../row.ts'
import type { Beginning } from '../source.ts'

const isHeader = (row: Row): boolean =>
  row.type === 'session' && typeof row.id === 'string' && typeof row.cwd === 'string' && 'timestamp' in row

/** Entries of messages hold them whole. */
const isMessage = (row: Row): boolean =>
  row.type === 'message' && typeof record(row.message)?.role === 'string' && 'timestamp' in row

/** The header comes first; without it, messages in entries that form a tree. */
export const isConversation = ({ rows }: Beginning): boolean =>
  rows[0] !== undefined && (isHeader(rows[0]) || (isMessage(rows[0]) && 'parentId' in rows[0]))

const PLACE = /[\\/]\.?openclaw[\\/]|[\\/]agents[\\/][^\\/]+[\\/]sessions[\\/]/i

/** Its place, its working folder, or entries that it alone writes. */
export const ofOpenClaw = ({ path, rows }: Beginning): boolean =>
  PLACE.test(path) ||
  rows.some(
    (row) =>
      (row.type === 'session' && typeof row.cwd === 'string' && PLACE.test(`${row.cwd}/`)) ||
      (row.type === 'custom' && row.customType === 'model-snapshot') ||
      record(row.message)?.provider === 'openclaw',
  )
