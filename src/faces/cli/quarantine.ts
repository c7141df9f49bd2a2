/** `tachograph quarantine`: shows telemetry that was refused, tries it again, or throws it away. */
import type { Command } from 'commander'
import { type Config, loadConfig } from '../../config.ts'
import { isTeam, PERSONAL } from '../../control/mode.ts'
import { holderOf } from '../../store/lock.ts'
import { ORGANISATION_HEADER } from '../access.ts'
import { scopeOf } from '../backend.ts'
import type { QuarantineAnswer } from '../contract.ts'
import { IngestCounts } from '../ingest-counts.ts'
import { listQuarantine } from '../list-quarantine.ts'
import { Telemetry } from '../post-telemetry.ts'
import { call, controlOf, openFolder, serverOf } from './access.ts'
import { hint, number, say, table } from './terminal.ts'

interface Flags {
  org?: string
  limit?: string
  json?: boolean
  data?: string
}

interface Kept {
  list(limit: number): Promise<QuarantineAnswer>
  replay(): Promise<{ tried: number; taken: number }>
  clear(): Promise<{ removed: number }>
  close(): Promise<void>
}

export function quarantine(program: Command): void {
  const group = program
    .command('quarantine')
    .description('telemetry that was refused: show it, or try it again')
  const common = (command: Command) =>
    command
      .option('--org <name>', 'organisation, by slug or id (default: the first one)')
      .option('--json', 'print JSON')
      .option('--data <dir>', 'data folder (default: ~/.tachograph)')

  common(group.command('list', { isDefault: true }))
    .description('list what is kept, newest first')
    .option('--limit <n>', 'how many records', '20')
    .action(async (flags: Flags) => {
      const { data, meta } = await within(flags, (kept) => kept.list(Number(flags.limit)))
      if (flags.json) say(JSON.stringify({ data, meta }))
      else if (data.length === 0) hint('Nothing was refused.')
      else {
        say(table(COLUMNS, data))
        hint(`${number(data.length)} of ${number(meta.total)}; --json shows the records without their texts`)
      }
    })

  common(group.command('replay'))
    .description('try everything again, for instance after an update; what is taken now goes')
    .action(async (flags: Flags) => {
      const done = await within(flags, (kept) => kept.replay())
      if (flags.json) say(JSON.stringify(done))
      else say(`${number(done.taken)} of ${number(done.tried)} records were taken.`)
    })

  common(group.command('clear'))
    .description('throw everything away')
    .action(async (flags: Flags) => {
      const done = await within(flags, (kept) => kept.clear())
      if (flags.json) say(JSON.stringify(done))
      else say(`${number(done.removed)} records were thrown away.`)
    })
}

const COLUMNS = ['at', 'signal', 'agent', 'reason', 'detail'].map((name) => ({
  name,
  unit: 'label' as const,
  description: '',
}))

async function within<T>(flags: Flags, work: (kept: Kept) => Promise<T>): Promise<T> {
  const config = loadConfig({ data: flags.data }, process.env)
  const holder = holderOf(config.data)
  const kept = holder?.url ? remote(serverOf(holder), flags.org) : await local(config, flags.org)
  try {
    return await work(kept)
  } finally {
    await kept.close()
  }
}

function remote(server: ReturnType<typeof serverOf>, org: string | undefined): Kept {
  const headers: Record<string, string> = org === undefined ? {} : { [ORGANISATION_HEADER]: org }
  const ask = async (path: string, method: string) => (await call(server, path, { method, headers })).json()
  return {
    list: (limit) => ask(`/api/v1/quarantine?limit=${limit}`, 'GET') as Promise<QuarantineAnswer>,
    replay: () => ask('/api/v1/quarantine/replay', 'POST') as ReturnType<Kept['replay']>,
    clear: () => ask('/api/v1/quarantine', 'DELETE') as ReturnType<Kept['clear']>,
    close: async () => {},
  }
}

async function local(config: Config, org: string = PERSONAL): Promise<Kept> {
  const access = controlOf(config)
  const instance = await openFolder(config, hint, isTeam(access) && org !== PERSONAL ? access : null)
  const id = (await instance.control?.organisations.find(org))?.id ?? org
  const scope = scopeOf(instance, await instance.tenant(id))
  const telemetry = new Telemetry(new IngestCounts())
  return {
    list: (limit) => listQuarantine(scope, limit),
    replay: () => scope.quarantine.replay((record) => telemetry.again(scope, record, Date.now()), Date.now()),
    clear: async () => ({ removed: await scope.quarantine.clear(Date.now()) }),
    close: () => instance.close(),
  }
}
