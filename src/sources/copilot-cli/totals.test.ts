/** Tokens of event logs: outputs of messages, totals of shutdowns, and what of them was told before. */
import { describe, expect, it } from 'vitest'
import { MAX_COUNT } from '../../facts/field.ts'
import { droppedOf, factsOf } from '../fixtures/reading.ts'
import type { ReadResult } from '../source.ts'
import { AT, counted, event, read, said, shutdown, start } from './fixtures/log.ts'

/** Tokens of all counters: what the plain sum of all rows less what was dropped has to be. */
function tallies(told: ReadResult): ReadResult {
  const { input = 0, cache_read = 0, cache_write = 0, output = 0 } = counted(told)
  expect(told.naive.tokens - droppedOf(told)).toBe(input + cache_read + cache_write + output)
  return told
}
const totals = (...rows: object[]) => counted(tallies(read([start(), ...rows])))

describe('messages', () => {
  it('tell their output, and that a model was called', () => {
    expect(totals(said(1, 'a', 12), said(2, 'b', 3))).toEqual({ model_calls: 2, output: 15 })
    expect(factsOf(read([start(), said(1, 'a', 12)]), 'counter')).toMatchObject([
      {
        ...{ name: 'model_calls', value: 1, at: AT + 1000, model: 'gpt-5.4', provider: 'github' },
        ...{ keys: ['copilot-cli/counter:model_calls:copilot/res:chatcmpl-0000000000-a'] },
        temporality: 'delta',
      },
      { name: 'tokens_output', value: 12, series: expect.stringMatching(/^tokens_output:7c1d/) },
    ])
  })

  it('of one call are one, and the largest output counts', () => {
    const chunks = [said(1, 'a', 5), said(2, 'a', 12), said(3, 'a', 12), said(4, 'a')]
    expect(totals(...chunks)).toEqual({ model_calls: 1, output: 12 })
    expect(read([start(), ...chunks]).drops.repeated_row).toEqual({ records: 3, tokens: 17 })
  })

  it('that tell none leave it unknown', () => {
    expect(totals(said(1, 'a'))).toEqual({ model_calls: 1 })
  })

  it.each([[-1], [1.5], ['12'], [MAX_COUNT * 2], [{}]])('with an output of %j are dropped', (output) => {
    const told = read([start(), said(1, 'a', output)])
    expect(counted(told)).toEqual({})
    expect(told.drops.implausible_count?.records).toBe(1)
    tallies(told)
  })
})

