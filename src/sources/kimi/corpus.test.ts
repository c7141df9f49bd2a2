/** Real logs of Kimi Code, which are not part of the repository: checked where they lie beside it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { beginningOf, formatOf } from '../../importer/formats.ts'
import { corpus, droppedOf, factsOf, readTranscript, sumOf } from '../fixtures/reading.ts'
import { TRANSCRIPT_SOURCES } from '../index.ts'
import { kimiCli, kimiCode } from './index.ts'

const folder = corpus('kimi')
if (!folder) console.warn('Real logs of Kimi Code are not checked: they are not there.')

describe.skipIf(!folder)('a real log', () => {
  const path = join(folder ?? '', 'assistant_tools.jsonl')
  const read = () => readTranscript(kimiCode, path)
  const rows = () =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))

  test('has the sums of its records of use', () => {
    const usages = rows().filter((row) => row.type === 'usage.record')
    const sum = (name: string) => usages.reduce((total, row) => total + row.usage[name], 0)
    const calls = factsOf(read(), 'model_call')
    const found = (name: 'in_uncached' | 'cache_read' | 'cache_write' | 'out') =>
      calls.reduce((total, call) => total + Number(call[name]), 0)
    expect(calls).toHaveLength(usages.length)
    expect([found('in_uncached'), found('cache_read'), found('cache_write'), found('out')]).toEqual([
      sum('inputOther'),
      sum('inputCacheRead'),
      sum('inputCacheCreation'),
      sum('output'),
    ])
    expect(new Set(calls.map((call) => call.model))).toEqual(new Set(['kimi-k2.7-code']))
  })

  test('has the tools, prompts and answers that its events tell', () => {
    const result = read()
    const events = rows().flatMap((row) => row.event ?? [])
    const tools = factsOf(result, 'tool_call')
    const ended = events.filter((event) => event.type === 'tool.result')
    expect(tools).toHaveLength(events.filter((event) => event.type === 'tool.call').length)
    expect(tools.filter((tool) => tool.status === 'error')).toHaveLength(
      ended.filter((event) => event.result.isError).length,
    )
    expect(factsOf(result, 'message').filter((m) => m.human)).toHaveLength(
      rows().filter((row) => row.type === 'turn.prompt').length,
    )
    expect(factsOf(result, 'message').filter((m) => !m.human)).toHaveLength(
      events.filter((event) => event.type === 'step.end').length,
    )
    expect(factsOf(result, 'session')).toMatchObject([
      { id: 'session_1bcbe023-4f7e-4971-9dc9-43b8756045b0', project: 'project' },
    ])
  })

  test('loses no tokens, and knows every record', () => {
    const result = read()
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
    expect(Object.keys(result.drops)).toEqual(['repeated_row'])
  })

  test('is known by its beginning, and by no other agent', () => {
    expect(formatOf(TRANSCRIPT_SOURCES, path, () => beginningOf(path))?.source.id).toBe('kimi-code')
    const begins = beginningOf(path)
    const others = TRANSCRIPT_SOURCES.filter(({ id }) => id !== 'kimi-code').flatMap(({ formats }) => formats)
    expect(others.filter((format) => format.recognises(begins))).toEqual([])
    const old = { path, text: '', rows: [{ timestamp: 1, message: { type: 'TurnBegin', payload: {} } }] }
    expect(kimiCli.formats[0]?.recognises(old)).toBe(true)
    expect(kimiCode.formats[0]?.recognises(old)).toBe(false)
  })
})
