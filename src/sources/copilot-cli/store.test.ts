/** The database of Copilot CLI: a row is a call of a model. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MAX_COUNT } from '../../facts/field.ts'
import { droppedOf, factsOf, readTranscript, sumOf } from '../fixtures/reading.ts'
import type { ReadResult } from '../source.ts'
import { AT, SESSION } from './fixtures/log.ts'
import { type Rows, readStore, USAGE } from './fixtures/store.ts'
import { copilotCli } from './index.ts'

const CALL = {
  ...{ session_id: SESSION, turn_index: 0, model: 'claude-sonnet-5', created_at: '2026-03-04 10:00:10' },
  ...{ input_tokens: 25_000, output_tokens: 100, cache_read_tokens: 15_000, cache_write_tokens: 9000 },
}
const calls = (...rows: object[]): Rows => ({
  assistant_usage_events: rows.map((row) => ({ ...CALL, ...row })),
})
const read = (...rows: object[]) => factsOf(readStore(calls(...rows)), 'model_call')

/** Its sum is the plain sum of the rows less what was dropped. */
function tallies(told: ReadResult): ReadResult {
  expect(told.naive.tokens - droppedOf(told)).toBe(sumOf(told))
  return told
}

describe('a row', () => {
  it('is a call with disjoint tokens, and no message', () => {
    const told = tallies(
      readStore(
        calls({
          ...{ reasoning_tokens: 20, total_nano_aiu: 500, request_multiplier: 0.33, duration_ms: 4200 },
          ...{ time_to_first_token_ms: 800, reasoning_effort: 'high' },
        }),
      ),
    )
    expect(factsOf(told, 'model_call')).toEqual([
      expect.objectContaining({
        ...{ keys: [`copilot/usage:${SESSION}:25000:15000:100`], at: AT + 10_000, session: SESSION },
        ...{ in_uncached: 1000, cache_read: 15_000, cache_write: 9000, out: 100, reasoning: 20 },
        ...{ provider: 'github', model: 'claude-sonnet-5', effort: 'high', latency_ms: 4200, ttft_ms: 800 },
        ...{ agent: null, extra: { nano_aiu: 500, request_multiplier: 0.33 } },
      }),
    ])
    expect(factsOf(told, 'model_call')[0]).not.toHaveProperty('cost_usd')
    expect(factsOf(told, 'message')).toEqual([])
    expect(told).toMatchObject({ rows: 1, naive: { rows: 1, tokens: 25_100 }, drops: {} })
  })

  it('that is not told is unknown, not 0', () => {
    const nothing = {
      input_tokens: null,
      output_tokens: null,
      cache_read_tokens: null,
      cache_write_tokens: null,
    }
    expect(read(nothing)).toMatchObject([
      { in_uncached: null, cache_read: null, cache_write: null, out: null },
    ])
  })

  it('of the same counts as another is another call', () => {
    expect(read({}, {}, { output_tokens: 7 }, {}).map(({ keys }) => keys[0])).toEqual([
      `copilot/usage:${SESSION}:25000:15000:100`,
      `copilot/usage:${SESSION}:25000:15000:100#2`,
      `copilot/usage:${SESSION}:25000:15000:7`,
      `copilot/usage:${SESSION}:25000:15000:100#3`,
    ])
  })

  it.each([
    ['2026-03-04T10:00:10.000Z', 0],
    ['2026-03-04 10:00:10', 0],
    [String(AT), null],
    ['', null],
  ])('of the time %s', (created_at, off) => {
    expect(read({ created_at }).map(({ at }) => at - AT - 10_000)).toEqual(off === null ? [] : [off])
  })

  it('may tell its time in seconds or ms', () => {
    const usage = USAGE.replace(/created_at TEXT.*$/, 'created_at INTEGER)')
    const told = readStore(calls({ created_at: AT / 1000 }, { created_at: AT, output_tokens: 1 }), [usage])
    expect(factsOf(told, 'model_call').map(({ at }) => at)).toEqual([AT, AT])
  })

  it.each([
    [{ agent_id: 'explore' }, 'explore'],
    [{ agent_id: '0f9d2c1e-7a55-4b66-8c77-9d88e99f0a11' }, 'subagent'],
    [{ parent_tool_call_id: 'call_1' }, 'subagent'],
    [{ initiator: 'compaction' }, null],
  ])('of %j is of the agent %s', (row, agent) => {
    expect(read(row)).toMatchObject([{ agent }])
  })

  it('names no model where Copilot was to choose and does not say which', () => {
    expect(
      read({ model: 'auto' }, { model: 'auto', copilot_usage_model: 'gpt-5.4' }).map((c) => c.model),
    ).toEqual([null, 'gpt-5.4'])
  })

  it('with parts that are more than the whole keeps what it told', () => {
    const told = tallies(readStore(calls({ input_tokens: 10 })))
    expect(factsOf(told, 'model_call')).toMatchObject([
      { in_uncached: 0, cache_read: 15_000, extra: { told_input: 10, told_output: 100 } },
    ])
  })

  it.each([
    [{ input_tokens: -1 }, 'implausible_count'],
    [{ output_tokens: 1.5 }, 'implausible_count'],
    [{ output_tokens: 'many' }, 'implausible_count'],
    [{ cache_read_tokens: MAX_COUNT * 2 }, 'implausible_count'],
    [{ reasoning_tokens: Buffer.from('x') }, 'implausible_count'],
    [{ session_id: '' }, 'invalid_fact'],
    [{ created_at: '1999-01-01 00:00:00' }, 'time_out_of_range'],
    [{ created_at: null }, 'no_time'],
  ])('with %j is dropped for %s, its neighbour is not', (row, reason) => {
    const told = tallies(readStore(calls(row, { output_tokens: 7 })))
    expect(factsOf(told, 'model_call')).toHaveLength(1)
    expect(told.drops).toMatchObject({ [reason]: { records: 1 } })
  })
})

