/** A real PostgreSQL server of a test file: the one of this machine, on loopback, in a folder of its own. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Where Debian installs the programs. */
const VERSIONS = '/usr/lib/postgresql'
const READY_MS = 30_000

/** The folder of the programs, or null where there is no server; TACHOGRAPH_TEST_POSTGRES_BIN may name it. */
export function postgresPrograms(): string | null {
  const told = process.env.TACHOGRAPH_TEST_POSTGRES_BIN
  if (told) return told
  if (!existsSync(VERSIONS)) return null
  const newest = readdirSync(VERSIONS)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(VERSIONS, version, 'bin'))
  return newest.find((bin) => existsSync(join(bin, 'initdb'))) ?? null
}

export interface Postgres {
  /** Address of a fresh database. */
  url(): string
  stop(): Promise<void>
}

/** The server refuses to run as root: then it runs as the user that Debian makes for it. */
function owner(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const [, , uid, gid] = (/^postgres:.*$/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[0] ?? '').split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

export async function startPostgres(bin: string): Promise<Postgres> {
  const dir = mkdtempSync(join(tmpdir(), 'tachograph-pg-'))
  const as = owner()
  if (as) chownSync(dir, as.uid, as.gid)
  chmodSync(dir, 0o700)
  const data = join(dir, 'data')
  const options = { ...as, cwd: dir, env: { ...process.env, LC_ALL: 'C.UTF-8', HOME: dir } }
  const initdb = [
    '-D',
    data,
    '-U',
    'tachograph',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-sync',
    '--no-instructions',
  ]
  execFileSync(join(bin, 'initdb'), initdb, { ...options, stdio: 'ignore' })
  const port = await freePort()
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'max_connections=50']
  const server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), '-k', dir, ...settings], {
    ...options,
    stdio: 'ignore',
  })
  const sql = (text: string) =>
    execFileSync(
      join(bin, 'psql'),
      ['-h', '127.0.0.1', '-p', String(port), '-U', 'tachograph', '-d', 'postgres', '-c', text],
      {
        ...options,
        stdio: 'ignore',
      },
    )
  const deadline = Date.now() + READY_MS
  for (;;) {
    try {
      sql('SELECT 1')
      break
    } catch (error) {
      if (Date.now() > deadline || server.exitCode !== null) throw error
      await sleep(100)
    }
  }
  let databases = 0
  return {
    url: () => {
      const name = `t${++databases}`
      sql(`CREATE DATABASE ${name}`)
      return `postgres://tachograph@127.0.0.1:${port}/${name}`
    },
    stop: async () => {
      server.kill('SIGINT')
      if (server.exitCode === null) await once(server, 'exit')
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
