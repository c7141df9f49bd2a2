/** Real sessions of Cline, which are not part of the repository: checked where they lie beside it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { beginningOf, formatOf } from '../../importer/formats.ts'
import { corpus, droppedOf, factsOf, readTranscript, sumOf } from '../fixtures/reading.ts'
import { TRANSCRIPT_SOURCES } from '../index.ts'
import { cline } from './index.ts'

const folder = corpus('cline')
if (!folder) console.warn('Real sessions of Cline are not checked: they are not there.')

interface Message {
  role: string
  content: { type: string; is_error?: boolean }[]
  metrics?: Record<'inputTokens' | 'outputTokens' | 'cacheReadTokens' | 'cacheWriteTokens' | 'cost', number>
}

describe.skipIf(!folder)('a real session', () => {
  const path = join(folder ?? '', 'session.messages.json')
  const read = () => readTranscript(cline, path)
  const messages = () => JSON.parse(readFileSync(path, 'utf8')).messages as Message[]

  test('has the sums that its messages tell, and the cache within the input', () => {
    const metrics = messages().flatMap((m) => m.metrics ?? [])
    const sum = (name: keyof (typeof metrics)[number]) => metrics.reduce((total, m) => total + m[name], 0)
    const calls = factsOf(read(), 'model_call')
    const found = (name: 'in_uncached' | 'cache_read' | 'cache_write' | 'out' | 'cost_usd') =>
      calls.reduce((total, call) => total + Number(call[name]), 0)
    expect(calls).toHaveLength(metrics.length)
    expect(found('in_uncached') + found('cache_read') + found('cache_write')).toBe(sum('inputTokens'))
    expect([found('cache_read'), found('cache_write'), found('out')]).toEqual([
      sum('cacheReadTokens'),
      sum('cacheWriteTokens'),
      sum('outputTokens'),
    ])
    expect(found('cost_usd')).toBeCloseTo(sum('cost'), 9)
  })

  test('has the tools and prompts that its blocks tell', () => {
    const result = read()
    const blocks = messages().flatMap((m) => m.content)
    const count = (type: string) => blocks.filter((block) => block.type === type).length
    const tools = factsOf(result, 'tool_call')
    expect(tools).toHaveLength(count('tool_use'))
    expect(tools.filter((tool) => tool.status === 'ok')).toHaveLength(count('tool_result'))
    const typed = messages().filter((m) => m.role === 'user' && m.content[0]?.type === 'text')
    expect(factsOf(result, 'message').filter((m) => m.human)).toHaveLength(typed.length)
    expect(factsOf(result, 'file_change').map((f) => [f.op, f.added, f.removed])).toEqual([
      ['edit', 3, 3],
      ['edit', 1, 1],
      ['edit', 1, 1],
      ['edit', 1, 0],
    ])
  })

  test('was copied from another session as a whole', () => {
    expect(new Set(factsOf(read(), 'model_call').map((call) => call.owner_rank))).toEqual(new Set([1]))
  })

  test('loses no tokens', () => {
    const result = read()
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  })

  test('is known by its beginning, and by no other agent', () => {
    expect(formatOf(TRANSCRIPT_SOURCES, path, () => beginningOf(path))?.source.id).toBe('cline')
    const begins = beginningOf(path)
    const others = TRANSCRIPT_SOURCES.filter(({ id }) => id !== 'cline').flatMap(({ formats }) => formats)
    expect(others.filter((format) => format.recognises(begins))).toEqual([])
  })
})
