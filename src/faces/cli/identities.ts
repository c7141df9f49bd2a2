/** `tachograph identities`: which identities sources report, whose they are, and which nobody knows. */
import type { Command } from 'commander'
import { loadConfig } from '../../config.ts'
import type { Column } from '../../metrics/metric.ts'
import type { IdentitiesAnswer } from '../contract-identities.ts'
import { csvOf } from '../csv.ts'
import { IDENTITY_COLUMNS } from '../tables.ts'
import { access } from './access.ts'
import { hint, number, printable, say, table, writeAll } from './terminal.ts'

interface IdentitiesFlags {
  data?: string
  json?: boolean
  csv?: boolean
  unmapped?: boolean
}

export function identities(program: Command): void {
  program
    .command('identities')
    .description('list the identities that agents report, and whose each is')
    .option('--unmapped', 'only those that nobody knows')
    .option('--json', 'print JSON')
    .option('--csv', 'print CSV')
    .option('--data <dir>', 'data folder (default: ~/.tachograph)')
    .action(async ({ data, json, csv, unmapped }: IdentitiesFlags) => {
      const from = await access(loadConfig({ data }, process.env), hint)
      try {
        const answer = await from.identities()
        const shown = unmapped ? answer.data.filter(({ how }) => how === 'unmapped') : answer.data
        if (csv) await writeAll(csvOf(IDENTITY_COLUMNS, shown))
        else if (json) say(JSON.stringify({ ...answer, data: shown }))
        else print(shown, answer.meta)
      } finally {
        await from.close()
      }
    })
}

const label = (name: string): Column => ({ name, unit: 'label', description: '' })
const COLUMNS: Column[] = [
  ...['identity', 'person', 'known by'].map(label),
  { name: 'sessions', unit: 'count', description: '' },
  label('agents'),
]

function print(shown: IdentitiesAnswer['data'], meta: IdentitiesAnswer['meta']): void {
  if (shown.length === 0) {
    say(meta.unmapped === 0 ? 'Every identity is known.' : 'There are none.')
    return
  }
  const rows = shown.map((one) => ({
    identity: printable(one.identity),
    person: one.how === 'unmapped' ? '' : printable(one.user),
    'known by': one.candidates.length > 0 ? `${one.candidates.length} people use it` : one.how,
    sessions: one.sessions,
    agents: one.harnesses.join(', '),
  }))
  say(table(COLUMNS, rows))
  if (meta.unmapped > 0)
    hint(
      `${number(meta.unmapped)} belong to nobody known. Say whose they are with "aliases" in config.json: {"aliases": {"IDENTITY": "jo@acme.example"}}`,
    )
}
