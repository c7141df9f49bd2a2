/** The program as users run it: a process with a home of its own, its output, its exit code. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../bin/tachograph.js', import.meta.url))

export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface Home {
  /** Home of the user; transcripts lie below it. */
  path: string
  /** Data folder of the program. */
  data: string
  /** Writes a file below the home, making its folders; answers its path. */
  write(name: string, content: string | Buffer): string
  /** Runs a command to its end. */
  run(args: readonly string[], env?: Record<string, string>): Promise<Ended>
  /**
   * The same in the process of the test, as if it began there: for commands that read and write files and are asked
   * many times. One at a time.
   */
  within(args: readonly string[], env?: Record<string, string>): Promise<Ended>
  /** Starts a command that goes on. */
  start(args: readonly string[], env?: Record<string, string>): Started
  /** Starts a server on a free port and answers when it has told its address. */
  serve(args?: readonly string[], env?: Record<string, string>): Promise<Server>
  /** Ends what still runs and removes everything. */
  remove(): void
}

export interface Started {
  child: ChildProcess
  ended: Promise<Ended>
  /** What it has written so far. */
  said(): { stdout: string; stderr: string }
}

export interface Server {
  url: string
  child: ChildProcess
  /** What it has written so far. */
  said(): { stdout: string; stderr: string }
  /** Sends a signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<Ended>
}

/** Longest run of one command. */
const LIMIT_MS = 60_000

/** Name by name, since the system looks for the home in the real environment. */
function putEnvironment(wanted: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in wanted)) delete process.env[name]
  Object.assign(process.env, wanted)
}

export function newHome(): Home {
  const path = mkdtempSync(join(tmpdir(), 'tachograph-home-'))
  const data = join(path, '.tachograph')
  const children = new Set<ChildProcess>()

  const start = (args: readonly string[], env: Record<string, string> = {}): Started => {
    // Nothing of the environment of the tests: it must not decide what the program does.
    const child = spawn(process.execPath, [BIN, ...args], {
      env: { PATH: process.env.PATH ?? '', HOME: path, ...env },
      cwd: path,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.add(child)
    let stdout = ''
    let stderr = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk
    })
    const ended = new Promise<Ended>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, signal) => {
        children.delete(child)
        resolve({ code, signal, stdout, stderr })
      })
    })
    return { child, ended, said: () => ({ stdout, stderr }) }
  }

  const within = async (args: readonly string[], env: Record<string, string> = {}): Promise<Ended> => {
    const { main } = await import('../../src/main.ts')
    const before = { env: { ...process.env }, cwd: process.cwd(), exitCode: process.exitCode }
    const said = { stdout: '', stderr: '' }
    const streams = (['stdout', 'stderr'] as const).map((name) => {
      const { write } = process[name]
      process[name].write = (text: string | Uint8Array, ...rest: unknown[]) => {
        said[name] += text
        const told = rest.findLast((one) => typeof one === 'function')
        told?.()
        return true
      }
      return () => {
        process[name].write = write
      }
    })
    putEnvironment({ PATH: process.env.PATH ?? '', HOME: path, ...env })
    process.chdir(path)
    process.exitCode = undefined
    try {
      return { code: await main(['node', 'tachograph', ...args]), signal: null, ...said }
    } finally {
      for (const restore of streams) restore()
      putEnvironment(before.env)
      process.chdir(before.cwd)
      process.exitCode = before.exitCode
    }
  }

  return {
    path,
    data,
    within,
    write: (name, content) => {
      const file = join(path, name)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
      return file
    },
    start,
    run: async (args, env) => {
      const { child, ended } = start(args, env)
      const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
      return ended.finally(() => clearTimeout(timer))
    },
    serve: async (args = [], env) => {
      const { child, ended, said } = start(['serve', '--port', '0', '--no-otlp-ports', ...args], env)
      const url = await new Promise<string>((resolve, reject) => {
        const look = () => {
          const line = /^(.*)\n/.exec(said().stdout)?.[1]
          if (line) resolve(line)
        }
        child.stdout?.on('data', look)
        ended.then((e) => reject(new Error(`it ended with ${e.code}: ${e.stderr}`)))
        setTimeout(() => reject(new Error(`no address: ${JSON.stringify(said())}`)), LIMIT_MS).unref()
      })
      return {
        url,
        child,
        said,
        end: (signal = 'SIGTERM') => {
          child.kill(signal)
          return ended
        },
      }
    },
    remove: () => {
      for (const child of children) child.kill('SIGKILL')
      rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

/** One row of a Claude Code transcript: a call with its tokens. */
export function assistantRow(
  id: string,
  o: { session?: string; at?: string; input?: number; output?: number; stop?: string | null } = {},
): string {
  const {
    session = 'session-1',
    at = '2026-03-04T10:00:00.000Z',
    input = 10,
    output = 5,
    stop = 'end_turn',
  } = o
  return JSON.stringify({
    type: 'assistant',
    uuid: `row-${id}-${output}`,
    timestamp: at,
    sessionId: session,
    cwd: '/home/ana/shop',
    version: '2.1.100',
    message: {
      id: `msg_${id}`,
      role: 'assistant',
      model: 'claude-sonnet-4-5',
      content: [{ type: 'text', text: 'x' }],
      stop_reason: stop,
      usage: {
        input_tokens: input,
        output_tokens: output,
        cache_read_input_tokens: 0,
        cache_creation_input_tokens: 0,
      },
    },
    requestId: `req_${id}`,
  })
}

/** Something a person typed. */
export const promptRow = (id: string, session = 'session-1', at = '2026-03-04T10:00:00.000Z'): string =>
  JSON.stringify({
    type: 'user',
    uuid: `row-${id}`,
    timestamp: at,
    sessionId: session,
    cwd: '/home/ana/shop',
    version: '2.1.100',
    message: { role: 'user', content: 'please' },
  })

/** A rollout of Codex: a thread with as many calls; its name says which thread it is. */
export function rollout(thread: string, calls: number): string {
  const at = (second: number) => new Date(Date.UTC(2026, 2, 4, 11, 0, second)).toISOString()
  const row = (type: string, payload: object, second: number) =>
    JSON.stringify({ timestamp: at(second), type, payload })
  const usage = (calls: number) => ({
    ...{ input_tokens: 1000 * calls, cached_input_tokens: 200 * calls },
    ...{ output_tokens: 50 * calls, reasoning_output_tokens: 0, total_tokens: 1050 * calls },
  })
  const count = (n: number) => {
    const info = { total_token_usage: usage(n), last_token_usage: usage(1) }
    return row('event_msg', { type: 'token_count', info }, n)
  }
  const meta = {
    ...{ id: thread, timestamp: at(0), cwd: '/home/ana/shop', originator: 'codex_cli_rs', source: 'cli' },
    ...{ cli_version: '0.98.0', model_provider: 'openai' },
  }
  const turn = { cwd: '/home/ana/shop', model: 'gpt-5.5', effort: 'high', approval_policy: 'on-request' }
  const counts = Array.from({ length: calls }, (_, i) => count(i + 1))
  return [row('session_meta', meta, 0), row('turn_context', turn, 0), ...counts, ''].join('\n')
}
