/** Agents delete their transcripts after a while: history that is not imported by then is gone, so it is said beforehand. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { TRANSCRIPT_SOURCES } from '../../sources/index.ts'

/** What is kept for a year and more is no cause for worry. */
const SOON_DAYS = 365

/** A sentence for each of these sources whose agent deletes soon. */
export function cleanUps(isUsed: (source: string) => boolean): string[] {
  const machine = { home: homedir(), env: process.env }
  return TRANSCRIPT_SOURCES.filter(({ id }) => isUsed(id)).flatMap(({ title, retention }) => {
    const swept = retention?.(machine, textOf) ?? null
    if (swept === null || swept.days >= SOON_DAYS) return []
    const { days, setting, path } = swept
    return (
      `${title} deletes transcripts after ${days} ${days === 1 ? 'day' : 'days'}; what is imported stays. ` +
      `To keep the files, put "${setting}": 3650 into ${path}`
    )
  })
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
