/** Real transcripts, which are not part of the repository: checked where they lie beside it. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type Row, wholeRow } from '../row.ts'
import { droppedTokens, factsOf, readPath, tokensOf, transcripts } from './fixtures/read.ts'
import { neededRow } from './select.ts'

const CORPUS = fileURLToPath(new URL('../../../../shared/corpus/transcripts/claude', import.meta.url))
const present = existsSync(CORPUS)
if (!present) console.warn(`Real transcripts are not checked: ${CORPUS} is not there.`)
const files = present ? transcripts(CORPUS) : []

type Sum = [calls: number, input: number, read: number, write: number, out: number]

/** The sums again, by the rule alone: one call a message id, its row with the greatest output. */
function expected(path: string): Sum {
  const best = new Map<string, Row>()
  for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
    const row = JSON.parse(line)
    const { id, model, usage } = row.message ?? {}
    if (
      row.type !== 'assistant' ||
      !usage ||
      model === '<synthetic>' ||
      Number.isNaN(Date.parse(row.timestamp))
    )
      continue
    const key = id ?? row.requestId
    if (!best.has(key) || usage.output_tokens > Number(best.get(key)?.output_tokens)) best.set(key, usage)
  }
  const sum = (name: string) => [...best.values()].reduce((total, usage) => total + Number(usage[name]), 0)
  return [
    best.size,
    sum('input_tokens'),
    sum('cache_read_input_tokens'),
    sum('cache_creation_input_tokens'),
    sum('output_tokens'),
  ]
}

function found(path: string): Sum {
  const calls = factsOf(readPath(path), 'model_call')
  const sum = (name: 'in_uncached' | 'cache_read' | 'cache_write' | 'out') =>
    calls.reduce((total, call) => total + Number(call[name]), 0)
  return [calls.length, sum('in_uncached'), sum('cache_read'), sum('cache_write'), sum('out')]
}

describe.skipIf(!present)('real transcripts', () => {
  test.each(files)('%s: sums', (name) => {
    const path = join(CORPUS, name)
    expect(found(path)).toEqual(expected(path))
    const result = readPath(path)
    expect(result.naive.tokens - droppedTokens(result)).toBe(tokensOf(result))
  })

  test.each(files)('%s: the same facts whether all or only the needed parts are read', (name) => {
    const path = join(CORPUS, name)
    expect(readPath(path, { read: neededRow })).toEqual(readPath(path, { read: wholeRow }))
  })

  test.each(files)('%s: nothing long enough to be content is in any fact', (name) => {
    const facts = readPath(join(CORPUS, name), { hashLine: () => '0123456789abcdef' }).facts
    const texts = facts.flatMap((fact) => Object.values(fact).filter((v) => typeof v === 'string'))
    expect(texts.filter((text) => text.length > 200)).toEqual([])
  })

  const sniffly = (name: string) => join(CORPUS, 'sniffly', name)

  test('outputs that grow from row to row: the first rows tell 14,281, the calls 16,769', () => {
    expect(found(sniffly('d3ad4cdc-5657-435d-98fa-0035d53e383d.jsonl'))).toEqual([
      62, 114, 3754072, 174552, 16769,
    ])
    expect(found(sniffly('fed8ce56-bc79-401f-a83e-af084253362f.jsonl'))).toEqual([4, 88, 44544, 16000, 278])
  })

  test('a file of a title only tells nothing', () => {
    const result = readPath(sniffly('ff71dbed-a4f2-4284-a4fc-fe2fb90de929.jsonl'))
    expect(result).toMatchObject({ facts: [], rows: 1 })
  })

  test('refusals, prompts and the commit of a session', () => {
    const result = readPath(sniffly('fed8ce56-bc79-401f-a83e-af084253362f.jsonl'))
    expect(factsOf(result, 'tool_call').filter((t) => t.status === 'rejected')).toHaveLength(2)
    expect(factsOf(result, 'message').filter((m) => m.human)).toHaveLength(2)
    expect(factsOf(result, 'commit')).toMatchObject([
      { sha: '5c1b231', added: 3289, removed: 1, branch: 'main' },
    ])
  })

  test('progress rows embed 27 usages that are not counted', () => {
    const { drops } = readPath(join(CORPUS, 'progress-heavy/cc_real_world_sanitized.jsonl'))
    expect(drops.embedded_copy).toEqual({ records: 27, tokens: 924474 })
  })

  test('prompts that share a row with a reminder, and what /compact leaves behind', () => {
    const result = readPath(join(CORPUS, 'vscode-copilot-chat/98b76fb9-f5d3-40c5-ab82-b970c20e3764.jsonl'))
    expect(factsOf(result, 'message').filter((m) => m.human)).toHaveLength(3)
    const features = factsOf(result, 'feature_use').map((f) => `${f.kind} ${f.name}`)
    expect(features).toEqual(['hook Stop', 'hook Stop', 'hook Stop', 'slash_command compact'])
    expect(result.drops.synthetic?.records).toBe(1)
  })

  test('four sub-agents belong to the session that started them', () => {
    const session = 'b3a7bd3c-5a10-4e7b-8ff0-7fc0cd6d1093'
    const all = files.filter((name) => name.includes(session))
    const calls = all.flatMap((name) => factsOf(readPath(join(CORPUS, name)), 'model_call'))
    expect(new Set(calls.map((c) => c.session))).toEqual(new Set([session]))
    expect(new Set(calls.map((c) => c.keys[0])).size).toBe(10)
    expect(all.flatMap((name) => factsOf(readPath(join(CORPUS, name)), 'session'))).toHaveLength(1)
  })
})
