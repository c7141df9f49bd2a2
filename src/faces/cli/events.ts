/** `tachograph events`: what was done, event by event. */
import type { Command } from 'commander'
import { loadConfig } from '../../config.ts'
import type { Words } from '../ask.ts'
import { EVENTS_FILTERS } from '../ask-events.ts'
import { access } from './access.ts'
import { hint, writeAll } from './terminal.ts'

export function events(program: Command): void {
  const command = program
    .command('events')
    .description('print messages, calls, changes and uses one by one, as lines of JSON or CSV')
    .option('--from <date>', 'first day, YYYY-MM-DD (default: 29 days before the last)')
    .option('--to <date>', 'last day, inclusive (default: today)')
    .option('--tz <zone>', 'IANA time zone of the days (default: UTC)')
    .option('--csv', 'print CSV')
    .option('--data <dir>', 'data folder (default: ~/.tachograph)')
  const gather = (value: string, before: string[] | undefined) => [...(before ?? []), value]
  for (const [name, doc] of Object.entries(EVENTS_FILTERS))
    command.option(`--${name} <value>`, `only: ${doc} Repeat it for several.`, gather)
  command.action(async ({ data, csv, ...words }: Words & { data?: string; csv?: boolean }) => {
    const from = await access(loadConfig({ data }, process.env), hint)
    try {
      await writeAll(csv ? from.csv('events', words) : from.events(words))
    } finally {
      await from.close()
    }
  })
}
