/** `tachograph audit`: who changed what. */
import type { Command } from 'commander'
import type { AuditAnswer, AuditEntry } from '../contract-people.ts'
import { type Flags, within } from './administration.ts'
import { dayOf, endOfDay } from './keys.ts'
import { labels, say, table } from './terminal.ts'

interface AuditFlags extends Flags {
  type?: string
  actor?: string
  target?: string
  from?: string
  to?: string
  limit: string
}

export function audit(program: Command): void {
  program
    .command('audit')
    .description('list who changed what, newest first')
    .option('--type <type>', 'only of this event type, such as key.created')
    .option('--actor <who>', 'only what this person did: address or id')
    .option('--target <what>', 'only changes of this: name or id')
    .option('--from <day>', 'first day in UTC, such as 2026-01-31')
    .option('--to <day>', 'last day, inclusive')
    .option('--limit <n>', 'how many: 1 to 1000', '100')
    .option('--org <name>', 'organisation, by slug or id (default: the first one)')
    .option('--json', 'print JSON')
    .option('--data <dir>', 'data folder (default: ~/.tachograph)')
    .action(async (flags: AuditFlags) => {
      const words = new URLSearchParams({ limit: flags.limit })
      for (const name of ['type', 'actor', 'target'] as const)
        if (flags[name] !== undefined) words.set(name, flags[name])
      if (flags.from !== undefined) words.set('from', dayOf('--from', flags.from))
      if (flags.to !== undefined) words.set('to', endOfDay('--to', flags.to))
      const answer = await within(flags, (admin) => admin.ask<AuditAnswer>('GET', `/api/v1/audit?${words}`))
      say(flags.json ? JSON.stringify(answer) : table(COLUMNS, answer.data.map(shown)))
    })
}

const COLUMNS = labels('at', 'event', 'by', 'of', 'details')

function shown({ createdAt, eventType, actor, target, payload }: AuditEntry): Record<string, string> {
  const details = JSON.stringify(payload)
  return {
    at: createdAt.slice(0, 19).replace('T', ' '),
    event: eventType,
    by: actor.email ?? actor.principalId ?? actor.principalKind,
    of: target ? (target.name ?? target.id) : '',
    details: details === '{}' ? '' : details,
  }
}
