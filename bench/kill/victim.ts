/** The server that is to be killed: started as users start it, killed with -9, started again on the same port and folder. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../src/store/engine/supervisor.ts'
import { holderOf } from '../../src/store/lock.ts'

export type Target = 'server' | 'engine' | 'both'

const BIN = fileURLToPath(new URL('../../bin/tachograph.js', import.meta.url))
const READY_LIMIT_MS = 60_000

export class Victim {
  readonly url: string
  readonly #dir: string
  readonly #port: number
  #child: ChildProcess | null = null
  #said = ''

  private constructor(dir: string, port: number) {
    this.#dir = dir
    this.#port = port
    this.url = `http://127.0.0.1:${port}`
  }

  /** Starts a server on a free port over a folder that it makes. */
  static async start(dir: string): Promise<Victim> {
    const victim = new Victim(dir, await freePort())
    await victim.#start()
    return victim
  }

  async #start(): Promise<void> {
    const args = [
      BIN,
      'serve',
      '--port',
      String(this.#port),
      '--no-discover',
      '--no-otlp-ports',
      '--data',
      this.#dir,
    ]
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env.PATH ?? '', HOME: this.#dir },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#said = (this.#said + chunk).slice(-4_000)
    })
    this.#child = child
    await this.#ready()
  }

  async #ready(): Promise<void> {
    const deadline = Date.now() + READY_LIMIT_MS
    while (Date.now() < deadline) {
      if (this.#child?.exitCode !== null) throw new Error(`the server ended by itself:\n${this.#said}`)
      const reply = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(
        () => null,
      )
      await reply?.body?.cancel()
      if (reply?.ok) return
      await sleep(20)
    }
    throw new Error(`the server is not ready after ${READY_LIMIT_MS} ms:\n${this.#said}`)
  }

  /** Kills, and brings back what does not come back by itself. Answers the ms from the kill until it was ready again. */
  async kill(target: Target, engineFirst: boolean): Promise<number> {
    const server = this.#serverPid()
    const engine = childrenOf(server)
    if (target !== 'server' && engine.length !== 1)
      throw new Error(`the server has ${engine.length} children, not one engine`)
    const pids = target === 'server' ? [server] : target === 'engine' ? engine : [server, ...engine]
    const began = Date.now()
    const gone = new Promise((resolve) => this.#child?.once('exit', resolve))
    for (const pid of engineFirst ? pids.reverse() : pids) process.kill(pid, 'SIGKILL')
    if (target === 'engine') {
      while (childrenOf(server).includes(engine[0] as number)) await sleep(1)
      await this.#ready()
    } else {
      await gone
      await this.#start()
    }
    return Date.now() - began
  }

  /** From the lock of the folder, as anybody would find it; it has to be the process that was started here. */
  #serverPid(): number {
    const pid = holderOf(this.#dir)?.pid
    if (pid === undefined || pid !== this.#child?.pid)
      throw new Error(`the lock names process ${pid}, not the one started here`)
    return pid
  }

  /** Ends it as Ctrl-C does; answers its exit code. */
  async end(): Promise<number | null> {
    const child = this.#child
    if (!child || child.exitCode !== null) return child?.exitCode ?? null
    const gone = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
    child.kill('SIGINT')
    return gone
  }

  /** For a run that goes wrong: nothing stays behind. */
  abandon(): void {
    this.#child?.kill('SIGKILL')
  }
}

/** Linux only: there is no other way to find the engine than to ask the system. */
function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text.split(' ').filter(Boolean).map(Number)
}
