/**
 * The benchmark of answers: how long every route that can be asked takes over the demo organisation, beside one query that
 * asks the engine for nothing.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const BENCH = fileURLToPath(new URL('..', import.meta.url))
const PROGRAM = fileURLToPath(new URL('../../bin/tachograph.js', import.meta.url))

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '40' },
    days: { type: 'string', default: '90' },
    rounds: { type: 'string', default: '20' },
    data: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const days = Number(values.days)

interface Operation {
  parameters?: { name: string; in: string; required?: boolean }[]
}
interface Timed {
  route: string
  p50_ms: number
  p95_ms: number
  kb: number
}

const day = (back: number): string => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)

/** What a parameter is asked with: the days of the demo, and what is there. */
function wordFor(name: string, session: string): string | null {
  if (/^(start_?date|from)$/i.test(name)) return day(days)
  if (/^(end_?date|to)$/i.test(name)) return day(1)
  if (name === 'org_id') return 'default'
  return name === 'id' ? session : null
}

/** The address of a route with its window and nothing else; null for one that needs what nobody can guess. */
function addressOf(path: string, { parameters = [] }: Operation, session: string): string | null {
  const query = new URLSearchParams()
  for (const { name, in: place } of parameters) {
    const value = place === 'query' ? wordFor(name, session) : null
    if (value !== null) query.set(name, value)
  }
  const filled = path.replace(/\{(\w+)\}/g, (slot, name: string) => wordFor(name, session) ?? slot)
  return filled.includes('{') ? null : `${filled}?${query}`
}

async function timed(url: string): Promise<{ ms: number; bytes: number; status: number }> {
  const began = performance.now()
  const response = await fetch(url)
  const { byteLength } = await response.arrayBuffer()
  return { ms: performance.now() - began, bytes: byteLength, status: response.status }
}

async function measured(url: string, route: string, address: string): Promise<Timed | null> {
  const first = await timed(url + address)
  if (first.status !== 200) return null
  const times: number[] = []
  for (let i = 0; i < rounds; i++) times.push((await timed(url + address)).ms)
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] as number
  return { route, p50_ms: at(0.5), p95_ms: at(0.95), kb: first.bytes / 1000 }
}

const dir = values.data ?? mkdtempSync(join(tmpdir(), 'tachograph-bench-'))
try {
  const env = { ...process.env, TACHOGRAPH_DATA: dir }
  if (!values.data)
    execFileSync(process.execPath, [PROGRAM, 'demo', '--people', values.people, '--days', values.days], {
      ...{ env, stdio: 'inherit' },
    })
  const args = [PROGRAM, 'serve', '--port', '0', '--no-discover', '--no-otlp-ports']
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
  const settled = await fetch(`${url}/api/v1/status?settled=true`)
  const { facts } = (await settled.json()) as { facts: number }
  const { data } = (await (await fetch(`${url}/api/v1/sessions?limit=1`)).json()) as {
    data: { id: string }[]
  }
  const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as {
    paths: Record<string, { get?: Operation }>
  }
  const rows: Timed[] = []
  const left: string[] = []
  for (const [path, { get }] of Object.entries(paths)) {
    if (!get) continue
    const address = addressOf(path, get, data[0]?.id ?? 'none')
    const row = address === null ? null : await measured(url, path, address)
    if (row) rows.push(row)
    else left.push(path)
  }
  child.kill('SIGTERM')
  await once(child, 'exit')
  rows.sort((a, b) => b.p95_ms - a.p95_ms)
  const nothing = rows.find(({ route }) => route === '/readyz')?.p50_ms ?? Number.NaN
  console.log(
    `${facts} facts, ${days} days, ${rounds} rounds; a query for nothing (/readyz) takes ${nothing.toFixed(1)} ms\n`,
  )
  console.log('   p50 ms    p95 ms   × nothing        kB  route')
  for (const { route, p50_ms, p95_ms, kb } of rows)
    console.log(
      `${p50_ms.toFixed(1).padStart(9)} ${p95_ms.toFixed(1).padStart(9)} ${(p50_ms / nothing).toFixed(1).padStart(11)} ${kb.toFixed(1).padStart(9)}  ${route}`,
    )
  if (left.length > 0) console.log(`\nNot asked, as they need more than a window: ${left.join(', ')}`)
  const file = join(BENCH, 'results', `routes-${day(0)}.json`)
  writeFileSync(
    file,
    `${JSON.stringify({ facts, days, rounds, nothing_ms: nothing, rows, left }, null, 2)}\n`,
  )
  console.log(`${relative(process.cwd(), file)} written`)
} finally {
  if (!values.data) rmSync(dir, { recursive: true, force: true })
}
