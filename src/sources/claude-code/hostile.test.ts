/** Untrusted content: nothing in a file may stop its reading, and nothing is lost without being counted. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inputSchema } from '../../facts/fact.ts'
import { factType } from '../../facts/index.ts'
import {
  droppedTokens,
  FIXTURES,
  factsOf,
  readFixture,
  readPath,
  SESSION,
  tokensOf,
  transcripts,
} from './fixtures/read.ts'

const hostile = readFixture('hostile.jsonl')
const calls = Object.fromEntries(
  factsOf(hostile, 'model_call').map((c) => [c.keys[0]?.replace('claude-code/msg:', ''), c]),
)

test('every line that yields nothing is counted under its reason', () => {
  const of = (reason: keyof typeof hostile.drops) => hostile.drops[reason]?.records
  expect(of('broken_line')).toBe(8)
  expect(of('unknown_record')).toBe(4)
  expect(of('implausible_count')).toBe(9)
  expect(of('time_out_of_range')).toBe(2)
  expect(of('no_time')).toBe(6)
  expect(of('no_usage')).toBe(3)
})

test('a call counts only if the row that wins can be believed', () => {
  expect(Object.keys(calls).filter((id) => id.startsWith('h_bad'))).toEqual([])
  expect(calls.h_mixed).toMatchObject({ in_uncached: 1, out: 44 })
  expect(calls.h_over).toBeUndefined()
})

test('times in ms and without a zone are understood', () => {
  expect(calls.h_ms?.at).toBe(1772445600000)
  expect(calls.h_naive?.at).toBe(Date.UTC(2026, 2, 2, 10))
})

test('labels carry no control characters and are bounded', () => {
  expect(calls.h_esc?.model).toBe('[31mclaude-red[0m')
  expect(calls.h_long?.model).toHaveLength(200)
})

test('invalid UTF-8 and lone surrogates become replacement characters', () => {
  const prompts = factsOf(hostile, 'message').filter((m) => m.human)
  expect(prompts.map((m) => m.keys[0])).toEqual(['claude-code/uuid:h-utf8', 'claude-code/uuid:h-lone'])
  expect(prompts[1]?.branch).toBe('\ufffd')
})

test('names that are properties of every object are names like any other', () => {
  const paths = factsOf(hostile, 'file_change').map((c) => [c.path, c.added])
  expect(paths).toEqual([
    ['x.ts', 1],
    ['__proto__', null],
  ])
  expect(Object.hasOwn(Object.prototype, 'type')).toBe(false)
})

test.each(transcripts(FIXTURES))('%s: what a naive sum tells too much is told by the drops', (name) => {
  const result = readFixture(name)
  expect(result.naive.tokens - droppedTokens(result)).toBe(tokensOf(result))
})

test.each(transcripts(FIXTURES))('%s: facts fit the schema of their type', (name) => {
  for (const fact of readPath(join(FIXTURES, name), { hashLine: () => '0123456789abcdef' }).facts) {
    const type = factType(fact.type)
    if (!type) throw new Error(`no type ${fact.type}`)
    expect(() => inputSchema(type).parse(asInput(fact))).not.toThrow()
  }
})

/** A fact in the form the API takes it. */
function asInput(fact: object): object {
  const {
    completeness: _,
    owner_rank: __,
    parser_version: ___,
    extra: ____,
    ...told
  } = fact as Record<string, unknown>
  const times = ['at', 'observed_at', 'started_at', 'created_at']
  const iso = ([name, value]: [string, unknown]) =>
    times.includes(name) && typeof value === 'number' ? [name, new Date(value).toISOString()] : [name, value]
  return Object.fromEntries(Object.entries(told).map(iso))
}

test.each(transcripts(FIXTURES))('%s: no text of prompts, tools or files is in any fact', (name) => {
  const facts = readPath(join(FIXTURES, name), { hashLine: () => '0123456789abcdef' }).facts
  expect(JSON.stringify(facts)).not.toContain('confidential')
})

test('an empty file and one of titles only tell nothing', () => {
  const titles = readPath(join(FIXTURES, 'session.jsonl'), { bytes: 60 })
  expect(titles).toMatchObject({ facts: [], rows: 1, naive: { rows: 0, tokens: 0 } })
  expect(readPath(join(FIXTURES, 'session.jsonl'), { bytes: 0 })).toMatchObject({
    facts: [],
    rows: 0,
    drops: {},
  })
  expect(SESSION).toHaveLength(36)
})
