/** What the machine itself needs for the same bytes: reading them, and parsing every line in one thread. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { measure } from './measure.ts'

export function transcripts(dir: string): string[] {
  return readdirSync(join(dir, 'projects'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** `cat` over all files into nothing; after the first time from the page cache. */
export async function readLimit(files: readonly string[]): Promise<number> {
  const command = ['sh', '-c', 'xargs -0 cat > /dev/null']
  return (await measure(command, { PATH: process.env.PATH }, files.join('\0'))).wall_s
}

export function parseLimit(files: readonly string[]): number {
  const began = performance.now()
  let fields = 0
  for (const file of files) {
    const bytes = readFileSync(file)
    for (let from = 0; from < bytes.length; ) {
      const newline = bytes.indexOf(10, from)
      const to = newline < 0 ? bytes.length : newline
      const row = JSON.parse(bytes.toString('utf8', from, to)) as Record<string, unknown>
      if (row.type !== undefined) fields++
      from = to + 1
    }
  }
  if (fields === 0) throw new Error('nothing was parsed')
  return (performance.now() - began) / 1000
}
