/** `tachograph push`: reads the transcripts of this machine and sends their facts to the server of a team. */
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { loadConfig } from '../../config.ts'
import { unprotected } from '../../connect/index.ts'
import { TachographError } from '../../errors.ts'
import { machineUser } from '../../importer/machine.ts'
import { collectorSettings } from './collector-settings.ts'
import { endingSignal } from './ending.ts'
import { findTranscripts } from './import.ts'
import { preview } from './push-preview.ts'
import { type Pushing, pushAndWatch, pushOnce } from './push-run.ts'
import { PushServer } from './push-server.ts'
import { install, uninstall } from './push-service.ts'
import { hint } from './terminal.ts'

interface PushFlags {
  to?: string
  key?: string
  user?: string
  watch?: boolean
  dryRun?: boolean
  install?: boolean
  uninstall?: boolean
  json?: boolean
  data?: string
}

export function push(program: Command): void {
  program
    .command('push')
    .argument('[path...]', 'files or folders (default: where the agents keep them on this machine)')
    .description('send what the transcripts of this machine tell to the server of a team')
    .option('--to <url>', 'address of the server (default: TACHOGRAPH_URL)')
    .option('--key <key>', 'key for sending; better in TACHOGRAPH_KEY, where no list of processes shows it')
    .option('--user <who>', "person they belong to (default: git's user.email)")
    .option('--watch', 'go on sending what is added, until it is stopped')
    .option('--dry-run', 'show what would be sent, or written by --install, and do nothing')
    .option('--install', 'run push --watch as a service of this user, from now on and after every login')
    .option('--uninstall', 'end and remove that service, and forget the key')
    .option('--json', 'print the result as JSON; with --dry-run every fact as a line')
    .option('--data <dir>', 'data folder (default: ~/.tachograph)')
    .action(async (told: string[], flags: PushFlags) => {
      const config = loadConfig({ data: flags.data, user: flags.user }, process.env)
      const machine = { platform: process.platform, home: homedir(), env: process.env }
      const dry = flags.dryRun ?? false
      const paths = told.map((path) => resolve(path))
      if (flags.uninstall) return uninstall(machine, config.data, dry)
      if (dry && !flags.install)
        return preview(await findTranscripts(paths), config.user ?? machineUser(), flags.json ?? false)
      const { user: kept, ...where } = collectorSettings(flags, process.env, config.data)
      for (const warning of unprotected(where)) hint(warning)
      if (flags.install) {
        if (!dry) await tryOut(new PushServer(where.url, where.key))
        const settings = { ...where, ...(config.user === undefined ? {} : { user: config.user }) }
        return install({ machine, data: config.data, settings, paths, dry })
      }
      const pushing: Pushing = {
        ...where,
        data: config.data,
        user: config.user ?? kept ?? machineUser(),
        paths: paths.length > 0 ? paths : null,
        json: flags.json ?? false,
      }
      if (flags.watch) await pushAndWatch(pushing, endingSignal())
      else await pushOnce(pushing)
    })
}

/** A service that cannot send is not installed; one whose server is away right now is. */
async function tryOut(server: PushServer): Promise<void> {
  try {
    await server.greet()
  } catch (error) {
    if (!(error instanceof TachographError) || error.code !== 'unavailable') throw error
    hint(`${error.message} The service will try again.`)
  }
}
