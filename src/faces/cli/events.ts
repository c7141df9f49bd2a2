/** `tachograph events`: what was done, event by event. */
import type { Command } from 'commander'
import { loadConfig } from '../../config.ts'
import { EVENTS_FILTERS } from '../ask-events.ts'
import { access } from './access.ts'
import { type DaysFlags, withDays, wordsOf } from './period-options.ts'
import { hint, writeAll } from './terminal.ts'

type EventsFlags = Partial<Record<keyof typeof EVENTS_FILTERS, string[]>> &
  DaysFlags & { data?: string; csv?: boolean }

export function events(program: Command): void {
  const command = program
    .command('events')
    .description('print messages, calls, changes and uses one by one, as lines of JSON or CSV')
  withDays(command)
    .option('--csv', 'print CSV')
    .option('--data <dir>', 'data folder (default: ~/.tachograph)')
  const gather = (value: string, before: string[] | undefined) => [...(before ?? []), value]
  for (const [name, doc] of Object.entries(EVENTS_FILTERS))
    command.option(`--${name} <value>`, `only: ${doc} Repeat it for several.`, gather)
  command.action(async ({ data, csv, ...flags }: EventsFlags) => {
    const words = wordsOf(flags)
    const from = await access(loadConfig({ data }, process.env), hint)
    try {
      await writeAll(csv ? from.csv('events', words) : from.events(words))
    } finally {
      await from.close()
    }
  })
}
