/** A real chat, which is not part of the repository: checked where it lies beside it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { corpus, factsOf, readTranscript } from '../fixtures/reading.ts'
import { copilotChat } from './index.ts'

const folder = corpus('copilot')
if (!folder) console.warn('Real chats of VS Code are not checked: they are not there.')

/** By text alone: every round counts its attempts, every call of a tool in it has an id of that form. */
function expected(content: string) {
  const count = (part: RegExp) => content.match(part)?.length ?? 0
  return {
    prompts: count(/"requestId": ?"request_/g),
    calls: count(/"toolInputRetry": ?\d/g),
    tools: new Set(content.match(/"id": ?"toolu_\w+?__vscode-\d+"/g)).size,
    ok: count(/"isComplete": ?true/g),
  }
}

describe.skipIf(!folder)('a real chat', () => {
  test('vscode-chat-export.json', () => {
    const path = join(folder as string, 'vscode-chat-export.json')
    const told = readTranscript(copilotChat, path)
    const messages = factsOf(told, 'message')
    const tools = factsOf(told, 'tool_call')
    expect({
      prompts: messages.filter((m) => m.human).length,
      calls: factsOf(told, 'counter').filter((c) => c.name === 'model_calls').length,
      tools: tools.length,
      ok: tools.filter((t) => t.status === 'ok').length,
    }).toEqual(expected(readFileSync(path, 'utf8')))
    // It tells no tokens, and its texts are not measured.
    expect(told).toMatchObject({ naive: { rows: 0, tokens: 0 }, drops: {} })
    expect(new Set(tools.map((t) => t.tool))).toEqual(new Set(['Grep', 'Read']))
    const texts = told.facts.flatMap((fact) => Object.values(fact).filter((v) => typeof v === 'string'))
    expect(texts.filter((text) => text.length > 100)).toEqual([])
  })
})
