/** What files and rows tell of sessions and projects. */
import { label, type Row, record, text } from '../row.ts'
import type { SessionTold } from './reading.ts'

/** A session as its file tells it. */
export function sessionOfFile(id: string, row: Row, worktree: string | null): SessionTold {
  return {
    id,
    created: record(row.time)?.created,
    parent: label(row.parentID),
    directory: text(row.directory),
    version: label(row.version),
    projectId: label(row.projectID),
    worktree,
  }
}

/** A session as its row tells it, in both generations. */
export const sessionOfRow = (id: string, row: Row, worktrees: ReadonlyMap<string, string>): SessionTold => ({
  id,
  created: row.time_created,
  parent: label(row.parent_id),
  directory: text(row.directory),
  version: label(row.version),
  projectId: label(row.project_id),
  worktree: worktrees.get(String(row.project_id)) ?? null,
})
