/** `tachograph events`: what was done, event by event, as lines of JSON. */
import type { Command } from 'commander'
import { loadConfig } from '../../config.ts'
import type { Words } from '../ask.ts'
import { EVENTS_FILTERS } from '../ask-events.ts'
import { access } from './access.ts'
import { hint, written } from './terminal.ts'

export function events(program: Command): void {
  const command = program
    .command('events')
    .description('print messages, calls, changes and uses one by one, as lines of JSON')
    .option('--from <date>', 'first day, YYYY-MM-DD (default: 29 days before the last)')
    .option('--to <date>', 'last day, inclusive (default: today)')
    .option('--tz <zone>', 'IANA time zone of the days (default: UTC)')
    .option('--data <dir>', 'data folder (default: ~/.tachograph)')
  const gather = (value: string, before: string[] | undefined) => [...(before ?? []), value]
  for (const [name, doc] of Object.entries(EVENTS_FILTERS))
    command.option(`--${name} <value>`, `only: ${doc} Repeat it for several.`, gather)
  command.action(async ({ data, ...words }: Words & { data?: string }) => {
    const from = await access(loadConfig({ data }, process.env), hint)
    try {
      for await (const lines of from.events(words)) if (!(await written(lines))) break
    } finally {
      await from.close()
    }
  })
}
