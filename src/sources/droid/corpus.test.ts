/** Real transcripts, which are not part of the repository: checked where they lie beside it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { corpus, factsOf, NOTHING_NEARBY, readTranscript } from '../fixtures/reading.ts'
import { droid } from './index.ts'

const folder = corpus('droid')
if (!folder) console.warn('Real transcripts of Droid are not checked: they are not there.')
const files = folder ? readdirSync(folder).filter((name) => name.endsWith('.jsonl')) : []

/** By text alone: a line is a message of the one or the other, holds a result, or proposes a tool. */
function expected(path: string) {
  const lines = readFileSync(path, 'utf8').split('\n')
  const said = lines.filter((line) => line.includes('"type":"message"'))
  const count = (those: string[], part: string) => those.filter((line) => line.includes(part)).length
  const ofUser = said.filter((line) => line.includes('"role":"user"'))
  return {
    calls: count(said, '"role":"assistant"'),
    prompts: ofUser.length - count(ofUser, '"tool_result"'),
    tools: said.reduce((sum, line) => sum + line.split('"type":"tool_use"').length - 1, 0),
    failed: count(ofUser, '"content":"Error'),
    tokens: 0,
  }
}

describe.skipIf(!folder)('real transcripts', () => {
  test.each(files)('%s', (name) => {
    const path = join(folder as string, name)
    const told = readTranscript(droid, path, { nearby: NOTHING_NEARBY })
    const messages = factsOf(told, 'message')
    const tools = factsOf(told, 'tool_call')
    expect({
      calls: factsOf(told, 'counter').filter((c) => c.name === 'model_calls').length,
      prompts: messages.filter((m) => m.human).length,
      tools: tools.length,
      failed: tools.filter((t) => t.status === 'error').length,
      tokens: told.naive.tokens,
    }).toEqual(expected(path))
    expect(messages.filter((m) => m.role === 'assistant')).toHaveLength(expected(path).calls)
    expect(told.drops).toEqual({})
  })
})
