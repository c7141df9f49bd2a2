/** Real rollouts of others, where this machine has them, against counts made by another road. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { corpus, droppedOf, factsOf, readTranscript, sumOf } from '../fixtures/reading.ts'
import { tokensOf } from '../telling.ts'
import { codex } from './index.ts'

const FOLDER = corpus('codex')
const files = FOLDER
  ? (readdirSync(FOLDER, { recursive: true }) as string[]).filter((name) => name.endsWith('.jsonl')).sort()
  : []
const textOf = (name: string) => readFileSync(join(FOLDER ?? '', name), 'utf8')
/** Its publisher dated one family to 2030, which is refused as a clock that runs ahead. */
const read = (name: string) =>
  readTranscript(codex, join(FOLDER ?? '', name), { content: textOf(name).replaceAll('"2030-', '"2026-') })

/** The shapes that are looked at below, of which any part may be missing. */
interface Line {
  type?: string
  payload?: {
    type?: string
    name?: string
    call_id?: string
    info?: { total_token_usage?: Record<string, number> } | null
  }
}
const linesOf = (name: string): Line[] =>
  textOf(name)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line)

describe.skipIf(!FOLDER)('the corpus (skipped where it is absent)', () => {
  it.each(files)('%s: what a plain sum says less what is dropped is what is counted', (name) => {
    const result = read(name)
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
    expect(factsOf(result, 'session')).toHaveLength(1)
  })

  it.each(files.filter((name) => name.startsWith('envelope')))(
    '%s: the sum of calls is the last total, kind by kind; tools and prompts are those of the lines',
    (name) => {
      const result = read(name)
      const lines = linesOf(name)
      const total = lines.reduce<Record<string, number>>(
        (last, l) => l.payload?.info?.total_token_usage ?? last,
        {},
      )
      const calls = factsOf(result, 'model_call')
      const sum = (field: 'in_uncached' | 'cache_read' | 'out' | 'reasoning') =>
        calls.reduce((n, call) => n + (call[field] ?? 0), 0)
      expect(sum('in_uncached') + sum('cache_read')).toBe(total.input_tokens)
      expect(sum('cache_read')).toBe(total.cached_input_tokens)
      expect(sum('out')).toBe(total.output_tokens)
      expect(sum('reasoning')).toBe(total.reasoning_output_tokens)
      const totals = new Set(lines.flatMap((l) => JSON.stringify(l.payload?.info?.total_token_usage) ?? []))
      expect(calls).toHaveLength(totals.size)
      const proposed = lines.filter((l) => /^(?:function|custom_tool)_call$/.test(l.payload?.type ?? ''))
      expect(factsOf(result, 'tool_call')).toHaveLength(proposed.length)
      const prompts = lines.filter((l) => l.payload?.type === 'user_message')
      expect(factsOf(result, 'message').filter((m) => m.human)).toHaveLength(prompts.length)
    },
  )

  it('the archived fork: parent and child together are what their publisher worked out', () => {
    const [parent, child] = ['parent', 'child'].map((who) =>
      read(`fork-archived/codex-home/archived_sessions/${who}.jsonl`),
    ) as [ReturnType<typeof read>, ReturnType<typeof read>]
    const calls = [...factsOf(parent, 'model_call'), ...factsOf(child, 'model_call')]
    const seen = new Set<string>()
    let tokens = 0
    for (const call of calls) {
      if (!call.keys.some((key) => seen.has(key))) tokens += tokensOf(call)
      for (const key of call.keys) seen.add(key)
    }
    // The oracle adds every row. Two rows of the parent and three of the child repeat the total before them and tell the
    // size of a context that was made smaller: no calls.
    expect([parent.naive.tokens, child.naive.tokens]).toEqual([13_432_621, 15_352_834])
    expect(child.drops.repeated_row).toEqual({ records: 3, tokens: 16_650 + 17_858 + 9_148 })
    expect(tokens).toBe(15_352_834 - 43_656)
    const copies = factsOf(child, 'model_call').filter(({ keys }) =>
      factsOf(parent, 'model_call').some((original) => keys.includes(original.keys[0] as string)),
    )
    expect(copies).toHaveLength(factsOf(parent, 'model_call').length)
  })

  it('the live fork counts the copied call once', () => {
    const child = factsOf(read('fork-smoke/codex-home/archived_sessions/child.jsonl'), 'model_call')
    const [original] = factsOf(read('fork-smoke/codex-home/sessions/2026/07/11/parent.jsonl'), 'model_call')
    expect(child.filter((call) => call.keys.includes(original?.keys[0] as string))).toHaveLength(1)
    expect(child).toHaveLength(2)
  })

  it('the time before envelopes: calls of tools, and prompts', () => {
    const result = read('legacy/2025-09-10-no-envelope.jsonl')
    expect(factsOf(result, 'tool_call')).toHaveLength(246)
    expect(factsOf(result, 'model_call')).toEqual([])
    expect(factsOf(result, 'file_change').length).toBeGreaterThan(10)
  })
})
