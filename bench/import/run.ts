/** The benchmark of the first import: this project beside ccusage and beside what the machine itself needs, in one run. */
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { AGENTS } from './agents.ts'
import { deviations, runCcusage } from './ccusage.ts'
import { agentNamed, GENERATORS, today } from './generate.ts'
import type { Truth } from './generator/truth.ts'
import { readLimit } from './limits.ts'
import { isBuilt, runProduct } from './product.ts'
import { printDeviations, printTable, printVerdict, type Rounds, save } from './report.ts'

const BENCH = fileURLToPath(new URL('..', import.meta.url))

const { values } = parseArgs({
  options: {
    agent: { type: 'string', default: 'claude-code' },
    mb: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '3' },
    'without-product': { type: 'boolean', default: false },
  },
})

const name = agentNamed(values.agent)
const agent = AGENTS[name]

/** The data of that size and seed, generated if it is not there yet. */
function prepared(mb: number, seed: number): { dir: string; truth: Truth } {
  const dir = join(BENCH, '.data', `${agent.data}-${mb}mb-seed${seed}`)
  const told = join(dir, 'truth.json')
  if (existsSync(told)) return { dir, truth: JSON.parse(readFileSync(told, 'utf8')) as Truth }
  console.log(`generating ${mb} MB into ${relative(process.cwd(), dir)}`)
  return { dir, truth: GENERATORS[name]({ dir, mb, seed, end: today() }) }
}

const withProduct = !values['without-product']
if (withProduct && !isBuilt()) {
  throw new Error(
    'bin/tachograph.js is not there: npm run build first, or measure the rest with --without-product',
  )
}

const { dir, truth } = prepared(Number(values.mb), Number(values.seed))
const files = agent.files(dir)
const rounds: Rounds = { agent: name, truth, ccusage: [], product: [], read_s: [], parse_s: [] }
const count = Number(values.rounds)
await readLimit(files)
for (let i = 1; i <= count; i++) {
  console.log(`round ${i} of ${count}`)
  rounds.read_s.push(await readLimit(files))
  rounds.parse_s.push(agent.parse.seconds(files))
  rounds.ccusage.push(await runCcusage(dir, agent.ccusage))
  if (withProduct) rounds.product.push(await runProduct(dir, truth, i === count))
}

printTable(rounds)
const last = rounds.ccusage.at(-1)
const off = last ? deviations(last.totals, truth, agent.ccusage) : []
printDeviations(off)
const exact = printVerdict(rounds)
console.log(`\n${relative(process.cwd(), save(join(BENCH, 'results'), rounds, off))} written`)
process.exitCode = exact ? 0 : 1
