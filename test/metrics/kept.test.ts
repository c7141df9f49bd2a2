/** From when on an answer is whole, where facts are kept for some days only. */
import { describe, expect, it } from 'vitest'
import { METRICS, metricOf } from '../../src/metrics/index.ts'
import { keptFrom, LOOK_BACK, MADE_OF } from '../../src/metrics/kept.ts'
import type { Metric } from '../../src/metrics/metric.ts'
import { windowOf } from '../../src/metrics/window.ts'
import { COUNTER_READS } from '../../src/rollups/counters.ts'
import { ROLLUPS } from '../../src/rollups/rebuild.ts'
import { SESSION_READS, SESSION_ROLLUP } from '../../src/rollups/session.ts'

const NOW = Date.parse('2026-03-31T10:00:00Z')
const MARCH = { from: '2026-03-01', to: '2026-03-31' }

const kept = (id: string, limits: Record<string, number>, asked: object = MARCH) =>
  keptFrom(metricOf(id) as Metric, new Map(Object.entries(limits)), windowOf(asked, NOW), NOW)

describe('the first day of which all is kept', () => {
  it('is the first whole one, in the zone of the question', () => {
    expect(kept('cost.by_day', { model_call: 10 })).toBe('2026-03-22')
    expect(kept('cost.by_day', { model_call: 10 + 10 / 24 })).toBe('2026-03-21')
    // At that instant it is the 22nd there already, an hour old.
    expect(kept('cost.by_day', { model_call: 9.75 }, { ...MARCH, tz: 'Asia/Tokyo' })).toBe('2026-03-23')
  })

  it('is told only where the window begins before it', () => {
    expect(kept('cost.by_day', { model_call: 10 }, { from: '2026-03-22', to: '2026-03-31' })).toBeNull()
    expect(kept('cost.by_day', { model_call: 10 }, { from: '2026-03-21', to: '2026-03-21' })).toBe(
      '2026-03-22',
    )
    expect(kept('cost.by_day', {})).toBeNull()
    expect(keptFrom(metricOf('cost.by_day') as Metric, undefined, windowOf(MARCH, NOW), NOW)).toBeNull()
  })

  it('is that of the type which is kept for the shortest time, of those that are counted', () => {
    expect(kept('cost.by_day', { message: 3, pull_request: 3 })).toBeNull()
    expect(kept('messages.by_day', { message: 3, tool_call: 20 })).toBe('2026-03-29')
    expect(kept('summary.overview', { message: 3, tool_call: 20 })).toBe('2026-03-29')
    expect(kept('productivity.pull_requests', { pull_request: 10 })).toBe('2026-03-22')
  })

  it('is told too where figures look back on days before the window', () => {
    const week = { from: '2026-03-25', to: '2026-03-31' }
    expect(kept('messages.by_day', { message: 20 }, week)).toBeNull()
    expect(kept('activity.users', { message: 20 }, week)).toBe('2026-03-12')
    expect(kept('activity.users', { message: 36 }, week)).toBeNull()
    expect(kept('tokens.trend', { model_call: 7 }, week)).toBe('2026-03-25')
    expect(kept('tokens.trend', { model_call: 8 }, week)).toBeNull()
    expect(kept('users.economics', { message: 29 }, week)).toBe('2026-03-03')
    expect(kept('users.economics', { message: 31 }, week)).toBeNull()
    for (const id of Object.keys(LOOK_BACK)) expect(METRICS.map((m) => m.id)).toContain(id)
  })

  it('knows what every rollup is made of', () => {
    const made = [
      ...ROLLUPS.map(({ table, reads }) => [table, [...reads, 'counter']] as const),
      [SESSION_ROLLUP.table, SESSION_READS] as const,
      ['rollup_counter', COUNTER_READS] as const,
    ]
    const sorted = (all: Iterable<readonly [string, readonly string[]]>) =>
      Object.fromEntries([...all].map(([table, types]) => [table, [...types].sort()]))
    expect(sorted(Object.entries(MADE_OF))).toEqual(sorted(made))
  })
})
