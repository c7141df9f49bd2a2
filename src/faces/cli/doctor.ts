/** `tachograph doctor`: what this installation needs, has and lacks. */
import { constants } from 'node:fs'
import { access as fileAccess, mkdir, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { homedir } from 'node:os'
import type { Command } from 'commander'
import { type Config, loadConfig } from '../../config.ts'
import { isTeam } from '../../control/mode.ts'
import { discover } from '../../importer/discover.ts'
import { TRANSCRIPT_SOURCES } from '../../sources/index.ts'
import { holderOf } from '../../store/lock.ts'
import { VERSION } from '../../version.ts'
import type { IngestAnswer } from '../contract.ts'
import { access, call, controlOf, serverOf } from './access.ts'
import { cleanUps } from './clean-up.ts'
import { commandLine } from './command-line.ts'
import type { Finding } from './finding.ts'
import { forwardFindings, spoolFindings } from './spool-findings.ts'
import { telemetryFindings } from './telemetry-findings.ts'
import { colors, number, printable, say } from './terminal.ts'

export function doctor(program: Command): void {
  program
    .command('doctor')
    .description('check this installation and say what is missing')
    .option('--json', 'print JSON')
    .option('--data <dir>', 'data folder (default: ~/.tachograph)')
    .action(async (flags: { json?: boolean; data?: string }) => {
      const findings: Finding[] = [
        {
          what: 'version',
          state: 'ok',
          text: `Tachograph ${VERSION}, Node ${process.version}, ${process.platform} ${process.arch}`,
        },
      ]
      const config = loadConfig({ data: flags.data }, process.env)
      const place = await folder(config.data)
      findings.push(place, await disk(config.data), await port(config.port, config.data))
      findings.push(...spoolFindings(config.data))
      let imports = config.discover ?? !isTeam(controlOf(config))
      if (place.state === 'ok') {
        const held = await data(config)
        findings.push(held.finding)
        imports = held.imports ?? imports
      }
      findings.push(...(await transcripts(imports ? null : commandLine('import', config))))
      const machine = { home: homedir(), env: process.env }
      const line = (command: string) => commandLine(command, config)
      const arrived = await came(config)
      findings.push(...telemetryFindings({ ...arrived, machine, line }))
      findings.push(...forwardFindings(arrived.ingest))
      if (flags.json) say(JSON.stringify(findings))
      else {
        const width = Math.max(...findings.map((f) => f.what.length))
        for (const f of findings)
          say(`${mark(f.state)} ${colors.bold(f.what.padEnd(width))} ${printable(f.text)}`)
      }
      if (findings.some((f) => f.state === 'problem')) process.exitCode = 1
    })
}

const mark = (s: Finding['state']) =>
  s === 'ok' ? colors.green('✓') : s === 'note' ? colors.yellow('•') : colors.red('✗')

async function folder(dir: string): Promise<Finding> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    await fileAccess(dir, constants.W_OK)
    const holder = holderOf(dir)
    const used = holder
      ? `; process ${holder.pid} is using it${holder.url ? ` and answers at ${holder.url}` : ''}`
      : ''
    return { what: 'data folder', state: 'ok', text: `${dir}${used}` }
  } catch (error) {
    return {
      what: 'data folder',
      state: 'problem',
      text: `${dir} cannot be written: ${(error as Error).message}. Choose another with --data.`,
    }
  }
}

const ENOUGH_DISK = 1e9

async function disk(dir: string): Promise<Finding> {
  const there = await statfs(dir).catch(() => null)
  if (!there) return { what: 'disk', state: 'note', text: 'unknown, as there is no data folder' }
  const { bavail, bsize } = there
  const free = bavail * bsize
  const text = `${(free / 1e9).toFixed(1)} GB free`
  return free > ENOUGH_DISK
    ? { what: 'disk', state: 'ok', text }
    : { what: 'disk', state: 'problem', text: `${text}; at least 1 GB should be` }
}

async function port(number: number, dir: string): Promise<Finding> {
  if (holderOf(dir)?.url) return { what: 'port', state: 'ok', text: 'the server is running' }
  const free = await new Promise<boolean>((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(number, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
  return free
    ? { what: 'port', state: 'ok', text: `${number} is free` }
    : { what: 'port', state: 'note', text: `${number} is taken by another program; use serve --port` }
}

/** What the folder holds, and whether a server that is running imports transcripts by itself. */
async function data(config: Config): Promise<{ finding: Finding; imports?: boolean }> {
  const notes: string[] = []
  try {
    const began = Date.now()
    const at = await access(config, (line) => notes.push(line))
    try {
      const status = await at.status()
      const where = at.server
        ? `server ${at.server}`
        : config.clickhouse_url
          ? 'ClickHouse server'
          : 'embedded engine'
      const facts =
        status.facts === 0
          ? 'no facts yet'
          : `${number(status.facts)}${status.facts >= 1e6 ? ' or more' : ''} facts`
      const demo = status.holds.demo ? ', invented demo data among them' : ''
      const text = `${where} answered in ${Date.now() - began} ms; ${facts}${demo}`
      return {
        finding: { what: 'store', state: 'ok', text },
        imports: at.server === null ? undefined : status.discovery.state !== 'off',
      }
    } finally {
      await at.close()
    }
  } catch (error) {
    const text = [(error as Error).message, ...notes].join(' ')
    return { finding: { what: 'store', state: 'problem', text } }
  }
}

/** What came in through the doors of the server that runs, and where it is; nothing without one. */
async function came(config: Config): Promise<{ ingest: IngestAnswer | null; server: string | null }> {
  const holder = holderOf(config.data)
  if (!holder?.url) return { ingest: null, server: null }
  const server = serverOf(holder)
  const ingest = await call(server, '/api/v1/ingest')
    .then((response) => response.json() as Promise<IngestAnswer>)
    .catch(() => null)
  return { ingest, server: server.url }
}

/** `by` is the command that imports them where the server leaves them alone. */
async function transcripts(by: string | null): Promise<Finding[]> {
  const machine = { home: homedir(), env: process.env }
  const found = await discover(TRANSCRIPT_SOURCES, machine, null)
  const findings: Finding[] = TRANSCRIPT_SOURCES.map((source) => {
    const files = found.files.filter((f) => f.source.id === source.id)
    const folders = found.folders.filter((f) => f.source === source.id)
    const bytes = files.reduce((sum, f) => sum + f.size, 0)
    if (files.length === 0)
      return {
        what: source.id,
        state: 'note',
        text: `no transcripts in ${folders.map((f) => f.path).join(', ')}`,
      }
    const places = folders.filter((f) => f.exists).map((f) => f.path)
    const text = `${number(files.length)} transcripts, ${(bytes / 1e6).toFixed(1)} MB, in ${places.join(', ')}`
    return by === null
      ? { what: source.id, state: 'ok', text }
      : { what: source.id, state: 'note', text: `${text}; serve does not import them by itself. Run: ${by}` }
  })
  for (const { path, why } of found.unreadable)
    findings.push({ what: 'folder', state: 'problem', text: `${path} cannot be read: ${why}` })
  const used = new Set(found.folders.filter(({ exists }) => exists).map(({ source }) => source))
  for (const text of cleanUps((id) => used.has(id))) findings.push({ what: 'clean-up', state: 'note', text })
  return findings
}