describe('the sessions', () => {
  const SAID = { id: SESSION, cwd: '/home/ana/shop', branch: 'main', created_at: '2026-03-04 09:59:00' }
  const session = (more: object) =>
    factsOf(
      readStore({ ...calls({}), sessions: [{ ...SAID, summary: 'confidential', ...more }] }),
      'session',
    )[0]

  it('tell where they ran, and nothing of what was said', () => {
    expect(session({ repository: 'acme/shop', host_type: 'github' })).toMatchObject({
      ...{ id: SESSION, project: 'shop', branch: 'main', repo: 'github.com/acme/shop', provider: 'github' },
      ...{ started_at: AT - 60_000, source: 'copilot-cli/transcript' },
    })
    expect(session({ repository: 'https://github.com/acme/till.git' })?.repo).toBe('github.com/acme/till')
    expect(session({ repository: 'org/project/repo', host_type: 'ado' })?.repo).toBe(null)
    expect(JSON.stringify(session({}))).not.toContain('confidential')
  })

  it('without calls are left to their logs', () => {
    expect(readStore({ sessions: [SAID] })).toMatchObject({ facts: [], rows: 0 })
  })
})

describe('a database', () => {
  it('of an older version has fewer columns', () => {
    const usage = `CREATE TABLE assistant_usage_events (session_id TEXT, input_tokens INTEGER, output_tokens INTEGER,
      created_at TEXT, PRIMARY KEY (session_id, created_at)) WITHOUT ROWID`
    const told = readStore(
      {
        assistant_usage_events: [
          { session_id: SESSION, input_tokens: 100, output_tokens: 1, created_at: '2026-03-04 10:00:00' },
        ],
      },
      [usage],
    )
    expect(factsOf(told, 'model_call')).toMatchObject([
      { in_uncached: 100, out: 1, cache_read: null, model: null },
    ])
  })

  it('without the table, or without a column that is needed, tells nothing', () => {
    expect(readStore({}, ['CREATE TABLE other (x)'])).toMatchObject({ facts: [], rows: 0, drops: {} })
    expect(readStore({}, ['CREATE TABLE assistant_usage_events (session_id TEXT)'])).toMatchObject({
      facts: [],
    })
  })

  it('that is read again says the same, and goes on where it was', () => {
    const once = readStore(calls({}, {})).facts
    expect(readStore(calls({}, {})).facts).toEqual(once)
    const more = readStore(calls({}, {}, { output_tokens: 7 })).facts
    expect(more.filter((fact) => fact.type === 'model_call')).toEqual(
      expect.arrayContaining(once.filter((fact) => fact.type === 'model_call')),
    )
  })

  it('that is none is told by what SQLite says', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tachograph-copilot-'))
    const path = join(folder, 'session-store.db')
    writeFileSync(path, `SQLite format 3\0${'x'.repeat(5000)}`)
    expect(() => readTranscript(copilotCli, path)).toThrow()
    rmSync(folder, { recursive: true })
  })
})