describe('a shutdown', () => {
  it('adds what messages have not told, with disjoint tokens', () => {
    const rows = [said(1, 'a', 12), said(2, 'b', 3), shutdown(9, { 'gpt-5.4': [3, 1000, 600, 100, 40, 8] })]
    expect(totals(...rows)).toEqual({
      ...{ model_calls: 3, input: 300, cache_read: 600, cache_write: 100, output: 40, reasoning: 8 },
    })
  })

  it('of the same totals adds nothing', () => {
    const usage = { 'gpt-5.4': [1, 100, 60, 0, 12] as [number, number, number, number, number] }
    const once = totals(said(1, 'a', 12), shutdown(9, usage))
    expect(totals(said(1, 'a', 12), shutdown(9, usage), shutdown(10, usage))).toEqual(once)
  })

  it('of a resumed session goes on from the one before, in newer versions', () => {
    expect(
      totals(
        ...[said(1, 'a', 10), shutdown(2, { 'gpt-5.4': [1, 100, 0, 0, 10] })],
        ...[event('session.resume', 3), said(4, 'b', 20), shutdown(5, { 'gpt-5.4': [2, 250, 0, 0, 30] })],
      ),
    ).toEqual({ model_calls: 2, input: 250, output: 30 })
  })

  it('begins at 0 again in older ones, also where it is more than the one before', () => {
    expect(
      totals(
        ...[said(1, 'a', 10), shutdown(2, { 'gpt-5.4': [1, 100, 0, 0, 10] })],
        ...[event('session.resume', 3), said(4, 'b', 12), shutdown(5, { 'gpt-5.4': [1, 250, 0, 0, 12] })],
      ),
    ).toEqual({ model_calls: 2, input: 350, output: 22 })
    expect(
      totals(
        ...[said(1, 'a', 10), shutdown(2, { 'gpt-5.4': [1, 100, 0, 0, 10] })],
        ...[event('session.resume', 3), said(4, 'b', 2), shutdown(5, { 'gpt-5.4': [1, 50, 0, 0, 2] })],
      ),
    ).toEqual({ model_calls: 2, input: 150, output: 12 })
  })

  it('after a compaction tells only what came after it, or all: by what messages have told', () => {
    const compaction = event('session.compaction_complete', 3, { success: true })
    const rows = [said(1, 'a', 100), said(2, 'b', 50), compaction, said(4, 'c', 30)]
    // The compaction itself is a call with an output of 7.
    expect(totals(...rows, shutdown(9, { 'gpt-5.4': [2, 900, 0, 0, 37] }))).toEqual({
      ...{ model_calls: 4, input: 900, output: 187 },
    })
    expect(totals(...rows, shutdown(9, { 'gpt-5.4': [4, 900, 0, 0, 187] }))).toEqual({
      ...{ model_calls: 4, input: 900, output: 187 },
    })
    const failed = event('session.compaction_complete', 3, { success: false })
    expect(totals(said(1, 'a', 100), failed, shutdown(9, { 'gpt-5.4': [1, 900, 0, 0, 100] }))).toEqual({
      ...{ model_calls: 1, input: 900, output: 100 },
    })
  })

  it('tells each model, also one that messages call otherwise', () => {
    const models = { 'gpt-5.4': [1, 100, 0, 0, 10], 'claude-haiku-4.5-x': [2, 50, 0, 0, 20] } as const
    const rows = [said(1, 'a', 10), said(2, 'b', 6, { model: 'claude-haiku-4.5' })]
    const told = tallies(read([start(), ...rows, shutdown(9, models as never)]))
    expect(counted(told)).toEqual({ model_calls: 3, input: 150, output: 30 })
    expect(factsOf(told, 'counter').map(({ name, model, value }) => `${model} ${name} ${value}`)).toEqual([
      ...['gpt-5.4 model_calls 1', 'gpt-5.4 tokens_output 10'],
      ...['claude-haiku-4.5 model_calls 1', 'claude-haiku-4.5 tokens_output 6'],
      'gpt-5.4 tokens_input 100',
      ...['claude-haiku-4.5-x model_calls 1', 'claude-haiku-4.5-x tokens_input 50'],
      'claude-haiku-4.5-x tokens_output 14',
    ])
  })

  it('that tells less than messages did takes nothing back', () => {
    expect(totals(said(1, 'a', 100), shutdown(9, { 'gpt-5.4': [1, 500, 0, 0, 40] }))).toEqual({
      ...{ model_calls: 1, input: 500, output: 100 },
    })
  })

  it('ends the session, and leaves lines and units of the bill alone', () => {
    const told = read([start(), shutdown(9, {})])
    expect(factsOf(told, 'session')[0]?.ended_at).toBe(AT + 9000)
    expect(factsOf(told, 'counter')).toEqual([])
  })

  it('read when the log has grown has the keys it had', () => {
    const rows = [start(), said(1, 'a', 10), shutdown(2, { 'gpt-5.4': [1, 100, 0, 0, 10] })]
    const before = read(rows).facts.filter((fact) => fact.type === 'counter')
    const after = read([...rows, said(4, 'b', 12), shutdown(5, { 'gpt-5.4': [2, 300, 0, 0, 22] })]).facts
    expect(after).toEqual(expect.arrayContaining(before))
  })

  it('that cannot be believed is dropped, and stops nothing', () => {
    const odd = (usage: unknown, more: object = {}) =>
      event('session.shutdown', 5, {
        modelMetrics: { 'gpt-5.4': { requests: { count: 1 }, usage, ...more } },
      })
    for (const [usage, records] of [
      [{ inputTokens: -1, outputTokens: 5 }, 1],
      [{ inputTokens: 1.5 }, 1],
      [{ inputTokens: 'many' }, 1],
      [null, undefined],
      [[], undefined],
    ] as const) {
      const told = tallies(read([start(), odd(usage)]))
      expect(told.drops.implausible_count?.records, JSON.stringify(usage)).toBe(records)
    }
    expect(totals(odd({ inputTokens: 5 }, { requests: 2 }))).toEqual({ input: 5 })
    expect(totals(event('session.shutdown', 5, { modelMetrics: [7] }))).toEqual({})
    expect(
      totals(event('session.shutdown', 5, { modelMetrics: JSON.parse('{"__proto__":{"usage":{}}}') })),
    ).toEqual({})
  })

  it('without a usable time is not counted', () => {
    const told = read([start(), { ...said(1, 'a', 12), timestamp: 'now' }])
    expect(told.drops.no_time).toEqual({ records: 1, tokens: 12 })
    tallies(told)
  })
})
