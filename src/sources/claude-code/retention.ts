/** When Claude Code deletes its transcripts: by a setting, which hardly anybody knows before history is gone. */
import { join } from 'node:path'
import type { Machine, Retention } from '../source.ts'

const SETTING = 'cleanupPeriodDays'
/** Where the setting is missing, or none that Claude Code takes: it refuses 0. */
const DEFAULT_DAYS = 30
/** People who want to keep everything set a number that is never reached. */
const NEVER_DAYS = 3650

/** Days from the last change of a transcript until it is deleted, by the text of the settings; null for as good as never. */
export function daysKept(settings: string | null): number | null {
  const told = settingIn(settings)
  const days = typeof told === 'number' && told >= 1 ? Math.floor(told) : DEFAULT_DAYS
  return days >= NEVER_DAYS ? null : days
}

function settingIn(settings: string | null): unknown {
  try {
    return (JSON.parse(settings ?? '') as Record<string, unknown> | null)?.[SETTING]
  } catch {
    return undefined
  }
}

/** Of several folders the one that is swept first. */
export function retention(machine: Machine, read: (path: string) => string | null): Retention | null {
  let soonest: Retention | null = null
  for (const folder of foldersOf(machine)) {
    const path = join(folder, 'settings.json')
    const days = daysKept(read(path))
    if (days !== null && (soonest === null || days < soonest.days)) soonest = { days, setting: SETTING, path }
  }
  return soonest
}

/** The variable may be a list, and name the folder of projects within. */
function foldersOf({ home, env }: Machine): string[] {
  const told = (env.CLAUDE_CONFIG_DIR ?? '').split(',').flatMap((one) => one.trim() || [])
  return told.length === 0
    ? [join(home, '.claude')]
    : told.map((folder) => folder.replace(/[\\/]projects[\\/]?$/, ''))
}
