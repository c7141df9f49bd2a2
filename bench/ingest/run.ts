/** The benchmark of OTLP ingest: records acknowledged a second, beside the engine taking the same rows from prepared text. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { median } from '../import/measure.ts'
import { insertAll, type Prepared, prepared } from './engine.ts'
import { type Told, telemetry } from './telemetry.ts'

const BENCH = fileURLToPath(new URL('..', import.meta.url))
const PROGRAM = fileURLToPath(new URL('../../bin/tachograph.js', import.meta.url))
const TABLES = ['model_call', 'message', 'tool_call', 'session', 'fact_key']

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '400000' },
    clients: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '3' },
  },
})
const clients = Number(values.clients)

interface Round {
  wall_s: number
  /** Time of single requests, in ms. */
  p50_ms: number
  p99_ms: number
  cpu_s: number
  peak_mb: number
  engine_s: number
  facts: number
}

function post(url: URL, agent: Agent, body: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-protobuf', 'content-length': body.length }
    const req = request(url, { method: 'POST', agent, headers }, (res) => {
      res.resume()
      res.on('end', () => resolve(res.statusCode ?? 0))
    })
    req.on('error', reject)
    req.end(body)
  })
}

/** Every client sends its next batch when the one before was acknowledged. */
async function send(url: string, { bodies }: Told): Promise<{ wall_s: number; times: number[] }> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const address = new URL('/v1/logs', url)
  const times: number[] = []
  const left = bodies.values()
  const began = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (const body of left) {
        const sent = performance.now()
        const status = await post(address, agent, body)
        if (status !== 200) throw new Error(`the server answered ${status}`)
        times.push(performance.now() - sent)
      }
    }),
  )
  agent.destroy()
  return { wall_s: (performance.now() - began) / 1000, times: times.sort((a, b) => a - b) }
}

const status = (pid: number, field: string): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)

function cpu(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function check(url: string, told: Told): Promise<void> {
  await fetch(`${url}/api/v1/status?settled=true`)
  const answer = (await (await fetch(`${url}/api/v1/metrics/tokens.by_model`)).json()) as {
    data: { calls: number; input: number; output: number }[]
  }
  const sum = (field: 'calls' | 'input' | 'output') => answer.data.reduce((s, row) => s + row[field], 0)
  const [calls, tokens] = [sum('calls'), sum('input') + sum('output')]
  if (calls !== told.calls || tokens !== told.tokens)
    throw new Error(`${calls} calls and ${tokens} tokens in place of ${told.calls} and ${told.tokens}`)
}

async function round(told: Told): Promise<Round> {
  const dir = mkdtempSync(join(tmpdir(), 'tachograph-bench-'))
  try {
    const args = [PROGRAM, 'serve', '--port', '0', '--no-discover', '--no-otlp-ports', '--data', dir]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
    const pid = child.pid as number
    const { wall_s, times } = await send(url, told)
    const measured = { cpu_s: cpu(pid), peak_mb: status(pid, 'VmHWM') / 1024 }
    await check(url, told)
    child.kill('SIGTERM')
    await once(child, 'exit')
    const parts: Prepared[] = await prepared(dir, TABLES)
    const at = (share: number) =>
      times[Math.min(times.length - 1, Math.floor(times.length * share))] as number
    const facts = parts.filter((p) => p.table !== 'fact_key').reduce((s, p) => s + p.rows, 0)
    return { wall_s, p50_ms: at(0.5), p99_ms: at(0.99), ...measured, engine_s: await insertAll(parts), facts }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const told = await telemetry(Number(values.records), clients, Date.now() - 60_000)
const bytes = told.bodies.reduce((sum, body) => sum + body.length, 0)
console.log(
  `${told.records} records in ${told.bodies.length} requests, ${(bytes / 1e6).toFixed(0)} MB, ${clients} clients`,
)
const rounds: Round[] = []
for (let i = 1; i <= Number(values.rounds); i++) {
  rounds.push(await round(told))
  const { wall_s, engine_s } = rounds.at(-1) as Round
  console.log(`round ${i}: ${wall_s.toFixed(2)} s, engine alone ${engine_s.toFixed(2)} s`)
}
const of = (field: keyof Round) => median(rounds.map((r) => r[field]))
const ratio = median(rounds.map((r) => r.engine_s / r.wall_s))
const summary = {
  records: told.records,
  facts: of('facts'),
  clients,
  records_per_s: Math.round(told.records / of('wall_s')),
  facts_per_s: Math.round(of('facts') / of('wall_s')),
  engine_facts_per_s: Math.round(of('facts') / of('engine_s')),
  share_of_engine: Number(ratio.toFixed(3)),
  p50_ms: Math.round(of('p50_ms')),
  p99_ms: Math.round(of('p99_ms')),
  server_cpu_s: Number(of('cpu_s').toFixed(2)),
  server_peak_mb: Math.round(of('peak_mb')),
}
console.log(summary)
console.log(
  `acknowledged at ${(100 * ratio).toFixed(0)} % of the rate of the engine alone (aim: 40 % or more)`,
)
const file = join(BENCH, 'results', `ingest-${new Date().toISOString().slice(0, 10)}.json`)
writeFileSync(file, `${JSON.stringify({ summary, rounds }, null, 2)}\n`)
console.log(`${relative(process.cwd(), file)} written`)
