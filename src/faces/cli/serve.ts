/** `tachograph serve`: the page, the API and the import of this machine's transcripts. */
import { homedir } from 'node:os'
import type { Command } from 'commander'
import { type Config, loadConfig } from '../../config.ts'
import { TachographError } from '../../errors.ts'
import { discover } from '../../importer/discover.ts'
import { emptyProgress, importTranscripts } from '../../importer/import.ts'
import { machineUser, secretOf } from '../../importer/machine.ts'
import { type Instance, openInstance } from '../../instance.ts'
import { TRANSCRIPT_SOURCES } from '../../sources/index.ts'
import { VERSION } from '../../version.ts'
import type { DiscoveryStatus } from '../backend.ts'
import { buildServer } from '../http/server.ts'
import { instanceOptions } from './access.ts'
import { bar, colors, hint, number, say } from './terminal.ts'

interface ServeFlags {
  port?: number
  host?: string
  data?: string
  discover: boolean
}

export function serve(program: Command): void {
  program
    .command('serve', { isDefault: true })
    .description('serve the page and the API, and import the transcripts found on this machine')
    .option('--port <port>', 'port to listen on; 0 picks a free one (default: 8484)', Number)
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--no-discover', 'import nothing by itself')
    .option(
      '--no-otlp-ports',
      'leave the OTLP ports 4317 and 4318 alone (this version does not use them yet)',
    )
    .option('--data <dir>', 'data folder (default: ~/.tachograph)')
    .action(async (flags: ServeFlags) => {
      const config = loadConfig(
        {
          data: flags.data,
          port: flags.port,
          host: flags.host,
          discover: flags.discover ? undefined : false,
        },
        process.env,
      )
      await run(config)
    })
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/

async function run(config: Config): Promise<void> {
  if (!LOOPBACK.test(config.host)) {
    throw new TachographError(
      'config',
      `host: ${config.host} can be reached by others, and this version has no login. Use 127.0.0.1, and a tunnel to reach it from elsewhere.`,
    )
  }
  const log = (line: string) => hint(line)
  const instance = await openInstance(instanceOptions(config, log))
  const discovery: DiscoveryStatus = {
    state: config.discover ? 'searching' : 'off',
    sources: [],
    progress: null,
  }
  const backend = {
    version: VERSION,
    org: instance.org,
    store: instance.store,
    write: (facts: Parameters<Instance['writer']['write']>[0]) => instance.writer.write(facts),
    asOf: () => instance.rebuilder.asOf(),
    discovery: () => discovery,
  }
  const app = await buildServer({ backend })
  const ending = new AbortController()
  let importing: Promise<void> = Promise.resolve()

  let stopping = false
  const stop = async () => {
    if (stopping) process.exit(1)
    stopping = true
    ending.abort()
    await app.close()
    await importing
    await instance.close()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)

  let url: string
  try {
    url = await app.listen({ host: config.host, port: config.port })
  } catch (error) {
    await instance.close()
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new TachographError(
      'port_in_use',
      `Port ${config.port} is taken by another program. Choose one with --port, or let --port 0 pick a free one.`,
    )
  }
  say(url)
  instance.lock.announce(url)
  instance.rebuilder.start()
  hint(`Tachograph ${VERSION}. Data in ${config.data}. Ctrl-C stops.`)
  if (config.discover) importing = importFound(config, instance, discovery, ending.signal)
}

/** Imports what is on this machine. A failure is told, and the server goes on. */
async function importFound(
  config: Config,
  instance: Instance,
  status: DiscoveryStatus,
  signal: AbortSignal,
): Promise<void> {
  const progress = bar('importing')
  try {
    const found = await discover(TRANSCRIPT_SOURCES, { home: homedir(), env: process.env }, null)
    status.sources = TRANSCRIPT_SOURCES.map((s) => ({
      id: s.id,
      title: s.title,
      folders: found.folders.filter((f) => f.source === s.id).map(({ path, exists }) => ({ path, exists })),
      files: found.files.filter((f) => f.source.id === s.id).length,
    }))
    if (found.files.length === 0) {
      status.state = 'idle'
      hint(`No transcripts found in ${found.folders.map((f) => f.path).join(', ')}.`)
      hint(
        'Import some with: node bin/tachograph.js import PATH — or fill a demo: node bin/tachograph.js demo',
      )
      return
    }
    status.state = 'importing'
    status.progress = emptyProgress(found)
    const began = Date.now()
    const done = await importTranscripts({
      discovery: found,
      user: config.user ?? machineUser(),
      lineKey: secretOf(config.data),
      signal,
      sink: { form: 'packed', write: (facts) => instance.writer.writePacked(facts) },
      onProgress: (p) => {
        status.progress = p
        progress.update(p.bytes_done, p.bytes_total, `${number(p.calls)} calls`)
      },
    })
    progress.end()
    status.state = 'idle'
    const seconds = ((Date.now() - began) / 1000).toFixed(1)
    hint(
      `Imported ${number(done.files_done)} transcripts in ${seconds} s: ${number(done.accepted)} new facts, ${colors.dim(`${number(done.duplicate)} known`)}.`,
    )
  } catch (error) {
    progress.end()
    status.state = 'failed'
    hint(`The import stopped: ${(error as Error).message} It goes on at the next start.`)
  }
}
