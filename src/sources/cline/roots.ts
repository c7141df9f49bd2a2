/** Where editors keep what the extensions of the Cline family write. */
import { join } from 'node:path'
import { userFolders } from '../editors.ts'
import type { Machine } from '../source.ts'

/** The tasks of an extension, by its identifier in lower case. */
export const tasksOf = (machine: Machine, extension: string): string[] =>
  userFolders(machine).map((user) => join(user, 'globalStorage', extension, 'tasks'))

/** Tasks and sessions that Cline keeps in its own folder. */
export function ownFolders({ home, env }: Machine): string[] {
  const data = env.CLINE_DATA_DIR || join(env.CLINE_DIR || join(home, '.cline'), 'data')
  return [env.CLINE_SESSION_DATA_DIR || join(data, 'sessions'), join(data, 'tasks')]
}
