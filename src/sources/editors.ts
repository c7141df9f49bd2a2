/** Where VS Code and the editors made of it keep what belongs to a user. */
import { join } from 'node:path'
import type { Machine } from './source.ts'

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
export function userFolders({ home, env }: Machine): string[] {
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
