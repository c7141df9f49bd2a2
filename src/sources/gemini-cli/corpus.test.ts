/** Real chats, which are not part of the repository: checked where they lie beside it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { corpus, droppedOf, factsOf, readTranscript, sumOf } from '../fixtures/reading.ts'
import { geminiCli } from './index.ts'

const CORPUS = corpus('gemini')
if (!CORPUS) console.warn('Real chats of Gemini CLI are not checked: they are not there.')
const files = CORPUS ? readdirSync(CORPUS) : []
const path = (name: string) => join(CORPUS ?? '', name)

/** Calls, fresh and cached input, output, thoughts, tools, failed tools, prompts, answers. */
type Sums = number[]

interface Message {
  id: string
  type: string
  tokens?: Record<'input' | 'cached' | 'output' | 'thoughts' | 'tool' | 'total', number>
  toolCalls?: { id: string; status: string }[]
}

/** The sums again, by the rule alone: of the messages of one id the last. */
function expected(name: string): Sums {
  const content = readFileSync(path(name), 'utf8')
  const messages: Message[] = name.endsWith('.json')
    ? JSON.parse(content).messages
    : content.split('\n').flatMap((line) => (line.includes('"id"') ? [JSON.parse(line)] : []))
  const last = [...new Map(messages.map((message) => [message.id, message])).values()]
  const calls = last.flatMap(({ tokens }) => (tokens ? [tokens] : []))
  const sum = (of: (tokens: NonNullable<Message['tokens']>) => number) =>
    calls.reduce((n, tokens) => n + of(tokens), 0)
  for (const { total, input, output, thoughts, tool } of calls)
    expect(total).toBe(input + output + thoughts + tool)
  const tools = new Map(last.flatMap((m) => m.toolCalls ?? []).map(({ id, status }) => [id, status]))
  return [
    calls.length,
    sum((t) => t.input + t.tool - t.cached),
    sum((t) => t.cached),
    sum((t) => t.output + t.thoughts),
    sum((t) => t.thoughts),
    tools.size,
    [...tools.values()].filter((status) => status !== 'success').length,
    last.filter(({ type }) => type === 'user').length,
    last.filter(({ type }) => type === 'gemini').length,
  ]
}

function found(name: string): Sums {
  const result = readTranscript(geminiCli, path(name))
  const calls = factsOf(result, 'model_call')
  const tools = factsOf(result, 'tool_call')
  const messages = factsOf(result, 'message')
  const sum = (of: 'in_uncached' | 'cache_read' | 'out' | 'reasoning') =>
    calls.reduce((n, call) => n + Number(call[of]), 0)
  return [
    ...[calls.length, sum('in_uncached'), sum('cache_read'), sum('out'), sum('reasoning')],
    ...[tools.length, tools.filter((tool) => tool.status !== 'ok').length],
    ...[messages.filter((m) => m.human).length, messages.filter((m) => m.role === 'assistant').length],
  ]
}

describe.skipIf(!CORPUS)('real chats', () => {
  test.each(files)('%s: sums', (name) => {
    expect(found(name)).toEqual(expected(name))
    const result = readTranscript(geminiCli, path(name))
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
    expect(result.drops.unknown_record).toBeUndefined()
  })

  test.each(files)('%s: nothing long enough to be content is in any fact', (name) => {
    const { facts } = readTranscript(geminiCli, path(name), { hashLine: () => '0123456789abcdef' })
    const texts = facts.flatMap((fact) => Object.values(fact).filter((v) => typeof v === 'string'))
    expect(texts.filter((text) => text.length > 200)).toEqual([])
  })

  test('rows that repeat a call are told apart from it; its servers are known', () => {
    const result = readTranscript(geminiCli, path('session-2026-04-25T08-41-3494a697.jsonl'))
    expect(result.drops).toEqual({ repeated_row: { records: 5, tokens: 93563 } })
    expect(new Set(factsOf(result, 'tool_call').map((tool) => tool.mcp_server))).toEqual(
      new Set(['postgresql']),
    )
  })

  test('a refusal is one', () => {
    const result = readTranscript(geminiCli, path('session-2026-04-25T08-23-e435870b.jsonl'))
    expect(factsOf(result, 'tool_call').filter((t) => t.status === 'rejected')).toEqual([
      expect.objectContaining({ decision: 'user', tool: 'Execute' }),
    ])
  })
})
