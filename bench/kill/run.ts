/** The crash ledger from the command line: prints its figures, and fails on any loss. */
import { parseArgs } from 'node:util'
import { crashLedger } from './ledger.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    rate: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const rounds = Number(values.rounds)
console.log(
  `seed ${values.seed}, ${values.rate} requests a second, ${rounds} kills each of server, engine and both`,
)
const began = Date.now()
const outcome = await crashLedger({
  rounds: { server: rounds, engine: rounds, both: rounds },
  rate: Number(values.rate),
  seed: Number(values.seed),
  least: 500,
  most: 3_000,
  log: (line) => console.log(line),
})
const { kills, differences, exitCode, ...figures } = outcome
const ready = (target: string) => {
  const all = kills.filter((k) => k.target === target).map((k) => k.readyAfterMs)
  const sorted = all.sort((a, b) => a - b)
  return `${target}: median ${sorted[Math.floor(sorted.length / 2)]} ms, longest ${sorted.at(-1)} ms`
}
console.log(`\nready again after killing ${['server', 'engine', 'both'].map(ready).join('; ')}`)
console.log(figures)
for (const difference of differences) console.log(`DIFFERENT ${difference}`)
const fine =
  outcome.lost + outcome.doubled + outcome.refused === 0 && differences.length === 0 && exitCode === 0
console.log(
  `${fine ? 'NOTHING LOST, NOTHING DOUBLED' : 'NOT RIGHT'} after ${((Date.now() - began) / 1000).toFixed(0)} s`,
)
process.exitCode = fine ? 0 : 1
