/** The options of commands that ask for the sessions of a period, a page at a time. */
import type { Command } from 'commander'
import { SESSION_FILTERS, type SessionFilter } from '../../sessions/index.ts'
import type { Words } from '../ask.ts'

export type PeriodFlags = Partial<Record<SessionFilter, string[]>> &
  DaysFlags & {
    data?: string
    json?: boolean
    csv?: boolean
    limit?: string
    cursor?: string
  }

export interface DaysFlags {
  from?: string
  to?: string
  tz?: string
  range?: string
  includeToday?: boolean
}

export const withDays = (command: Command): Command =>
  command
    .option('--from <date>', 'first day, YYYY-MM-DD (default: 29 days before the last)')
    .option('--to <date>', 'last day, inclusive (default: today)')
    .option('--range <days>', 'in place of the two: 7d, 30d or 90d, the last days that are over')
    .option('--include-today', 'with --range: ends with today')
    .option('--tz <zone>', "IANA time zone of the days (default: the organisation's, or UTC)")

/** Flags in the words of the API. */
export function wordsOf<Flags extends DaysFlags>({ includeToday, ...flags }: Flags): Words {
  return { ...(flags as Words), includeToday: includeToday ? '1' : undefined }
}

/** Days and page; `limited` is what `--limit` limits, in words. */
export const withPeriod = (command: Command, limited: string): Command =>
  withDays(command)
    .option('--limit <number>', `${limited}, 1 to 500 (default: 50)`)
    .option('--cursor <text>', 'what the list before said follows on it')

/** How it is printed, where the data is, and filters of sessions; `only` begins what is said of each filter. */
export function withFilters(command: Command, only: string): Command {
  command
    .option('--json', 'print JSON')
    .option('--csv', 'print CSV: all of the period, unless --limit or --cursor ask for a page')
    .option('--data <dir>', 'data folder (default: ~/.tachograph)')
  const gather = (value: string, before: string[] | undefined) => [...(before ?? []), value]
  for (const [name, doc] of Object.entries(SESSION_FILTERS))
    command.option(`--${name} <value>`, `${only} ${doc} Repeat it for several.`, gather)
  return command
}
