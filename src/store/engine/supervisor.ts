/** Starts the embedded engine as a child process, watches it, and starts it again when it dies. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { entry } from '../../entry.ts'
import { TachographError } from '../../errors.ts'
import { configXml, usersXml } from './settings.ts'

export interface EngineOptions {
  /** Folder the engine owns; made if missing. */
  dir: string
  /** Memory the engine may take, in bytes; queries beyond it spill to disk or fail, the engine stays. */
  memory: number
  /** An engine that answers nothing for this long (ms) is ended and started again; half a minute unless told. */
  patience?: number
  /** Called with one line for the log. */
  log?: (line: string) => void
  /** Extra configuration, such as remote_servers, and the native port for a node of a cluster. */
  cluster?: { xml: string; tcpPort: number }
}

export interface Engine {
  /** HTTP address with user and password; stays the same over restarts. */
  url: string
  /** Process id of the running child, null while it is down. */
  pid(): number | null
  /** How often it had to be started again. */
  restarts(): number
  /** Ends the engine and waits until it is gone. */
  stop(): Promise<void>
}

const READY_TIMEOUT_MS = 30_000
const MAX_BACKOFF_MS = 10_000
const KILL_AFTER_MS = 5_000
const PATIENCE_MS = 30_000
/** So many questions in a row have to go unanswered: by the clock alone a machine that slept would look like an engine that froze. */
const SILENCES = 6

/** A loopback port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/**
 * Starts the engine on a free loopback port with a fresh password and waits until it answers.
 * Errors: `engine_failed` with what the engine said.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const log = options.log ?? (() => {})
  const port = await freePort()
  const password = randomBytes(24).toString('base64url')
  const configFile = writeSettings(options, password)
  let child: ChildProcess | null = null
  let stopping = false
  let restarts = 0
  let said = ''

  const args = [configFile, join(options.dir, 'data'), String(port)]
  if (options.cluster) args.push(String(options.cluster.tcpPort))
  const launch = () => {
    said = ''
    const started = spawn(process.execPath, [entry(import.meta.url, './host.js').pathname, ...args], {
      stdio: ['pipe', 'ignore', 'pipe'],
      // The engine is told nothing about the machine it does not need: secrets often live in the environment.
      env: { PATH: process.env.PATH, HOME: options.dir, TZ: 'UTC' },
    })
    started.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2000)
    })
    started.stdin?.on('error', () => {})
    started.once('exit', (code, signal) => {
      if (child !== started) return
      child = null
      if (!stopping) log(`engine ended (${signal ?? code}) ${said.trim()}`)
    })
    child = started
  }

  const ready = async (deadline: number) => {
    while (Date.now() < deadline) {
      if (!child) return false
      if (await ping(port, 1_000)) return true
      await sleep(20)
    }
    return false
  }

  /** A folder is free only once the engine of a killed parent is gone, so a failed start is tried again for a while. */
  const startUntilReady = async () => {
    const deadline = Date.now() + READY_TIMEOUT_MS
    while (Date.now() < deadline && !stopping) {
      launch()
      if (await ready(deadline)) return true
      await sleep(200)
    }
    return false
  }

  /** Asks the engine now and then whether it is there, until it ends or does not answer any more: then it is ended. */
  const watch = async (watched: ChildProcess) => {
    const pulse = (options.patience ?? PATIENCE_MS) / SILENCES
    let silences = 0
    for (let next = Date.now(); child === watched && !stopping; await sleep(50)) {
      if (Date.now() < next) continue
      next = Date.now() + pulse
      silences = (await ping(port, pulse)) ? 0 : silences + 1
      if (silences < SILENCES || child !== watched) continue
      log('the engine does not answer any more: it is ended')
      watched.kill('SIGKILL')
      await once(watched, 'exit')
    }
  }

  const supervise = async () => {
    let backoff = 50
    while (!stopping) {
      if (child) {
        await watch(child)
        continue
      }
      restarts++
      log(`starting the engine again (${restarts})`)
      const since = Date.now()
      if (!(await startUntilReady())) log('the engine does not come up; trying again')
      backoff = Date.now() - since > 60_000 ? 50 : Math.min(backoff * 2, MAX_BACKOFF_MS)
      if (!child) await sleep(backoff)
    }
  }

  if (!(await startUntilReady())) {
    stopping = true
    ;(child as ChildProcess | null)?.kill('SIGKILL')
    throw new TachographError(
      'engine_failed',
      `The embedded engine does not start: ${said.trim() || 'no reason given'}`,
    )
  }
  const supervision = supervise()

  return {
    url: `http://tachograph:${password}@127.0.0.1:${port}`,
    pid: () => child?.pid ?? null,
    restarts: () => restarts,
    stop: async () => {
      stopping = true
      const running = child
      if (running) {
        const gone = new Promise<void>((resolve) => running.once('exit', () => resolve()))
        // Everything acknowledged is on disk: the engine needs no farewell, and closing stdin ends it at once.
        running.stdin?.end()
        const timer = setTimeout(() => running.kill('SIGKILL'), KILL_AFTER_MS)
        await gone
        clearTimeout(timer)
      }
      await supervision
    },
  }
}

function writeSettings(options: EngineOptions, password: string): string {
  mkdirSync(join(options.dir, 'data'), { recursive: true, mode: 0o700 })
  const usersFile = join(options.dir, 'users.xml')
  const configFile = join(options.dir, 'config.xml')
  const hash = createHash('sha256').update(password).digest('hex')
  writeFileSync(usersFile, usersXml(hash), { mode: 0o600 })
  writeFileSync(
    configFile,
    configXml({ usersFile, dir: options.dir, memory: options.memory, extra: options.cluster?.xml ?? '' }),
    {
      mode: 0o600,
    },
  )
  return configFile
}

async function ping(port: number, ms: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/ping`, { signal: AbortSignal.timeout(ms) })
    return response.ok && (await response.text()).startsWith('Ok')
  } catch {
    return false
  }
}
