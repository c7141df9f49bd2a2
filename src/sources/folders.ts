/** Paths as transcripts write them, of any operating system: names, and places below a folder. */

const plain = (path: string): string => path.replaceAll('\\', '/').replace(/\/+$/, '')

/** The last part of a path, or null. */
export const nameOf = (path: string): string | null => plain(path).split('/').at(-1) || null

/** The path relative to a folder it lies in, else null. */
export function below(path: string, folder: string | null): string | null {
  if (!folder) return null
  // Backslashes are ordinary characters of a file name outside Windows.
  const windows = /^[A-Za-z]:[\\/]|^\\\\/.test(folder)
  const p = windows ? plain(path) : path
  const f = windows ? plain(folder) : folder.replace(/\/+$/, '')
  const inside = windows ? p.toLowerCase().startsWith(`${f.toLowerCase()}/`) : p.startsWith(`${f}/`)
  return inside && p.length > f.length + 1 ? p.slice(f.length + 1) : null
}

/** The checkout a worktree made by the agent belongs to: it puts them below `.claude/worktrees`. */
export const checkoutOf = (cwd: string): string =>
  /^(.+?)[\\/]\.claude[\\/]worktrees[\\/][^\\/]+/.exec(cwd)?.[1] ?? cwd
