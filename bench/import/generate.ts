/** Generates believable data of an agent of a chosen size, and the truth about it: `--dir DIR --agent codex --mb 1000 --seed 1 --end 2026-01-31`. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { claudeCode } from './generator/claude-code/index.ts'
import { codex } from './generator/codex/index.ts'
import { openCode } from './generator/opencode/index.ts'
import { buildPool } from './generator/pool.ts'
import { Random } from './generator/random.ts'
import { DAY, DAYS, startOfWork } from './generator/scene.ts'
import { Tally, type Truth } from './generator/truth.ts'
import type { Kind } from './generator/world.ts'

export interface Wanted {
  dir: string
  mb: number
  seed: number
  /** The day after the last one with data, as YYYY-MM-DD in UTC. */
  end: string
}

export const today = () => new Date().toISOString().slice(0, 10)

/** Sessions stop starting work this long before the end, so that none runs over it. */
const LAST_WORK = 4 * 3_600_000

function generated<Trap extends string, Mistake extends string>(kind: Kind<Trap, Mistake>) {
  return ({ dir, mb, seed, end }: Wanted): Truth => {
    const to = Date.parse(`${end}T00:00:00Z`)
    if (!(mb > 0) || !Number.isInteger(seed) || Number.isNaN(to)) throw new Error('bad --mb, --seed or --end')
    const place = join(dir, kind.place)
    if (existsSync(place)) throw new Error(`${place} is there already`)
    mkdirSync(dir, { recursive: true })
    const from = to - DAYS * DAY
    const random = new Random(seed)
    const parameters = { mb, seed, from: new Date(from).toISOString(), to: new Date(to).toISOString() }
    const tally = new Tally(parameters, kind.traps, kind.mistakes)
    const { truth } = tally
    const world = { random, pool: buildPool(random), tally, dir, end: to - LAST_WORK, over: to }
    const telling = kind.begin(world)
    while (truth.bytes < mb * 1e6) {
      const start = startOfWork(random, from, to)
      if (start <= world.end) telling.session(start, (start - from) / (to - from))
    }
    telling.end()
    truth.days = Object.fromEntries(Object.entries(truth.days).sort(([a], [b]) => (a < b ? -1 : 1)))
    // Written last: where it lies, the data is whole.
    writeFileSync(join(dir, 'truth.json'), `${JSON.stringify(truth, null, 2)}\n`)
    return truth
  }
}

export const GENERATORS = {
  'claude-code': generated(claudeCode),
  codex: generated(codex),
  opencode: generated(openCode),
}
export type AgentName = keyof typeof GENERATORS

/** The agent that is meant, or an error that says what can be. */
export function agentNamed(name: string): AgentName {
  if (!Object.hasOwn(GENERATORS, name))
    throw new Error(`--agent is one of ${Object.keys(GENERATORS).join(', ')}`)
  return name as AgentName
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string' },
      agent: { type: 'string', default: 'claude-code' },
      mb: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      end: { type: 'string', default: today() },
    },
  })
  if (!values.dir) throw new Error('say where to: --dir DIR')
  const began = performance.now()
  const truth = GENERATORS[agentNamed(values.agent)]({
    dir: values.dir,
    mb: Number(values.mb),
    seed: Number(values.seed),
    end: values.end,
  })
  const seconds = (performance.now() - began) / 1000
  const { calls } = truth.total
  console.log(
    `${(truth.bytes / 1e6).toFixed(0)} MB in ${truth.files} files, ${calls} calls, ${truth.sessions} sessions: ${seconds.toFixed(1)} s`,
  )
}
