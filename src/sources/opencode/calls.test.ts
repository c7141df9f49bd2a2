/** Calls of models: which of the numbers that a message, its steps and its copies tell is counted. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { droppedOf, factsOf, readTranscript, sumOf, unfit } from '../fixtures/reading.ts'
import type { ReadResult } from '../source.ts'
import {
  answer,
  file,
  finish,
  MODEL,
  prompt,
  STEP,
  T0,
  TYPED,
  tokens,
  tool,
  write,
} from './fixtures/store.ts'
import { openCode } from './index.ts'

let root: string
beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), 'tachograph-opencode-')), 'storage')
})
afterEach(() => rmSync(join(root, '..'), { recursive: true }))

const session = (id: string, created: number, more: object = {}) =>
  write(join(root, 'session/p1', `${id}.json`), {
    ...{
      id,
      projectID: 'p1',
      directory: '/home/ana/shop',
      version: '1.1.4',
      title: 'secret',
      parentID: null,
    },
    ...{ time: { created, updated: created }, ...more },
  })

function read(data: object, parts: readonly object[] = STEP, of = 's1', id = 'msg_1'): ReadResult {
  const result = readTranscript(openCode, file(root, of, id, data, parts))
  expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  expect(unfit(result.facts)).toEqual([])
  return result
}
const calls = (...told: Parameters<typeof read>) => factsOf(read(...told), 'model_call')

describe('an answer', () => {
  it('is a call with disjoint counts, and a message', () => {
    session('s1', T0)
    const result = read(answer(T0), [...STEP, { type: 'text', text: 'secret' }])
    expect(factsOf(result, 'model_call')).toMatchObject([
      {
        ...{ at: T0, session: 's1', model: MODEL, provider: 'anthropic', status: 'ok' },
        ...{ in_uncached: 10, cache_read: 1000, cache_write: 300, out: 25, reasoning: 5 },
        ...{ cost_usd: 0.0125, cost_source: 'reported', latency_ms: 4_000, agent: null, autonomy_mode: null },
        keys: [
          'opencode/msg:msg_1',
          'opencode/usage:s1:10:1000:300:25',
          `opencode/copy:${T0}:${MODEL}:10:20:5:1000:300:0.0125`,
          `opencode/call:s1:${T0}`,
        ],
      },
    ])
    expect(factsOf(result, 'message')).toMatchObject([{ role: 'assistant', human: false, at: T0 }])
    expect(JSON.stringify(result)).not.toContain('secret')
  })

  it('counts once what its only step tells again', () => {
    const result = read(answer(T0), [...STEP, finish({ tokens: tokens(10, 20, 5, 1000, 300) })])
    expect(result.naive).toEqual({ rows: 2, tokens: 2 * 1335 })
    expect(result.drops).toEqual({ repeated_row: { records: 1, tokens: 1335 } })
  })

  it('has the counts of its step where it was never written again', () => {
    const began = answer(T0, { tokens: tokens(0, 0), cost: 0, time: { created: T0 }, finish: undefined })
    const [call] = calls(began, [...STEP, finish({ tokens: tokens(7, 3) })])
    expect(call).toMatchObject({ in_uncached: 7, out: 3, cost_usd: 0.0125 })
  })

  it('of several steps is a call for each: its own counts are those of the last', () => {
    const parts = [
      ...STEP,
      tool('bash', {
        status: 'completed',
        input: {},
        output: '',
        metadata: {},
        time: { start: T0 + 100, end: T0 + 900 },
      }),
      finish({ tokens: tokens(5, 1), cost: 0.01 }),
      ...STEP,
      finish({ tokens: tokens(10, 20, 5, 1000, 300), cost: 0.002 }),
    ]
    const result = read(answer(T0), parts)
    expect(factsOf(result, 'model_call')).toMatchObject([
      { at: T0, in_uncached: 5, out: 1, cost_usd: 0.01 },
      { at: T0 + 900, in_uncached: 10, out: 25, cost_usd: 0.002 },
    ])
    const [first, second] = factsOf(result, 'model_call')
    expect(first?.keys[0]).toBe('opencode/msg:msg_1')
    expect(second?.keys[0]).toBe('opencode/msg:msg_1#1')
    expect(second?.keys).toContain(`opencode/call:s1:${T0}`)
    expect(first?.keys).not.toContain(`opencode/call:s1:${T0}`)
    expect(factsOf(result, 'message')).toHaveLength(2)
    expect(result.drops).toEqual({ repeated_row: { records: 1, tokens: 1335 } })
  })

  it('keeps the keys of its first call when another step follows', () => {
    const began = answer(T0, { tokens: tokens(5, 1), cost: 0.01, time: { created: T0 }, finish: undefined })
    const [early] = calls(began, [...STEP, finish({ tokens: tokens(5, 1), cost: 0.01 })])
    const [first, second] = calls(answer(T0), [
      ...STEP,
      finish({ tokens: tokens(5, 1), cost: 0.01 }),
      finish({ tokens: tokens(8, 2) }),
    ])
    expect(early?.keys).toEqual(first?.keys)
    expect(second?.keys.filter((key) => early?.keys.includes(key))).toEqual([])
  })

  it('has reasoning inside its output where its total says so, or where no total is told', () => {
    const inside = { input: 10, output: 20, reasoning: 5, cache: { read: 0, write: 0 } }
    expect(calls(answer(T0, { tokens: inside }))).toMatchObject([{ out: 20, reasoning: 5 }])
    expect(calls(answer(T0, { tokens: { ...inside, total: 30 } }))).toMatchObject([{ out: 20, reasoning: 5 }])
    expect(calls(answer(T0, { tokens: { ...inside, total: 35 } }))).toMatchObject([{ out: 25, reasoning: 5 }])
    expect(calls(answer(T0, { tokens: { ...inside, total: 99 } }))).toMatchObject([{ out: 25, reasoning: 5 }])
  })

  it('has no cost where it tells 0 or no number', () => {
    expect(calls(answer(T0, { cost: 0 }))[0]).not.toHaveProperty('cost_usd')
    expect(calls(answer(T0, { cost: { usd: 3 } }))[0]).not.toHaveProperty('cost_usd')
    expect(calls(answer(T0, { cost: -1 }))[0]).not.toHaveProperty('cost_usd')
  })

  it('leaves unknown what it does not tell', () => {
    const [call] = calls(answer(T0, { tokens: { input: 120, output: 16 } }))
    expect(call).toMatchObject({
      in_uncached: 120,
      out: 16,
      cache_read: null,
      cache_write: null,
      reasoning: null,
    })
  })

  it('that failed is a call without counts', () => {
    const failed = {
      error: { name: 'APIError', data: { message: 'secret', statusCode: 529 } },
      finish: undefined,
    }
    const [call] = calls(answer(T0, { ...failed, tokens: tokens(0, 0), cost: 0 }), [])
    expect(call).toMatchObject({
      status: 'error',
      error_type: 'APIError',
      in_uncached: null,
      out: null,
      latency_ms: null,
    })
    expect(calls(answer(T0, { ...failed, error: { name: 'a sentence that is secret' } }))[0]).toMatchObject({
      error_type: 'error',
    })
  })

  it('that goes on tells a message, and its call when there is something to count', () => {
    const result = read(
      answer(T0, { tokens: tokens(0, 0), cost: 0, time: { created: T0 }, finish: undefined }),
    )
    expect(factsOf(result, 'model_call')).toEqual([])
    expect(factsOf(result, 'message')).toMatchObject([{ keys: ['opencode/msg:msg_1'] }])
    expect(result.drops).toEqual({ no_usage: { records: 1, tokens: 0 } })
  })

  it('without counts, though it ended, is a call whose counts are unknown', () => {
    expect(calls(answer(T0, { tokens: tokens(0, 0), cost: 0 }))).toMatchObject([
      { status: 'ok', in_uncached: null, out: null },
    ])
  })

  it('that the agent wrote for a command a person ran is none', () => {
    const ran = answer(T0, { tokens: tokens(0, 0), cost: 0, finish: undefined })
    const state = {
      status: 'completed',
      input: { command: 'ls' },
      output: '',
      metadata: {},
      time: { start: T0, end: T0 + 5 },
    }
    const result = read(ran, [tool('bash', state, '01JZXK3V9M7Q2R4T6W8Y0A1B2C')])
    expect(result.facts.filter((fact) => fact.type !== 'session')).toEqual([])
    expect(result.drops).toEqual({ synthetic: { records: 1, tokens: 0 } })
    // A model whose provider tells no counts begins a step.
    expect(
      factsOf(read(ran, [...STEP, tool('bash', state, '01JZXK3V9M7Q2R4T6W8Y0A1B2C')]), 'tool_call'),
    ).toHaveLength(1)
  })

  it('tells effort, plan mode, and the agent unless it is the usual one', () => {
    expect(calls(answer(T0, { variant: 'high', agent: 'plan' }))).toMatchObject([
      { effort: 'high', autonomy_mode: 'spec', agent: null },
    ])
    expect(calls(answer(T0, { variant: 'default', agent: 'explore' }))).toMatchObject([
      { effort: null, agent: 'explore' },
    ])
  })

  it('has no latency where tools ran within it', () => {
    const state = {
      status: 'completed',
      input: {},
      output: '',
      metadata: {},
      time: { start: T0, end: T0 + 5 },
    }
    expect(calls(answer(T0), [...STEP, tool('read', state)])).toMatchObject([{ latency_ms: null }])
  })
})

describe('a fork', () => {
  it('has messages of its own ids, which share a key with those they were copied from', () => {
    session('ses_b', T0 + 60_000)
    session('ses_a', T0 - 1_000)
    const [original] = calls(answer(T0), STEP, 'ses_a', 'msg_a')
    const [copy] = calls(answer(T0), STEP, 'ses_b', 'msg_b')
    const shared = original?.keys.filter((key) => copy?.keys.includes(key))
    expect(shared).toEqual([`opencode/copy:${T0}:${MODEL}:10:20:5:1000:300:0.0125`])
    expect(original).toMatchObject({ owner_rank: 0 })
    expect(copy?.owner_rank).toBeGreaterThan(0)
  })

  it('that was made later has a weaker claim, whether a fork of a fork or of the same', () => {
    const ranks = [0, 1, 1_000, 3_600_000, 86_400_000, 60 * 86_400_000].map((after) => {
      session(`ses_${after}`, T0 + after)
      return calls(answer(T0), STEP, `ses_${after}`, `msg_${after}`)[0]?.owner_rank as number
    })
    expect(ranks).toEqual([...new Set(ranks)].sort((a, b) => a - b))
    expect(ranks[0]).toBe(0)
    expect(ranks.at(-1)).toBeLessThan(255)
  })

  it('shares what a person typed, the tools, and their changes', () => {
    session('ses_b', T0 + 60_000)
    session('ses_a', T0 - 1_000)
    const state = {
      ...{ status: 'completed', input: { filePath: '/home/ana/shop/a.ts', content: 'x' }, output: '' },
      ...{ metadata: { exists: false }, time: { start: T0, end: T0 + 9 } },
    }
    const both = (of: string) => [
      ...read(prompt(T0), [TYPED], of, `msg_p_${of}`).facts,
      ...read(answer(T0), [...STEP, tool('write', state)], of, `msg_${of}`).facts,
    ]
    const [a, b] = [both('ses_a'), both('ses_b')]
    for (const type of ['message', 'tool_call', 'file_change', 'model_call'] as const) {
      const keys = (facts: typeof a) => facts.flatMap((fact) => (fact.type === type ? [fact.keys] : []))
      expect(keys(a).length).toBe(keys(b).length)
      for (const [i, of] of keys(a).entries()) expect(of.some((key) => keys(b)[i]?.includes(key))).toBe(true)
    }
  })

  it('does not share what two people typed in the same millisecond', () => {
    session('ses_a', T0, { projectID: 'p1' })
    session('ses_b', T0, { projectID: 'p2' })
    const keys = (of: string) => factsOf(read(prompt(T0), [TYPED], of, `msg_${of}`), 'message')[0]?.keys ?? []
    expect(keys('ses_a').filter((key) => keys('ses_b').includes(key))).toEqual([])
  })
})

describe('what a person typed', () => {
  const human = (...told: Parameters<typeof read>) => factsOf(read(...told), 'message')

  it('is a message, whatever is attached', () => {
    session('s1', T0)
    expect(human(prompt(T0), [TYPED])).toMatchObject([{ role: 'user', human: true, at: T0, agent: null }])
    expect(
      human(prompt(T0), [
        { ...TYPED, synthetic: true },
        { type: 'file', mime: 'image/png', url: 'x' },
      ]),
    ).toHaveLength(1)
  })

  it('is nothing that the agent or a plugin put there', () => {
    expect(human(prompt(T0), [{ ...TYPED, synthetic: true }])).toEqual([])
    expect(human(prompt(T0), [{ ...TYPED, ignored: true }])).toEqual([])
    expect(human(prompt(T0), [{ type: 'compaction', auto: true }])).toEqual([])
    expect(human(prompt(T0), [])).toEqual([])
  })

  it('is nothing that one agent wrote to another', () => {
    session('s1', T0, { parentID: 'ses_parent' })
    const result = read(prompt(T0), [TYPED])
    expect(factsOf(result, 'message')).toEqual([])
  })

  it('may be a command: to shorten the conversation, or one that starts an agent', () => {
    const features = (...told: Parameters<typeof read>) => factsOf(read(...told), 'feature_use')
    expect(features(prompt(T0), [{ type: 'compaction', auto: false }])).toMatchObject([
      { kind: 'slash_command', name: 'compact' },
    ])
    expect(
      features(prompt(T0), [
        { type: 'subtask', prompt: 'secret', description: 'x', agent: 'general', command: 'review' },
      ]),
    ).toMatchObject([
      { kind: 'slash_command', name: 'review' },
      { kind: 'subagent', name: 'general' },
    ])
  })
})

describe('a session', () => {
  it('is told by its file, with parent, version, project and start', () => {
    session('s1', T0 - 5_000, { parentID: 'ses_parent', directory: '/home/ana/shop/web' })
    write(join(root, 'project/p1.json'), { id: 'p1', worktree: '/home/ana/shop' })
    const result = readTranscript(openCode, file(root, 's1', 'msg_1', answer(T0), STEP), {
      repoOf: (cwd) => (cwd.startsWith('/home/ana/shop') ? 'github.com/acme/shop' : null),
    })
    expect(factsOf(result, 'session')).toMatchObject([
      {
        ...{ id: 's1', parent_session: 'ses_parent', version: '1.1.4', project: 'shop', harness: 'opencode' },
        ...{
          started_at: T0 - 5_000,
          observed_at: T0 - 5_000,
          repo: 'github.com/acme/shop',
        },
      },
    ])
  })

  it('without its file is told by what its answers say', () => {
    expect(factsOf(read(answer(T0)), 'session')).toMatchObject([
      { id: 's1', project: 'shop', started_at: T0 },
    ])
  })

  it('reads no file that its ids lead to elsewhere', () => {
    const asked: string[] = []
    const nearby = {
      read: (path: string) => {
        asked.push(path)
        return null
      },
      list: (folder: string) => {
        asked.push(folder)
        return ['p1']
      },
    }
    const content = JSON.stringify({ ...answer(T0), id: '../../../../etc/passwd', sessionID: '../../x' })
    readTranscript(openCode, file(root, 's1', 'msg_1', answer(T0)), { content, nearby })
    expect(asked.filter((path) => !path.startsWith(root))).toEqual([])
  })
})
