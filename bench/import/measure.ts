/** Runs a command and measures it from outside: wall time, processor time, and the memory of it and of what it starts. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const SAMPLE_MS = 50
/** Linux counts processor time in ticks of this length, whatever the machine. */
const TICK_S = 0.01

export interface Measured {
  wall_s: number
  /** User and system time of the whole tree. */
  cpu_s: number
  /** Peak resident memory in MB: of the process itself, of all it started, and of both at one moment; null where there is no /proc. */
  peak_mb: { self: number; children: number; tree: number } | null
  stdout: string
}

interface Process {
  pid: number
  parent: number
  started: string
  ticks: number
}

/** All processes, from one pass over /proc; empty elsewhere. */
function processes(): Process[] {
  const found: Process[] = []
  for (const entry of names('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const stat = text(`/proc/${entry}/stat`)
    // The name in brackets may hold anything, so the fields are counted from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields.length < 20) continue
    found.push({
      pid: Number(entry),
      parent: Number(fields[1]),
      started: fields[19] as string,
      ticks: Number(fields[11]) + Number(fields[12]),
    })
  }
  return found
}

/** A process and everything below it. */
function tree(root: number): Process[] {
  const all = processes()
  const inside = new Set([root])
  for (let grew = true; grew; ) {
    grew = false
    for (const { pid, parent } of all) {
      if (!inside.has(parent) || inside.has(pid)) continue
      inside.add(pid)
      grew = true
    }
  }
  return all.filter(({ pid }) => inside.has(pid))
}

function names(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function megabytes(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const match = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text(`/proc/${pid}/status`))
  return match ? Number(match[1]) / 1024 : 0
}

/** Watches a process tree while it runs. The root is the shell around the command and is left out. */
class Watch {
  private readonly seen = new Map<string, { pid: number; self: boolean; peak: number; ticks: number }>()
  private highest = 0
  private readonly shell: number
  private readonly timer: NodeJS.Timeout

  constructor(shell: number) {
    this.shell = shell
    this.timer = setInterval(() => this.sample(), SAMPLE_MS)
  }

  private sample(): void {
    let now = 0
    for (const { pid, parent, started, ticks } of tree(this.shell)) {
      if (pid === this.shell) continue
      const key = `${pid} ${started}`
      const one = this.seen.get(key) ?? { pid, self: parent === this.shell, peak: 0, ticks: 0 }
      // The kernel keeps each process's own peak, so nothing is missed between two samples.
      one.peak = Math.max(one.peak, megabytes(pid, 'VmHWM'))
      one.ticks = ticks
      this.seen.set(key, one)
      now += megabytes(pid, 'VmRSS')
    }
    this.highest = Math.max(this.highest, now)
  }

  stop(): { peak_mb: Measured['peak_mb']; cpu_s: number } {
    clearInterval(this.timer)
    const all = [...this.seen.values()]
    const sum = (self: boolean) => all.filter((one) => one.self === self).reduce((s, one) => s + one.peak, 0)
    return {
      peak_mb: all.length ? { self: sum(true), children: sum(false), tree: this.highest } : null,
      cpu_s: all.reduce((s, one) => s + one.ticks, 0) * TICK_S,
    }
  }

  /** Processes the command started and left running. */
  survivors(): number[] {
    const alive = new Set(processes().map(({ pid, started }) => `${pid} ${started}`))
    return [...this.seen].filter(([key]) => alive.has(key)).map(([, one]) => one.pid)
  }
}

/** A shell tells the processor time of everything it waited for; the answer comes on descriptor 3. */
const TIMED = '"$@" 3>&-; code=$?; times >&3; exit $code'

function timesOf(told: string): number {
  const last = told.trim().split('\n').at(-1) ?? ''
  return [...last.matchAll(/(\d+)m([\d.]+)s/g)].reduce((s, [, m, sec]) => s + Number(m) * 60 + Number(sec), 0)
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

export async function measure(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  input = '',
): Promise<Measured> {
  const began = performance.now()
  const child = spawn('sh', ['-c', TIMED, 'sh', ...command], {
    env,
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
  })
  const watch = new Watch(child.pid as number)
  const streams = [child.stdout, child.stdio[3]].map((stream) => collect(stream as NodeJS.ReadableStream))
  child.stdin?.end(input)
  const [code] = (await once(child, 'exit')) as [number | null]
  const wall_s = (performance.now() - began) / 1000
  const { peak_mb, cpu_s } = watch.stop()
  // Before the streams, which a process left behind may hold open.
  await endSurvivors(watch, command)
  const [stdout = '', times = ''] = await Promise.all(streams)
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}\n${stdout.slice(-2000)}`)
  // What was killed without being waited for is missing in the shell's figure, but not in the samples.
  return { wall_s, cpu_s: Math.max(timesOf(times), cpu_s), peak_mb, stdout }
}

/** A process left behind would spoil the next measurement, so it is named and ended. */
async function endSurvivors(watch: Watch, command: readonly string[]): Promise<void> {
  if (watch.survivors().length === 0) return
  await sleep(1000)
  for (const pid of watch.survivors()) {
    console.warn(`warning: ${command.slice(0, 3).join(' ')} … left process ${pid} running; ending it`)
    try {
      process.kill(pid, 'SIGKILL')
    } catch {}
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}
