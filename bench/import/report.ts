/** The table a run prints, and the small file it leaves. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { AGENTS } from './agents.ts'
import { type CcusageRun, ccusageVersion, type Deviation } from './ccusage.ts'
import type { AgentName } from './generate.ts'
import type { Truth } from './generator/truth.ts'
import { type Measured, median } from './measure.ts'
import type { ProductRun } from './product.ts'

export interface Rounds {
  agent: AgentName
  truth: Truth
  ccusage: CcusageRun[]
  product: ProductRun[]
  read_s: number[]
  parse_s: number[]
}

interface Row {
  what: string
  wall_s: number
  /** The fastest round, which others at work on the machine disturb least. */
  best_s: number
  cpu_s?: number
  peak_mb?: { self: number; children: number; tree: number }
}

const wall = (seconds: readonly number[]) => ({ wall_s: median(seconds), best_s: Math.min(...seconds) })

function middle(what: string, runs: readonly Measured[]): Row {
  const peaks = runs.flatMap(({ peak_mb }) => peak_mb ?? [])
  const peak = (part: 'self' | 'children' | 'tree') => Math.round(median(peaks.map((mb) => mb[part])))
  return {
    what,
    ...wall(runs.map((run) => run.wall_s)),
    cpu_s: median(runs.map((run) => run.cpu_s)),
    ...(peaks.length > 0 && {
      peak_mb: { self: peak('self'), children: peak('children'), tree: peak('tree') },
    }),
  }
}

function rows(rounds: Rounds): Row[] {
  return [
    { what: 'read all bytes (cat)', ...wall(rounds.read_s) },
    { what: AGENTS[rounds.agent].parse.what, ...wall(rounds.parse_s) },
    middle(
      `ccusage ${ccusageVersion()}`,
      rounds.ccusage.map((run) => run.measured),
    ),
    ...(rounds.product.length > 0
      ? [
          middle(
            'tachograph import',
            rounds.product.map((run) => run.measured),
          ),
        ]
      : []),
  ]
}

const RIGHT = 10

export function printTable(rounds: Rounds): void {
  const mb = rounds.truth.bytes / 1e6
  const yardstick = median(rounds.ccusage.map((run) => run.measured.wall_s))
  const line = (what: string, ...cells: string[]) =>
    console.log(what.padEnd(36) + cells.map((cell) => cell.padStart(RIGHT)).join(''))
  console.log(
    `\n${mb.toFixed(0)} MB, ${rounds.truth.files} files, ${rounds.truth.total.calls} calls, ${rounds.truth.sessions} sessions; median of ${rounds.ccusage.length}\n`,
  )
  line('', 'wall s', 'best s', 'MB/s', 'cpu s', 'peak MB', 'children', '× ccusage')
  for (const { what, wall_s, best_s, cpu_s, peak_mb } of rows(rounds)) {
    line(
      what,
      wall_s.toFixed(2),
      best_s.toFixed(2),
      (mb / wall_s).toFixed(0),
      cpu_s?.toFixed(2) ?? '',
      peak_mb ? String(peak_mb.self) : '',
      peak_mb?.children ? String(peak_mb.children) : '',
      (wall_s / yardstick).toFixed(2),
    )
  }
  for (const { question, stored_mb } of rounds.product) {
    if (!question) continue
    const times = (yardstick * 1000) / question.median_ms
    console.log(
      `\nlater question: ${question.median_ms.toFixed(1)} ms (first ${question.first_ms.toFixed(1)}, slowest ${question.slowest_ms.toFixed(1)}), ` +
        `${times.toFixed(0)} × faster than ccusage; server ready in ${question.start_s.toFixed(2)} s; ${stored_mb.toFixed(0)} MB stored`,
    )
  }
}

/** Prints the verdict and answers whether the product told the truth every time. */
export function printVerdict(rounds: Rounds): boolean {
  const wrong = rounds.product.flatMap((run, i) => run.differences.map((d) => ({ round: i + 1, ...d })))
  if (rounds.product.length === 0) console.log('\ntachograph: not measured')
  else
    console.log(
      wrong.length === 0 ? '\ntachograph against the truth: EXACT' : '\ntachograph against the truth:',
    )
  for (const { round, model, field, truth, said } of wrong) {
    const by = said === null ? 'missing' : `${said - truth > 0 ? '+' : ''}${said - truth}`
    console.log(`  round ${round}, ${model}, ${field}: ${said ?? '–'} instead of ${truth} (${by})`)
  }
  return wrong.length === 0
}

export function printDeviations(deviations: readonly Deviation[]): void {
  console.log('\nccusage against the truth:')
  const signed = (n: number) => `${n > 0 ? '+' : ''}${n.toLocaleString('en')}`
  for (const { field, truth, said, causes, unexplained } of deviations) {
    const percent = (((said - truth) / truth) * 100).toFixed(2)
    console.log(`  ${field}: ${signed(said - truth)} (${percent} %)`)
    for (const { mistake, tokens } of causes)
      console.log(`      ${mistake.replaceAll('_', ' ')}: ${signed(tokens)}`)
    if (unexplained !== 0) console.log(`      not explained: ${signed(unexplained)}`)
  }
}

const rounded = (_key: string, value: unknown) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(3)) : value

export function save(folder: string, rounds: Rounds, deviations: readonly Deviation[]): string {
  const { agent, truth, ccusage, product } = rounds
  const date = new Date().toISOString()
  const bare = ({ stdout: _, ...measured }: Measured) => measured
  const result = {
    date,
    agent,
    machine: {
      cpu: cpus()[0]?.model,
      cores: cpus().length,
      memory_gb: Math.round(totalmem() / 2 ** 30),
      node: process.version,
    },
    data: {
      ...truth.parameters,
      bytes: truth.bytes,
      files: truth.files,
      rows: truth.rows,
      calls: truth.total.calls,
    },
    median: rows(rounds),
    rounds: {
      read_s: rounds.read_s,
      parse_s: rounds.parse_s,
      ccusage: ccusage.map((run) => bare(run.measured)),
      product: product.map(({ measured, ...run }) => ({ ...bare(measured), ...run })),
    },
    ccusage_against_truth: deviations,
  }
  mkdirSync(folder, { recursive: true })
  // Only a run of the standard size has the plain name, so that a quick try does not replace it.
  const size = truth.parameters.mb === 1000 ? '' : `-${truth.parameters.mb}mb`
  const whose = agent === 'claude-code' ? '' : `${agent}-`
  const path = join(folder, `import-${whose}${date.slice(0, 10)}${size}.json`)
  writeFileSync(path, `${JSON.stringify(result, rounded, 2)}\n`)
  return path
}
