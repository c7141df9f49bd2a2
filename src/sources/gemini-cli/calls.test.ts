/** Which rows of a chat are calls and prompts, and what their counts mean. */
import { describe, expect, it } from 'vitest'
import { droppedOf, factsOf, sumOf } from '../fixtures/reading.ts'
import { ABOUT, answer, at, DAY, read, result, SESSION, TOKENS, tool, user } from './fixtures/rows.ts'

describe('calls', () => {
  it('have disjoint counts: input contains the cache, thoughts lie beside output', () => {
    const result = read([ABOUT, user('u1', '09:00:01.000'), answer('a1', '09:00:05.000')])
    expect(factsOf(result, 'model_call')).toEqual([
      expect.objectContaining({
        keys: [`gemini-cli/usage:${SESSION}:1000:400:50:30`, 'gemini-cli/message:a1'],
        ...{ at: at('09:00:05.000'), session: SESSION, model: 'gemini-3-pro', provider: 'google' },
        ...{ in_uncached: 600, cache_read: 400, cache_write: null, out: 80, reasoning: 30, status: 'ok' },
        ...{ source: 'gemini-cli/transcript', harness: 'gemini-cli', owner_rank: 0, completeness: 2 },
      }),
    ])
    expect(factsOf(result, 'message').map(({ role, human, keys }) => [role, human, keys])).toEqual([
      ['user', true, ['gemini-cli/message:u1']],
      ['assistant', false, [`gemini-cli/usage:${SESSION}:1000:400:50:30`, 'gemini-cli/message:a1']],
    ])
  })

  it.each<[string, object, object]>([
    ['the input of tools is billed as input', { tool: 40, total: 1120 }, { in_uncached: 640, out: 80 }],
    [
      'older totals say that the cache lies beside the input',
      { total: 1480 },
      { in_uncached: 1000, out: 80 },
    ],
    ['a total that fits nothing is not believed', { total: 3 }, { in_uncached: 600, out: 80 }],
    ['no total', { total: undefined }, { in_uncached: 600, out: 80 }],
    ['more cache than input', { cached: 1200, total: 1080 }, { in_uncached: 0, cache_read: 1200 }],
    [
      'no counts',
      { input: 0, output: 0, cached: 0, thoughts: 0, total: 0 },
      { in_uncached: null, out: null },
    ],
  ])('%s', (_, tokens, expected) => {
    const result = read([ABOUT, answer('a1', '09:00:05.000', { tokens: { ...TOKENS, ...tokens } })])
    expect(factsOf(result, 'model_call')).toEqual([expect.objectContaining(expected)])
    expect(result.naive.tokens).toBe(sumOf(result))
  })

  it('are written again whenever their tools end: the last row of an id counts, and the first gives the place', () => {
    const less = { tokens: { ...TOKENS, output: 10, total: 1040 } }
    const result = read([
      ABOUT,
      answer('a1', '09:00:05.000', less),
      answer('a2', '09:00:06.000', { tokens: { ...TOKENS, output: 7, total: 1037 } }),
      { $set: { lastUpdated: `${DAY}09:00:07.000Z` } },
      answer('a1', '09:00:05.000', { toolCalls: [tool('t1', 'glob')] }),
    ])
    expect(factsOf(result, 'model_call').map((c) => [c.keys[1], c.out])).toEqual([
      ['gemini-cli/message:a1', 80],
      ['gemini-cli/message:a2', 37],
    ])
    expect(result.drops).toEqual({ repeated_row: { records: 1, tokens: 1040 } })
    expect(result.naive).toEqual({ rows: 3, tokens: 1040 + 1037 + 1080 })
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  })

  it('that were gone back over were made all the same', () => {
    const rows = [ABOUT, user('u1', '09:00:01.000'), answer('a1', '09:00:05.000')]
    expect(read([...rows, { $rewindTo: 'u1' }]).facts).toEqual(read(rows).facts)
    expect(read([...rows, { $rewindTo: 'u1' }]).drops).toEqual({})
  })

  it('of a history that takes the place of the conversation are those from before; what sums it up is none', () => {
    const rows = [ABOUT, user('u1', '09:00:01.000'), answer('a1', '09:00:05.000')]
    const messages = [
      user('s1', '09:01:00.000', [{ text: '<state_snapshot>confidential</state_snapshot>' }]),
      user('s3', '09:01:00.000', [{ text: 'confidential' }]),
      { ...answer('s2', '09:01:00.000'), tokens: undefined },
      answer('a1', '09:00:05.000', { content: [{ text: 'masked' }] }),
    ]
    const result = read([...rows, { $set: { messages } }])
    expect(result.facts).toEqual(read(rows).facts)
    expect(result.drops).toEqual({ repeated_row: { records: 1, tokens: 1080 } })
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  })

  it('that cost the same as another of the session are told apart', () => {
    const result = read([ABOUT, answer('a1', '09:00:05.000'), answer('a2', '09:00:06.000')])
    const key = `gemini-cli/usage:${SESSION}:1000:400:50:30`
    expect(factsOf(result, 'model_call').map((c) => c.keys)).toEqual([
      [key, 'gemini-cli/message:a1'],
      [`${key}#2`, 'gemini-cli/message:a2'],
    ])
  })

  it('without counts leave a message, which is the same when they come', () => {
    const row = answer('a1', '09:00:05.000')
    const early = read([ABOUT, { ...row, tokens: null }])
    expect(factsOf(early, 'model_call')).toEqual([])
    expect(early.drops).toEqual({ no_usage: { records: 1, tokens: 0 } })
    const late = read([ABOUT, { ...row, tokens: null }, row])
    expect(factsOf(late, 'model_call')).toHaveLength(1)
    expect(late.drops).toEqual({})
    expect(factsOf(late, 'message')[0]?.keys).toContain(factsOf(early, 'message')[0]?.keys[0])
  })

  it.each(['input', 'output', 'cached', 'thoughts', 'tool', 'total'])(
    'with a %s beyond belief are none',
    (name) => {
      for (const value of [-1, 1.5, 1e18, '12', Number.NaN, {}, true]) {
        const result = read([ABOUT, answer('a1', '09:00:05.000', { tokens: { ...TOKENS, [name]: value } })])
        if (Number.isNaN(value)) continue
        expect(factsOf(result, 'model_call')).toEqual([])
        expect(result.drops.implausible_count?.records).toBe(1)
        expect(result.naive.tokens - droppedOf(result)).toBe(0)
      }
    },
  )

  it('without a time, or at one that cannot be, are dropped with their tokens', () => {
    const result = read([
      ABOUT,
      { ...answer('a1', ''), timestamp: 'soon' },
      { ...answer('a2', ''), timestamp: '1999-01-01T00:00:00Z' },
    ])
    expect(result.drops).toEqual({
      no_time: { records: 1, tokens: 1080 },
      time_out_of_range: { records: 1, tokens: 1080 },
    })
  })
})

describe('prompts', () => {
  it.each<[string, unknown, number]>([
    ['a text', 'hello', 1],
    ['a part', { text: 'hello' }, 1],
    ['a list of parts', [{ text: 'hello' }, { inlineData: {} }], 1],
    ['a list of texts', ['hello'], 1],
    ['nothing', [{ text: '  ' }], 0],
    ['the context of a session', [{ text: '\n<session_context>\n…' }], 0],
    ['the answer of a tool', result({ output: 'x' }), 0],
    ['what the agent says for itself', [{ text: 'Please continue.' }], 0],
    ['a context and a prompt', [{ text: '<hook_context>…' }, { text: 'hello' }], 1],
    ['a number', 7, 0],
  ])('%s', (_, content, n) => {
    expect(factsOf(read([ABOUT, user('u1', '09:00:01.000', content)]), 'message')).toHaveLength(n)
  })
})
