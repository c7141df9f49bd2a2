/** The crash ledger: kills the server, the engine or both under load, and compares what was acknowledged with what is there. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Random } from '../import/generator/random.ts'
import { Client, type Figures } from './client.ts'
import { Story } from './story.ts'
import { type Target, Victim } from './victim.ts'

export interface Plan {
  /** How often each is killed. */
  rounds: Record<Target, number>
  /** Requests a second. */
  rate: number
  seed: number
  /** Time between kills, ms. */
  least: number
  most: number
  log?: (line: string) => void
}

export interface Outcome extends Figures {
  kills: { target: Target; readyAfterMs: number }[]
  /** Acknowledged facts that were not there after a restart, or at the end. */
  lost: number
  /** Facts that were there more often than told. */
  doubled: number
  /** Where the end differs from what was told, in words. */
  differences: string[]
  exitCode: number | null
}

interface Row {
  [name: string]: number | string
}

/** Runs the plan in a folder of its own, which it removes. */
export async function crashLedger(plan: Plan): Promise<Outcome> {
  const dir = mkdtempSync(join(tmpdir(), 'tachograph-kill-'))
  const random = new Random(plan.seed)
  const now = Date.now()
  const story = new Story(random, now)
  const victim = await Victim.start(join(dir, 'data'))
  try {
    const client = new Client(victim.url, story, plan.rate, join(dir, 'ledger'))
    const watch = new Watch(victim.url, story, now)
    const outcome: Outcome = {
      ...client.figures,
      kills: [],
      lost: 0,
      doubled: 0,
      differences: [],
      exitCode: null,
    }
    for (const target of order(plan.rounds, random)) {
      await sleep(random.int(plan.least, plan.most))
      const killed = victim.kill(target, random.chance(0.5))
      // Nothing moves while it is looked at; what was under way stays unanswered until then.
      const [readyAfterMs] = await Promise.all([killed, client.hold()])
      outcome.kills.push({ target, readyAfterMs })
      const { compared, lost, doubled } = await watch.compare()
      client.release()
      outcome.lost += lost
      outcome.doubled += doubled
      plan.log?.(
        `${String(outcome.kills.length).padStart(3)} ${target.padEnd(6)} ready after ${String(readyAfterMs).padStart(5)} ms, ` +
          `${compared} requests compared, lost ${lost}, doubled ${doubled}`,
      )
    }
    await client.finish()
    const { lost, doubled } = await watch.compare()
    outcome.lost += lost
    outcome.doubled += doubled
    outcome.differences = await watch.differences()
    Object.assign(outcome, client.figures)
    outcome.exitCode = await victim.end()
    return outcome
  } finally {
    victim.abandon()
    rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

/** Every target as often as planned, in a random order. */
function order(rounds: Plan['rounds'], random: Random): Target[] {
  const left = Object.entries(rounds).flatMap(([t, n]) => Array.from({ length: n }, () => t as Target))
  const out: Target[] = []
  while (left.length > 0) out.push(...left.splice(random.int(0, left.length - 1), 1))
  return out
}

const DAY_MS = 86_400_000
const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** Compares what the API says with what the client knows. */
class Watch {
  readonly #url: string
  readonly #story: Story
  readonly #window: string

  constructor(url: string, story: Story, now: number) {
    this.#url = url
    this.#story = story
    this.#window = `from=${day(now - 5 * DAY_MS)}&to=${day(now + DAY_MS)}`
  }

  /** Asked when the rollups have caught up, while nothing is told: what was acknowledged is there, and only what was told. */
  async compare(): Promise<{ compared: number; lost: number; doubled: number }> {
    await this.#get('/api/v1/status?settled=true')
    const rows = await this.#rows('cost.by_project')
    const there = new Map(rows.map((r) => [String(r.project), Number(r.calls)]))
    let lost = 0
    let doubled = 0
    for (const [name, { least, most }] of this.#story.bounds) {
      const calls = there.get(name) ?? 0
      lost += Math.max(0, least - calls)
      doubled += Math.max(0, calls - most)
      there.delete(name)
    }
    for (const calls of there.values()) doubled += calls
    return { compared: this.#story.bounds.size, lost, doubled }
  }

  /** When everything is acknowledged the sums are exact. */
  async differences(): Promise<string[]> {
    await this.#get('/api/v1/status?settled=true')
    const [overview] = await this.#rows('summary.overview')
    const { calls, input, messages, toolCalls } = this.#story.totals
    const expected: Row = { calls, input, output: calls, user_messages: messages, tool_calls: toolCalls }
    return Object.entries(expected)
      .filter(([name, value]) => overview?.[name] !== value)
      .map(([name, value]) => `${name}: told ${value}, there ${overview?.[name]}`)
  }

  async #rows(metric: string): Promise<Row[]> {
    return ((await this.#get(`/api/v1/metrics/${metric}?${this.#window}`)) as { data: Row[] }).data
  }

  async #get(path: string): Promise<unknown> {
    const response = await fetch(this.#url + path)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
}
