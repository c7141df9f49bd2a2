/** Generates believable Claude Code transcripts of a chosen size, and the truth about them: `--dir DIR --mb 1000 --seed 1 --end 2026-01-31`. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildPool } from './generator/pool.ts'
import { DAY, DAYS, drawProfile, startOfWork } from './generator/profile.ts'
import { Random } from './generator/random.ts'
import { Session } from './generator/session.ts'
import { Tally, type Truth } from './generator/truth.ts'

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

export function generate({ dir, mb, seed, end }: Wanted): Truth {
  const to = Date.parse(`${end}T00:00:00Z`)
  if (!(mb > 0) || !Number.isInteger(seed) || Number.isNaN(to)) throw new Error('bad --mb, --seed or --end')
  const projects = join(dir, 'projects')
  if (existsSync(projects)) throw new Error(`${projects} is there already`)
  mkdirSync(projects, { recursive: true })
  const from = to - DAYS * DAY
  const random = new Random(seed)
  const tally = new Tally({
    mb,
    seed,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  })
  const { truth } = tally
  const world = {
    random,
    pool: buildPool(random),
    tally,
    end: to - LAST_WORK,
    save: (
      path: string,
      file: { writeTo: (path: string, at: number) => void; length: number; rows: number },
      at: number,
    ) => {
      if (at >= to) throw new Error(`${path} runs over the end of the data`)
      file.writeTo(join(projects, path), at)
      truth.files++
      truth.bytes += file.length
      truth.rows += file.rows
    },
  }
  while (truth.bytes < mb * 1e6) {
    const start = startOfWork(random, from, to)
    if (start > world.end) continue
    Session.run(world, drawProfile(random, (start - from) / (to - from)), start)
  }
  truth.days = Object.fromEntries(Object.entries(truth.days).sort(([a], [b]) => (a < b ? -1 : 1)))
  // Written last: where it lies, the data is whole.
  writeFileSync(join(dir, 'truth.json'), `${JSON.stringify(truth, null, 2)}\n`)
  return truth
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string' },
      mb: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      end: { type: 'string', default: today() },
    },
  })
  if (!values.dir) throw new Error('say where to: --dir DIR')
  const began = performance.now()
  const truth = generate({
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
