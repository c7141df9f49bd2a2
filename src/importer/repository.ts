/** Finds the repository of a working folder on this machine by reading its git configuration. */
import { readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { repositoryKey } from '../facts/repository.ts'

/** Answers the repository key of a folder, or null when it is gone, or not in a repository with an origin. Remembers. */
export function repositoryFinder(): (cwd: string) => string | null {
  const known = new Map<string, string | null>()
  const find = (folder: string): string | null => {
    const cached = known.get(folder)
    if (cached !== undefined) return cached
    const config = configOf(folder)
    const parent = dirname(folder)
    const key = config ? originOf(config) : parent === folder ? null : find(parent)
    known.set(folder, key)
    return key
  }
  return (cwd) => (isAbsolute(cwd) ? find(cwd) : null)
}

/** Path of the git configuration for a folder that is the top of a checkout or worktree, else null. */
function configOf(folder: string): string | null {
  const git = join(folder, '.git')
  try {
    if (statSync(git).isDirectory()) return join(git, 'config')
    // A worktree: .git is a file that names <main>/.git/worktrees/<name>.
    const target = /^gitdir: (.+)$/m.exec(readFileSync(git, 'utf8'))?.[1]?.trim()
    return target ? join(target.replace(/\/worktrees\/[^/]+\/?$/, ''), 'config') : null
  } catch {
    return null
  }
}

function originOf(config: string): string | null {
  try {
    const section = /\[remote "origin"\]([^[]*)/.exec(readFileSync(config, 'utf8'))?.[1]
    const url = /^\s*url\s*=\s*(.+)$/m.exec(section ?? '')?.[1]
    return url ? repositoryKey(url) : null
  } catch {
    return null
  }
}
