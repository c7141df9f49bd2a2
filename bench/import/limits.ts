/** What the machine itself needs for the same bytes: reading them, and parsing every row in one thread. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Sqlite from 'libsql'
import { measure } from './measure.ts'

/** The files of some folders. */
export function filesIn(dir: string, folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) => readdirSync(join(dir, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** `cat` over all files into nothing; after the first time from the page cache. */
export async function readLimit(files: readonly string[]): Promise<number> {
  const command = ['sh', '-c', 'xargs -0 cat > /dev/null']
  return (await measure(command, { PATH: process.env.PATH }, files.join('\0'))).wall_s
}

export function parseLines(files: readonly string[]): number {
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

/** The same of a database: what its messages and parts hold. */
export function parseRows([path = '']: readonly string[]): number {
  const began = performance.now()
  // Who may write tidies up when it closes, and whoever comes next finds it locked.
  const database = new Sqlite(`${pathToFileURL(path).href}?mode=ro`)
  let fields = 0
  for (const table of ['message', 'part']) {
    for (const [data] of database.prepare(`SELECT data FROM ${table}`).raw().iterate() as Iterable<
      [string]
    >) {
      const row = JSON.parse(data) as Record<string, unknown>
      if (row.type !== undefined) fields++
    }
  }
  database.close()
  if (fields === 0) throw new Error('nothing was parsed')
  return (performance.now() - began) / 1000
}
