/** `tachograph serve`: the page, the API and the import of this machine's transcripts. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { statfs } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { type Config, loadConfig, numberIn } from '../../config.ts'
import { isTeam } from '../../control/mode.ts'
import { sealKeyFrom } from '../../control/sealed.ts'
import { TachographError } from '../../errors.ts'
import type { Instance } from '../../instance.ts'
import { VERSION } from '../../version.ts'
import { type Backend, type DiscoveryStatus, scopeOf, type Team } from '../backend.ts'
import type { buildServer } from '../http/server.ts'
import { controlOf, folderSecret, idKeyOf, lineKeyOf, openFolder } from './access.ts'
import { fillingCommands } from './command-line.ts'
import { endingSignal } from './ending.ts'
import { forwardingOf } from './forwarding.ts'
import { openDoors } from './otlp-ports.ts'
import { importFound } from './serve-import.ts'
import { knownSources } from './sources.ts'
import { hint, say } from './terminal.ts'

interface ServeFlags {
  port?: number
  host?: string
  data?: string
  discover: boolean
  otlpPorts: boolean
}

export function serve(program: Command): void {
  program
    .command('serve', { isDefault: true })
    .description('serve the page and the API, and import the transcripts found on this machine')
    .option('--port <port>', 'port to listen on; 0 picks a free one (default: 8484)', numberIn)
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--no-discover', 'import nothing by itself')
    .option('--no-otlp-ports', 'leave 4317 and 4318 alone: OTLP is then taken on the port of the page only')
    .option('--data <dir>', 'data folder (default: ~/.tachograph)')
    .action(async ({ data, port, host, discover: asked, otlpPorts }: ServeFlags) => {
      const flags = { data, port, host, discover: asked ? undefined : false }
      await run(loadConfig({ ...flags, otlp_ports: otlpPorts ? undefined : false }, process.env))
    })
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/
/** Requests under way may end within this time after a signal; then their clients are cut off. */
const FAREWELL_MS = 5_000

async function run(config: Config): Promise<void> {
  const control = controlOf(config)
  const forTeam = isTeam(control)
  if (!forTeam && !LOOPBACK.test(config.host)) {
    throw new TachographError(
      'config',
      `host: ${config.host} can be reached by others, and nobody would need a key. Use 127.0.0.1, or make an organisation first: tachograph init NAME`,
    )
  }
  const discovers = config.discover ?? !forTeam
  const ending = endingSignal()
  // Loaded here, since no other command needs it, and while the engine starts.
  const [instance, { buildServer, IngestCounts, MAX_BODY, Telemetry }] = await Promise.all([
    openFolder(config, hint, forTeam ? control : null),
    import('../http/server.ts'),
  ])
  const discovery: DiscoveryStatus = {
    state: discovers ? 'searching' : 'off',
    sources: await knownSources(),
    progress: null,
  }
  try {
    const forwarding = forwardingOf(config, hint, (org) => instance.admissionOf(org))
    if (forwarding) instance.sweeps.push((org) => forwarding.sweep(org))
    const team = await teamOf(instance)
    const backend = backendOf(instance, config, discovery, team)
    const counts = new IngestCounts()
    const telemetry = new Telemetry(counts, forwarding)
    const { limits, trusted_proxies: trustedProxies, factory_api: factoryApi } = config
    const publicUrl = config.public_url ?? null
    const sealKey = sealKeyFrom(folderSecret(config))
    const allowPrivateIssuers = config.allow_private_issuers
    const app = await buildServer({
      publicUrl,
      sealKey,
      allowPrivateIssuers,
      backend,
      counts,
      telemetry,
      limits,
      trustedProxies,
      factoryApi,
    })
    const url = await listen(app, config)
    instance.lock.announce(url, team?.operator ?? null)
    say(url)
    instance.start()
    forwarding?.start()
    const { host } = config
    const doors = config.otlp_ports
      ? await openDoors({ app, backend, telemetry, host, mostBytes: MAX_BODY })
      : null
    hint(`Tachograph ${VERSION}. Data in ${config.data}. Ctrl-C stops.`)
    void openAll(instance, ending)
    const importing = discovers ? importFound(config, instance, discovery, ending) : null
    if (!ending.aborted) await once(ending, 'abort')
    const farewell = setTimeout(() => app.server.closeAllConnections(), FAREWELL_MS)
    await doors?.close(FAREWELL_MS)
    await app.close()
    clearTimeout(farewell)
    const over = new AbortController()
    await Promise.race([importing, sleep(FAREWELL_MS, undefined, over)]).finally(() => over.abort())
    await forwarding?.close()
  } finally {
    await instance.close()
    // What a frozen store still owes an answer to keeps nobody here.
    setTimeout(() => process.exit(), FAREWELL_MS).unref()
  }
}

/** Null in personal mode. Errors: `config` when a database was configured but nobody made an organisation. */
async function teamOf({ control }: Instance): Promise<Team | null> {
  if (!control) return null
  if ((await control.organisations.list()).length === 0)
    throw new TachographError(
      'config',
      'There is no organisation yet. Make the first one: tachograph init NAME',
    )
  return { control, operator: randomBytes(32).toString('base64url') }
}

/** What was written before the last stop shows without anybody asking for it. Who cannot be opened now is, once needed. */
async function openAll(instance: Instance, signal: AbortSignal): Promise<void> {
  try {
    for (const { id } of (await instance.control?.organisations.list()) ?? []) {
      if (signal.aborted) return
      const failed = (error: Error) => hint(`Organisation ${id} cannot be opened now: ${error.message}`)
      await instance.tenant(id).catch(failed)
    }
  } catch (error) {
    hint(`The organisations cannot be opened now: ${(error as Error).message}`)
  }
}

function backendOf(
  instance: Instance,
  config: Config,
  discovery: DiscoveryStatus,
  team: Team | null,
): Backend {
  return {
    version: VERSION,
    store: instance.store,
    team,
    scope: async (org) => scopeOf(instance, await instance.tenant(org)),
    intake: (org) => instance.intakeOf(org),
    settings: (org) => instance.settings(org),
    lineKey: (org) => lineKeyOf(config, org),
    idKey: (org) => idKeyOf(config, org),
    discovery: () => discovery,
    commands: fillingCommands(config),
    freeBytes: instance.engine
      ? async () => {
          const { bavail, bsize } = await statfs(config.data)
          return bavail * bsize
        }
      : undefined,
  }
}

async function listen(app: Awaited<ReturnType<typeof buildServer>>, config: Config): Promise<string> {
  try {
    return await app.listen({ host: config.host, port: config.port })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new TachographError(
        'port_in_use',
        `Port ${config.port} is taken by another program. Choose one with --port, or let --port 0 pick a free one.`,
      )
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new TachographError(
        'config',
        `Cannot listen on ${config.host}, port ${config.port}: ${(error as Error).message}. Choose others with --host and --port.`,
      )
    throw error
  }
}
