/** Names of the folders that spools lie in: one for each owner, whatever the owner is called. */
import { readdirSync } from 'node:fs'

export const folderOf = (owner: string): string => encodeURIComponent(owner)

/** Whoever has a folder there. What else lies there is told and left alone: it keeps nobody from starting. */
export function ownersIn(dir: string, log: (line: string) => void): string[] {
  return entriesOf(dir, log).flatMap((entry) => {
    const owner = entry.isDirectory() ? ownerOf(entry.name) : null
    if (owner === null) log(`spool: ${entry.name} in ${dir} is none of ours and is left alone`)
    return owner ?? []
  })
}

function entriesOf(dir: string, log: (line: string) => void) {
  try {
    return readdirSync(dir, { withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log(`spool: ${dir} cannot be read: ${error}`)
    return []
  }
}

/** Null for a name that no owner would have been given. */
function ownerOf(name: string): string | null {
  try {
    const owner = decodeURIComponent(name)
    return folderOf(owner) === name ? owner : null
  } catch {
    return null
  }
}
