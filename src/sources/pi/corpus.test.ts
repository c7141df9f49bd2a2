/** A real conversation, which is not part of the repository: checked where it lies beside it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { corpus, droppedOf, factsOf, readTranscript, sumOf } from '../fixtures/reading.ts'
import { pi } from './index.ts'

const folder = corpus('pi')
if (!folder) console.warn('Real conversations of pi are not checked: they are not there.')
const path = join(folder ?? '', 'large-session.jsonl')

/** A message as it stands in the file. */
interface Raw {
  role: string
  content: { type: string }[]
  usage: Record<'input' | 'output' | 'cacheRead' | 'cacheWrite', number> & { cost: { total: number } }
  toolName: string
  details: { diff: string }
  isError: boolean
}

describe.skipIf(!folder)('a real conversation', () => {
  const messages: Raw[] = folder
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line.includes('"type":"message"'))
        .map((line) => JSON.parse(line).message)
    : []
  const said = messages.filter((m) => m.role === 'assistant')
  const answers = messages.filter((m) => m.role === 'toolResult')
  const result = readTranscript(pi, path)

  test('calls, their tokens by class and their cost', () => {
    const used = said.filter(
      ({ usage: u }) => u.input > 0 || u.output > 0 || u.cacheRead > 0 || u.cacheWrite > 0,
    )
    const sum = (of: (m: Raw) => number) => used.reduce((total, m) => total + of(m), 0)
    const calls = factsOf(result, 'model_call')
    const ours = (name: 'in_uncached' | 'out' | 'cache_read' | 'cache_write' | 'cost_usd') =>
      calls.reduce((total, call) => total + (call[name] ?? 0), 0)
    expect(calls).toHaveLength(used.length)
    expect(ours('in_uncached')).toBe(sum((m) => m.usage.input))
    expect(ours('out')).toBe(sum((m) => m.usage.output))
    expect(ours('cache_read')).toBe(sum((m) => m.usage.cacheRead))
    expect(ours('cache_write')).toBe(sum((m) => m.usage.cacheWrite))
    expect(ours('cost_usd')).toBeCloseTo(
      sum((m) => m.usage.cost.total),
      6,
    )
    expect(calls.filter((call) => call.status === 'error')).toHaveLength(1)
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
    expect(result.drops).toEqual({ no_usage: { records: said.length - used.length, tokens: 0 } })
  })

  test('the sums themselves', () => {
    expect([said.length, factsOf(result, 'model_call').length, sumOf(result)]).toEqual([453, 439, 47_609_906])
  })

  test('messages and tools', () => {
    const told = factsOf(result, 'message')
    expect(told.filter((m) => m.human)).toHaveLength(messages.filter((m) => m.role === 'user').length)
    expect(told.filter((m) => m.role === 'assistant')).toHaveLength(said.length)
    const tools = factsOf(result, 'tool_call')
    expect(tools).toHaveLength(said.flatMap((m) => m.content.filter((b) => b.type === 'toolCall')).length)
    const failed = answers.filter((m) => m.isError)
    const stopped = failed.filter((m) => JSON.stringify(m.content).includes('Command aborted"'))
    const count = (status: string) => tools.filter((t) => t.status === status).length
    expect(count('ok')).toBe(answers.length - failed.length)
    expect(count('error')).toBe(failed.length - stopped.length)
    expect(count('unknown')).toBe(tools.length - answers.length + stopped.length)
  })

  test('lines of edits', () => {
    const lines = answers.flatMap((m) => (m.toolName === 'edit' ? m.details.diff.split('\n') : []))
    const changes = factsOf(result, 'file_change')
    const sum = (name: 'added' | 'removed') => changes.reduce((total, c) => total + (c[name] ?? 0), 0)
    expect(sum('added')).toBe(lines.filter((line) => line.startsWith('+')).length)
    expect(sum('removed')).toBe(lines.filter((line) => line.startsWith('-')).length)
    const hashes = changes.flatMap((c) => c.line_hashes ?? [])
    expect(hashes.filter((hash) => /^#\s*\d+ /.test(hash))).toEqual([])
  })

  test('nothing long enough to be content is in any fact', () => {
    const { facts } = readTranscript(pi, path, { hashLine: () => '0123456789abcdef' })
    const texts = facts.flatMap((fact) => Object.values(fact).filter((v) => typeof v === 'string'))
    expect(texts.filter((text) => text.length > 200)).toEqual([])
  })
})
