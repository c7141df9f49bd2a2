/**
 * Sums agree across groupings: whatever a measure is grouped by, its rows add up to the same, over the invented
 * organisation. People of several teams count in each of them, so teams are left out.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoFacts } from '../../src/demo/index.ts'
import { METRICS, metricOf } from '../../src/metrics/index.ts'
import { columnsOf, type Metric } from '../../src/metrics/metric.ts'
import { wholeOf } from '../../src/metrics/reach.ts'
import { run } from '../../src/metrics/run.ts'
import type { Store } from '../../src/store/store.ts'
import { freshName, testStore } from '../support/engine.ts'
import { openWork } from '../support/work.ts'

const ORG = freshName()
const NOW = Date.UTC(2026, 5, 15, 12)
const WINDOW = { from: '2026-05-20', to: '2026-06-14' }

let store: Store
beforeAll(async () => {
  store = await testStore()
  const { writer, rebuilder } = await openWork(store, ORG)
  for (const facts of demoFacts({ people: 5, days: 26, seed: 7, end: NOW })) await writer.write(facts)
  await rebuilder.flush()
}, 120_000)
afterAll(() => store?.close())

/** Which figures are the same thing, by the metrics that split it up. */
const FAMILIES: readonly { columns: readonly string[]; metrics: readonly string[] }[] = [
  {
    columns: ['input', 'output', 'cache_read', 'cache_write', 'reasoning', 'calls', 'unpriced_calls'],
    metrics: [
      ...['summary.overview', 'tokens.by_day', 'tokens.by_model', 'tokens.by_user', 'tokens.by_harness'],
      ...['tokens.by_project', 'tokens.by_repo', 'tokens.by_client', 'tokens.by_day_and_model'],
      ...['tokens.by_day_and_user', 'cost.by_day', 'cost.by_model', 'cost.by_user', 'cost.by_project'],
    ],
  },
  {
    columns: ['tool_calls', 'calls'],
    metrics: ['tools.by_day', 'tools.by_tool', 'tools.by_day_and_tool', 'tools.by_raw_tool'],
  },
  {
    columns: ['sessions'],
    metrics: ['summary.overview', 'sessions.by_day', 'sessions.by_kind', 'activity.summary'],
  },
  {
    columns: ['files_created', 'files_edited', 'files'],
    metrics: ['productivity.by_language', 'productivity.by_extension'],
  },
]

const sumsOf = async (id: string): Promise<Map<string, number>> => {
  const { data } = await run(store, wholeOf(ORG), metricOf(id) as Metric, WINDOW, NOW)
  const sums = new Map<string, number>()
  for (const row of data)
    for (const [name, value] of Object.entries(row))
      if (typeof value === 'number') sums.set(name, (sums.get(name) ?? 0) + value)
  return sums
}

describe.each(FAMILIES)('$columns.0', ({ columns, metrics }) => {
  it('is the same by every grouping', async () => {
    const known = metrics.filter((id) => metricOf(id))
    expect(known).toEqual(metrics)
    const all = await Promise.all(known.map(async (id) => [id, await sumsOf(id)] as const))
    for (const column of columns) {
      const told = all
        .filter(([, sums]) => sums.has(column))
        .map(([id, sums]) => [id, sums.get(column)] as const)
      const first = told[0]?.[1]
      expect(told).toEqual(told.map(([id]) => [id, first]))
      if (column !== 'unpriced_calls' && told.length > 0) expect(first).toBeGreaterThan(0)
    }
  })
})

it('money is the same by every grouping, but for the cents that rounding takes', async () => {
  const ids = (METRICS as readonly Metric[])
    .filter((m) => /^(cost|tokens)\.by_/.test(m.id) && !m.id.endsWith('team'))
    .filter((m) => columnsOf(m).some(({ name }) => name === 'cost_usd'))
    .map((m) => m.id)
  const all = await Promise.all(
    ids.map(async (id) => [id, (await sumsOf(id)).get('cost_usd') as number] as const),
  )
  const first = all[0]?.[1] as number
  for (const [id, cost] of all) expect(Math.abs(cost - first), id).toBeLessThan(1.5)
})
