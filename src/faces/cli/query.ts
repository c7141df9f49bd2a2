/** `tachograph query`: the answer of a metric as a table, JSON or CSV. */
import type { Command } from 'commander'
import { loadConfig } from '../../config.ts'
import { METRICS } from '../../metrics/index.ts'
import { columnsOf, FILTERS, type Filter, type Metric } from '../../metrics/metric.ts'
import { metricNamed } from '../ask.ts'
import { access } from './access.ts'
import { type DaysFlags, withDays, wordsOf } from './period-options.ts'
import { hint, say, table, writeAll } from './terminal.ts'

type QueryFlags = Partial<Record<Filter, string[]>> &
  DaysFlags & {
    data?: string
    json?: boolean
    csv?: boolean
  }

export function query(program: Command): void {
  const command = program
    .command('query')
    .argument('[metric]', 'id of the metric; without it all metrics are listed')
    .description('ask for a metric')
  withDays(command)
    .option('--json', 'print JSON')
    .option('--csv', 'print CSV')
    .option('--data <dir>', 'data folder (default: ~/.tachograph)')
  // One value a flag: a list would swallow the metric after it.
  const gather = (value: string, before: string[] | undefined) => [...(before ?? []), value]
  for (const [name, doc] of Object.entries(FILTERS))
    command.option(`--${name} <value>`, `only: ${doc} Repeat it for several.`, gather)
  command.action(async (id: string | undefined, { data, json, csv, ...flags }: QueryFlags) => {
    if (id === undefined) {
      list(json === true)
      return
    }
    const metric = metricNamed(id)
    const words = wordsOf(flags)
    const from = await access(loadConfig({ data }, process.env), hint)
    try {
      if (csv) {
        await writeAll(from.csv({ metric: id }, words))
        return
      }
      const answer = await from.ask(id, words)
      if (json) {
        say(JSON.stringify(answer))
        return
      }
      say(table(columnsOf(metric), answer.data))
      const { meta } = answer
      hint(
        `${meta.from} to ${meta.to} (${meta.tz})${meta.partial ? ', the last day is not over' : ''}; as of ${meta.as_of}`,
      )
      const { coverage } = meta
      if (coverage && coverage.known < coverage.total)
        hint(
          `${coverage.total - coverage.known} of ${coverage.total} calls have no known price and are in no sum of money.`,
        )
      if (meta.kept_from)
        hint(
          `Not all is kept of days before ${meta.kept_from}: facts were removed for their age, and figures may be too low.`,
        )
      for (const note of meta.notes) hint(note)
    } finally {
      await from.close()
    }
  })
}

function list(asJson: boolean): void {
  if (asJson) {
    say(JSON.stringify(METRICS.map(({ id, title, unit, doc }: Metric) => ({ id, title, unit, doc }))))
    return
  }
  const column = (name: string) => ({ name, unit: 'label' as const, description: '' })
  say(
    table(
      [column('metric'), column('unit'), column('meaning')],
      METRICS.map((m: Metric) => ({ metric: m.id, unit: m.unit, meaning: m.title })),
    ),
  )
}
