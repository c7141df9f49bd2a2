/** The options of commands that ask for the sessions of a period, a page at a time. */
import type { Command } from 'commander'
import { SESSION_FILTERS, type SessionFilter } from '../../sessions/index.ts'

export type PeriodFlags = Partial<Record<SessionFilter, string[]>> & {
  data?: string
  json?: boolean
  csv?: boolean
  from?: string
  to?: string
  tz?: string
  limit?: string
  cursor?: string
}

/** Days and page; `limited` is what `--limit` limits, in words. */
export const withPeriod = (command: Command, limited: string): Command =>
  command
    .option('--from <date>', 'first day, YYYY-MM-DD (default: 29 days before the last)')
    .option('--to <date>', 'last day, inclusive (default: today)')
    .option('--tz <zone>', 'IANA time zone of the days (default: UTC)')
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
