/** `tachograph demo`: fills the store with a believable organisation. */
import { type Command, InvalidArgumentError } from 'commander'
import { loadConfig } from '../../config.ts'
import { demoFacts } from '../../demo/index.ts'
import { TachographError } from '../../errors.ts'
import { access } from './access.ts'
import { commandLine } from './command-line.ts'
import { bar, hint, number, say } from './terminal.ts'

interface DemoFlags {
  data?: string
  people: number
  days: number
  seed: number
  force?: boolean
  json?: boolean
}

const wholeNumber = (least: number, most: number) => (text: string) => {
  const n = Number(text)
  if (/^\d+$/.test(text) && n >= least && n <= most) return n
  throw new InvalidArgumentError(`A whole number from ${least} to ${number(most)}.`)
}

/** Invented figures would spoil true ones, and the same organisation told at another time itself. */
function refuseMixture(holds: { demo: boolean; real: boolean }): void {
  const other = 'Use another folder: tachograph demo --data DIR, then tachograph serve --data DIR.'
  if (holds.real)
    throw new TachographError(
      'bad_request',
      `The data folder holds real data; invented figures would mix with it. ${other} (--force does it anyway.)`,
    )
  if (holds.demo)
    throw new TachographError(
      'bad_request',
      `The data folder holds the demo already; a second one would mix with it. ${other} (--force does it anyway.)`,
    )
}

export function demo(program: Command): void {
  program
    .command('demo')
    .description('fill the store with the invented organisation Acme: 40 people, 90 days, several agents')
    .option('--people <n>', 'people', wholeNumber(1, 5_000), 40)
    .option('--days <n>', 'days, ending now', wholeNumber(1, 1_000), 90)
    .option('--seed <n>', 'another seed makes another organisation', wholeNumber(0, 2 ** 31), 1)
    .option('--force', 'also into a folder that holds data')
    .option('--json', 'print the result as JSON')
    .option('--data <dir>', 'data folder (default: ~/.tachograph)')
    .action(async (flags: DemoFlags) => {
      const config = loadConfig({ data: flags.data }, process.env)
      const to = await access(config, hint)
      const progress = bar('filling')
      try {
        if (!flags.force) refuseMixture((await to.status()).holds)
        const { people, days, seed } = flags
        const end = Date.now()
        const total = { accepted: 0, updated: 0, duplicate: 0 }
        const estimate = people * days * 70
        let written = 0
        for (const facts of demoFacts({ seed, people, days, end })) {
          const counts = await to.write(facts)
          written += facts.length
          progress.update(written, Math.max(estimate, written), `${number(written)} facts`)
          for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += counts[key]
        }
        progress.end()
        await to.settled()
        if (flags.json) return say(JSON.stringify({ people, days, seed, end, ...total }))
        say(`${number(total.accepted)} invented facts of ${people} people over ${days} days.`)
        say(to.server ? `Look at them: ${to.server}` : `Look at them: ${commandLine('serve', config)}`)
      } finally {
        progress.end()
        await to.close()
      }
    })
}
