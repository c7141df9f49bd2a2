/** Real event logs, which are not part of the repository: checked where they lie beside it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { corpus, droppedOf, factsOf, readTranscript } from '../fixtures/reading.ts'
import { counted } from './fixtures/log.ts'
import { copilotCli } from './index.ts'

const folder = corpus('copilot')
if (!folder) console.warn('Real event logs of Copilot CLI are not checked: they are not there.')
const files = folder
  ? ['cli-events-1.0.77-catalogue.jsonl', 'subdir_v1/aaaabbbb-1111-2222-3333-ccccddddeeee/events.jsonl']
  : []

/** By text alone, of the lines that have a time: what names the same id twice is one. */
function expected(path: string) {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => /"timestamp":"\d{4}-/.test(line))
  const ids = (type: string, id: RegExp) =>
    new Set(
      lines
        .filter((line) => line.startsWith(`{"type":"${type}"`))
        .flatMap((line) => id.exec(line)?.[1] ?? []),
    )
  const said = lines.filter((line) => line.startsWith('{"type":"assistant.message"'))
  return {
    calls: ids('assistant.message', /"messageId":"([^"]+)"/).size,
    output: said.reduce((sum, line) => sum + Number(/"outputTokens":(\d+)/.exec(line)?.[1] ?? 0), 0),
    prompts: ids('user.message', /"id":"([^"]+)"/).size,
    tools: ids('tool.execution_start', /"toolCallId":"([^"]+)"/).size,
    ended: ids('tool.execution_complete', /"toolCallId":"([^"]+)"/).size,
  }
}

describe.skipIf(!folder)('real event logs', () => {
  test.each(files)('%s', (name) => {
    const path = join(folder as string, name)
    const told = readTranscript(copilotCli, path)
    const messages = factsOf(told, 'message')
    const tools = factsOf(told, 'tool_call')
    const { model_calls = 0, output = 0, ...more } = counted(told)
    expect({
      calls: model_calls,
      output,
      prompts: messages.filter((m) => m.human).length,
      tools: tools.length,
      ended: tools.filter((t) => t.status === 'ok').length,
    }).toEqual(expected(path))
    // Neither shutdown tells usage.
    expect(more).toEqual({})
    expect(told.naive.tokens - droppedOf(told)).toBe(output)
    expect(told.drops.unknown_record).toBeUndefined()
  })
})
