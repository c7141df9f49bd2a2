/** Which rows are model calls, which of them counts, and what it tells. */
import { expect, test } from 'vitest'
import { factsOf, readFixture } from './fixtures/read.ts'

const calls = (name: string) => factsOf(readFixture(name), 'model_call')
const byMessage = (name: string) =>
  Object.fromEntries(calls(name).map((c) => [c.keys[0]?.replace('claude-code/msg:', ''), c]))

test('of the rows of one call the one with the greatest output counts, whole; the first gives the time', () => {
  const result = readFixture('one-row-per-block.jsonl')
  const [a, b, c, ...rest] = factsOf(result, 'model_call')
  expect(rest).toEqual([])
  expect(a).toMatchObject({
    keys: ['claude-code/msg:msg_a', 'claude-code/req:req_a'],
    at: Date.UTC(2026, 2, 2, 10, 0, 2),
    in_uncached: 4,
    cache_read: 30000,
    cache_write: 1200,
    out: 412,
    completeness: 2,
    status: 'ok',
    latency_ms: null,
    provider: 'anthropic',
    model: 'claude-opus-4-8',
    tier: 'standard',
    owner_rank: 0,
    source: 'claude-code/transcript',
  })
  expect(b).toMatchObject({ out: 88, completeness: 2 })
  expect(c).toMatchObject({ out: 9, completeness: 2 })
  expect(result.naive).toEqual({ rows: 7, tokens: 4 * 31204 + 415 + 31594 + 20 })
  expect(result.drops).toEqual({ repeated_row: { records: 4, tokens: 3 * 31205 + 10 } })
})

test('tool uses come from all rows of a call, and there is one assistant message a call', () => {
  const result = readFixture('one-row-per-block.jsonl')
  expect(factsOf(result, 'tool_call').map((t) => t.keys[0])).toEqual([
    'claude-code/tool:tool_a1',
    'claude-code/tool:tool_a2',
  ])
  const said = factsOf(result, 'message').filter((m) => m.role === 'assistant')
  expect(said.map((m) => [m.keys[0], m.human])).toEqual([
    ['claude-code/req:req_a', false],
    ['claude-code/req:req_b', false],
    ['claude-code/req:req_c', false],
  ])
})

test('null counts of gateways are 0', () => {
  const call = byMessage('usage.jsonl').msg_null
  expect(call).toMatchObject({ in_uncached: 0, cache_read: 0, cache_write: 0, cache_write_1h: 0, out: 7 })
  expect(call?.extra).toBeUndefined()
})

test('cache lifetimes, speed, batch, reasoning and effort are told apart', () => {
  const { msg_1h, msg_batch, msg_split } = byMessage('usage.jsonl')
  expect(msg_1h).toMatchObject({
    cache_write: 900,
    cache_write_1h: 700,
    out: 70,
    reasoning: 31,
    tier: 'fast',
    effort: 'high',
  })
  expect(msg_batch?.tier).toBe('batch')
  expect(msg_split).toMatchObject({ cache_write: 42, cache_write_1h: 2, completeness: 1 })
})

test('numbers without a name are kept, parts of the same call are not', () => {
  expect(byMessage('usage.jsonl').msg_1h?.extra).toEqual({
    'server_tool_use.web_search_requests': 2,
    future_tokens: 12,
    'future.audio_tokens': 3,
  })
  expect(byMessage('usage.jsonl').msg_tools?.extra).toEqual({
    'server_tool_use.web_search_requests': 1,
    'server_tool_use.code_runs': 3,
  })
  expect(byMessage('usage.jsonl').msg_odd?.extra).toBeUndefined()
  expect(byMessage('usage.jsonl').msg_grows?.extra).toEqual({ 'server_tool_use.web_search_requests': 4 })
  const extra = byMessage('hostile.jsonl').h_extra?.extra ?? {}
  expect(Object.keys(extra)).toHaveLength(16)
  expect(Object.hasOwn(extra, '__proto__')).toBe(false)
})

test('who served the model is read from the names of models and messages', () => {
  const of = byMessage('usage.jsonl')
  expect([of.msg_bdrk_1, of.msg_2, of.msg_3, of.msg_4].map((c) => c?.provider)).toEqual([
    'bedrock',
    'bedrock',
    'vertex',
    null,
  ])
})

test('synthetic messages, API errors, embedded copies and rows without usage are no calls', () => {
  const result = readFixture('no-call.jsonl')
  expect(factsOf(result, 'model_call').map((c) => c.out)).toEqual([50])
  expect(result.drops).toEqual({
    synthetic: { records: 3, tokens: 21 },
    embedded_copy: { records: 1, tokens: 1000 },
    no_usage: { records: 1, tokens: 0 },
  })
  expect(result.naive).toEqual({ rows: 5, tokens: 63 + 21 + 1000 })
})

test('an aside that replays the conversation gives way to it, whichever comes first', () => {
  const result = readFixture('aside.jsonl')
  expect(factsOf(result, 'model_call').map((c) => [c.keys, c.out, c.owner_rank, c.agent])).toEqual([
    [['claude-code/msg:msg_early', 'claude-code/req:req_main_1'], 100, 0, null],
    [['claude-code/msg:msg_late', 'claude-code/req:req_main_2'], 200, 0, null],
    [['claude-code/msg:msg_same', 'claude-code/req:req_same'], 5, 0, null],
  ])
  expect(result.drops).toEqual({
    replayed_call: { records: 2, tokens: 2 * 1010 },
    repeated_row: { records: 1, tokens: 16 },
  })
})

test('copies in a fork keep every key and take a weaker claim', () => {
  const origin = readFixture('fork/0f6b1f0e-1111-4222-8333-444455556666.jsonl')
  const fork = readFixture('fork/aaaabbbb-2222-4222-8333-444455556666.jsonl')
  const keys = (r: typeof origin) =>
    r.facts.flatMap((f) => ('keys' in f ? [`${f.type} ${f.keys.at(-1)}`] : []))
  expect(keys(fork)).toEqual(expect.arrayContaining(keys(origin)))
  expect(keys(fork).length).toBe(keys(origin).length + 3)
  const ranks = (r: typeof origin) => r.facts.flatMap((f) => ('owner_rank' in f ? [f.owner_rank] : []))
  expect(new Set(ranks(origin))).toEqual(new Set([0]))
  expect(new Set(ranks(fork))).toEqual(new Set([0, 2]))
  const made = factsOf(fork, 'model_call').filter((c) => c.owner_rank === 0)
  expect(made.map((c) => c.keys[0])).toEqual(['claude-code/msg:msg_new'])
})

test('calls without message id go by request, then by row; repeated request ids join nothing', () => {
  const found = calls('identities.jsonl')
  expect(found.map((c) => [c.keys, c.out])).toEqual([
    [['claude-code/req:only_req'], 30],
    [['claude-code/uuid:0f6b-row-3'], 5],
    [['claude-code/msg:gw_1', 'claude-code/req:same_req'], 6],
    [['claude-code/msg:gw_2'], 7],
    [['claude-code/msg:no_req', 'claude-code/req:late_req'], 9],
    [[`claude-code/at:0f6b1f0e-1111-4222-8333-444455556666:${Date.UTC(2026, 2, 2, 10, 0, 8)}`], 3],
  ])
})
