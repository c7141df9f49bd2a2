/** Real transcripts, which are not part of the repository: checked where they lie beside it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { corpus, droppedOf, factsOf, readTranscript, sumOf } from '../fixtures/reading.ts'
import { qwenCode } from './index.ts'

const CORPUS = corpus('qwen')
if (!CORPUS) console.warn('Real transcripts of Qwen Code are not checked: they are not there.')
const files = CORPUS ? readdirSync(CORPUS) : []
const path = (name: string) => join(CORPUS ?? '', name)

/** The sums again, by the rule alone: calls, fresh and cached input, output, tools, failed tools, prompts, answers. */
function expected(name: string): number[] {
  const rows = readFileSync(path(name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const usages = rows.flatMap((row) =>
    row.type === 'assistant' && row.usageMetadata ? [row.usageMetadata] : [],
  )
  const sum = (key: string) => usages.reduce((n, usage) => n + (usage[key] ?? 0), 0)
  const results = rows.flatMap((row) => (row.toolCallResult ? [row.toolCallResult.status] : []))
  const proposed = rows.flatMap(
    (row) => row.message?.parts.filter((part: object) => 'functionCall' in part) ?? [],
  )
  return [
    usages.length,
    sum('promptTokenCount') - sum('cachedContentTokenCount'),
    sum('cachedContentTokenCount'),
    sum('candidatesTokenCount'),
    proposed.length,
    results.filter((status) => status === 'error').length,
    rows.filter((row) => row.type === 'user').length,
    new Set(rows.filter((row) => row.type === 'assistant').map((row) => row.uuid)).size,
  ]
}

function found(name: string): number[] {
  const result = readTranscript(qwenCode, path(name))
  const calls = factsOf(result, 'model_call')
  const tools = factsOf(result, 'tool_call')
  const messages = factsOf(result, 'message')
  const sum = (of: 'in_uncached' | 'cache_read' | 'out') => calls.reduce((n, call) => n + Number(call[of]), 0)
  return [
    ...[calls.length, sum('in_uncached'), sum('cache_read'), sum('out')],
    ...[tools.length, tools.filter((tool) => tool.status === 'error').length],
    ...[messages.filter((m) => m.human).length, messages.filter((m) => m.role === 'assistant').length],
  ]
}

describe.skipIf(!CORPUS)('real transcripts', () => {
  test.each(files)('%s: sums', (name) => {
    expect(found(name)).toEqual(expected(name))
    const result = readTranscript(qwenCode, path(name))
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
    expect(result.drops.unknown_record).toBeUndefined()
  })

  test.each(files)('%s: nothing long enough to be content is in any fact', (name) => {
    const { facts } = readTranscript(qwenCode, path(name), { hashLine: () => '0123456789abcdef' })
    const texts = facts.flatMap((fact) => Object.values(fact).filter((v) => typeof v === 'string'))
    expect(texts.filter((text) => text.length > 200)).toEqual([])
  })

  test('events that repeat a call tell how long it took', () => {
    const result = readTranscript(qwenCode, path('qwen_code.jsonl'))
    expect(result.drops).toEqual({ repeated_row: { records: 2, tokens: 1125 } })
    expect(factsOf(result, 'model_call').map((c) => c.latency_ms)).toEqual([47, 13])
    expect(factsOf(result, 'tool_call')[0]).toMatchObject({ status: 'error', duration_ms: 0 })
  })
})
