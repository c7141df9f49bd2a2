/** Damaged OTLP requests against a live server for some minutes: no crash, no 5xx, flat memory. The seed is printed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { telemetry } from '../ingest/telemetry.ts'
import { damaged, jsonBodies, type Random, randomOf } from './damage.ts'

const PROGRAM = fileURLToPath(new URL('../../bin/tachograph.js', import.meta.url))

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    clients: { type: 'string', default: '8' },
  },
})

const SIGNALS = ['logs', 'metrics', 'traces'] as const
const TYPES = ['application/x-protobuf', 'application/json'] as const
/** Memory may settle for so long before it is held to be flat, in ms; and grow by so much afterwards. */
const WARM_MS = 60_000
const GROWTH = 1.25

interface Sent {
  signal: string
  type: string
  body: Buffer
}

function one(random: Random, protobuf: readonly Uint8Array[], json: readonly string[]): Sent {
  const type = TYPES[random.below(2)] as string
  const sound = type === TYPES[0] ? protobuf[random.below(protobuf.length)] : json[random.below(json.length)]
  const signal = random.below(4) > 0 ? 'logs' : (SIGNALS[random.below(3)] as string)
  return { signal, type, body: damaged(Buffer.from(sound as Uint8Array | string), random) }
}

function post(url: string, agent: Agent, { signal, type, body }: Sent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': type, 'content-length': body.length }
    const req = request(`${url}/v1/${signal}`, { method: 'POST', agent, headers }, (res) => {
      res.resume()
      res.on('end', () => resolve(res.statusCode ?? 0))
    })
    req.on('error', reject)
    req.end(body)
  })
}

const megabytes = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

const dir = mkdtempSync(join(tmpdir(), 'tachograph-fuzz-'))
const args = [PROGRAM, 'serve', '--port', '0', '--no-discover', '--no-otlp-ports', '--data', dir]
const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
const pid = child.pid as number
const { bodies } = await telemetry(2_000, 20, Date.now() - 60_000)
const json = jsonBodies()
const random = randomOf(Number(values.seed))
console.log(`seed ${values.seed}, ${values.minutes} minutes`)

const statuses = new Map<number, number>()
const agent = new Agent({ keepAlive: true })
const began = Date.now()
const ends = began + Number(values.minutes) * 60_000
let warm = 0
let highest = 0
let fault = ''
await Promise.all(
  Array.from({ length: Number(values.clients) }, async () => {
    while (Date.now() < ends && fault === '') {
      const sent = one(random, bodies, json)
      const status = await post(url, agent, sent).catch((error) => {
        fault = `no answer: ${(error as Error).message}; ${sent.type} ${sent.body.toString('base64').slice(0, 2000)}`
        return 0
      })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status >= 500)
        fault = `${status}: ${sent.signal} ${sent.type} ${sent.body.toString('base64').slice(0, 2000)}`
      const now = megabytes(pid)
      if (Date.now() - began < WARM_MS) warm = Math.max(warm, now)
      else highest = Math.max(highest, now)
    }
  }),
)
agent.destroy()
const counts = (await (await fetch(`${url}/api/v1/ingest`)).json()) as {
  data: { received: number; accepted: number; duplicate: number; rejected: number; quarantined: number }[]
}
for (const c of counts.data)
  if (c.received !== c.accepted + c.duplicate + c.rejected + c.quarantined)
    fault ||= `counts do not add up: ${JSON.stringify(c)}`
child.kill('SIGTERM')
const [code] = (await once(child, 'exit')) as [number | null]
rmSync(dir, { recursive: true, force: true })
if (code !== 0) fault ||= `the server ended with ${code}`
if (highest > GROWTH * warm) fault ||= 'memory grew'
console.log(Object.fromEntries([...statuses].sort(([a], [b]) => a - b)))
console.log(`memory: ${warm.toFixed(0)} MB at most in the first minute, ${highest.toFixed(0)} MB later`)
console.log(fault === '' ? 'no crash, no 5xx, flat memory' : `FAULT: ${fault}`)
process.exitCode = fault === '' ? 0 : 1
