/** Where editors keep what the extensions of the Cline family write. */
import { join } from 'node:path'
import type { Machine } from '../source.ts'

const EDITORS = [
  'Code',
  'Code - Insiders',
  'VSCodium',
  'Cursor',
  'Windsurf',
  'Antigravity',
  'Trae',
  'Positron',
]
/** Of editors that work on this machine from another one, as on WSL or over SSH. */
const SERVERS = [
  ...['.vscode-server', '.vscode-server-insiders', '.vscode-remote', '.vscodium-server'],
  ...['.cursor-server', '.windsurf-server'],
]

/** Folders of the user's settings, of every editor. */
function settings({ home, env }: Machine): string[] {
  const bases = [
    join(home, 'Library/Application Support'),
    env.XDG_CONFIG_HOME || join(home, '.config'),
    ...(env.APPDATA ? [env.APPDATA] : []),
  ]
  return [
    ...bases.flatMap((base) => EDITORS.map((editor) => join(base, editor, 'User'))),
    ...SERVERS.map((server) => join(home, server, 'data/User')),
    ...(env.VSCODE_PORTABLE ? [join(env.VSCODE_PORTABLE, 'user-data/User')] : []),
  ]
}

/** The tasks of an extension, by its identifier in lower case. */
export const tasksOf = (machine: Machine, extension: string): string[] =>
  settings(machine).map((user) => join(user, 'globalStorage', extension, 'tasks'))

/** Tasks and sessions that Cline keeps in its own folder. */
export function ownFolders({ home, env }: Machine): string[] {
  const data = env.CLINE_DATA_DIR || join(env.CLINE_DIR || join(home, '.cline'), 'data')
  return [env.CLINE_SESSION_DATA_DIR || join(data, 'sessions'), join(data, 'tasks')]
}
