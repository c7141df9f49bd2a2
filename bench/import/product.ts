/** This project under measurement: the first import, the check of what came out, and a later question to a running server. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Difference, differences, type Said } from './counts.ts'
import type { Truth } from './generator/truth.ts'
import { type Measured, measure, median } from './measure.ts'

const PROGRAM = fileURLToPath(new URL('../../bin/tachograph.js', import.meta.url))
const QUESTION = 'tokens.by_model'
const ASKED = 30

export const isBuilt = () => existsSync(PROGRAM)

interface Answer {
  data: {
    model: string
    input: number
    output: number
    cache_read: number
    cache_write: number
    reasoning: number | null
    calls: number
  }[]
}

/** Nothing of the user's own settings may change what is measured. */
function environment(home: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: home, TZ: 'UTC', NO_COLOR: '1' }
}

function said(answer: Answer): Said {
  return Object.fromEntries(
    answer.data.map(({ model, calls, input, output, cache_read, cache_write, reasoning }) => [
      model,
      { calls, input, output, cache_read, cache_write, reasoning: reasoning ?? 0 },
    ]),
  )
}

export interface ProductRun {
  measured: Measured
  differences: Difference[]
  stored_mb: number
  question: Question | null
}

export interface Question {
  /** From starting the server to its first line. */
  start_s: number
  first_ms: number
  median_ms: number
  slowest_ms: number
}

/** The calendar days that hold all the data: the question takes inclusive days, the generator an instant that is the first after it. */
const days = ({ parameters: { from, to } }: Truth) => ({ from: from.slice(0, 10), to: to.slice(0, 10) })

/** Imports into a fresh folder, checks the result against the truth, and on demand asks a running server. */
export async function runProduct(dir: string, truth: Truth, ask: boolean): Promise<ProductRun> {
  const work = mkdtempSync(join(tmpdir(), 'bench-product-'))
  try {
    const data = join(work, 'data')
    const env = environment(work)
    const measured = await measure([process.execPath, PROGRAM, 'import', dir, '--data', data, '--json'], env)
    const { from, to } = days(truth)
    const stored_mb = sizeOf(data) / 1e6
    const query = [process.execPath, PROGRAM, 'query', QUESTION, '--from', from, '--to', to]
    const answer = await measure([...query, '--data', data, '--json'], env)
    const wrong = differences(said(JSON.parse(answer.stdout) as Answer), truth)
    return {
      measured,
      differences: wrong,
      stored_mb,
      // How fast a wrong answer comes is of no interest.
      question: ask && wrong.length === 0 ? await question(data, env, truth) : null,
    }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function question(data: string, env: NodeJS.ProcessEnv, truth: Truth): Promise<Question> {
  const began = performance.now()
  const server = spawn(
    process.execPath,
    [PROGRAM, 'serve', '--port', '0', '--no-discover', '--no-otlp-ports', '--data', data],
    { env, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const gone = once(server, 'exit')
  try {
    const lines = createInterface({ input: server.stdout })
    const first = await Promise.race([once(lines, 'line'), gone.then(() => null)])
    if (!first) throw new Error('the server ended before it told its address')
    const start_s = (performance.now() - began) / 1000
    const base = /https?:\/\/\S+/.exec(String(first[0]))?.[0]
    if (!base) throw new Error(`no address in the first line: ${String(first[0])}`)
    const { from, to } = days(truth)
    const url = new URL(`/api/v1/metrics/${QUESTION}`, base)
    url.searchParams.set('from', from)
    url.searchParams.set('to', to)
    const times: number[] = []
    for (let i = 0; i < ASKED; i++) {
      const asked = performance.now()
      const reply = await fetch(url)
      const answer = (await reply.json()) as Answer
      times.push(performance.now() - asked)
      if (!reply.ok || differences(said(answer), truth).length > 0) {
        throw new Error(`the server answers ${reply.status} and not the truth`)
      }
    }
    return {
      start_s,
      first_ms: times[0] as number,
      median_ms: median(times),
      slowest_ms: Math.max(...times),
    }
  } finally {
    server.kill('SIGTERM')
    const late = setTimeout(() => server.kill('SIGKILL'), 10_000)
    await gone
    clearTimeout(late)
  }
}

function sizeOf(path: string): number {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}
