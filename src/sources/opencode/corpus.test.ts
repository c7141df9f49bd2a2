/** Samples of others, which are not part of the repository: checked where they lie beside it. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { beginningOf } from '../../importer/formats.ts'
import { corpus, droppedOf, factsOf, readTranscript, sumOf } from '../fixtures/reading.ts'
import { openCode } from './index.ts'
import { kiloCli } from './kilo.ts'
import { mimoCode } from './mimocode.ts'

const CORPUS = corpus('opencode')
if (!CORPUS) console.warn('Samples of OpenCode are not checked: they are not there.')

const under = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? under(path) : [path]
  })
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

/** Once more, from the files alone: messages by role, parts by the message that they or their folder name. */
function expected(root: string) {
  const messages = under(join(root, 'message')).map(json)
  const parts = under(join(root, 'part')).map((path) => ({ of: path.split('/').at(-2), ...json(path) }))
  const of = (id: string) => parts.filter((part) => (part.messageID ?? part.of) === id)
  const answers = messages.filter((m) => m.role === 'assistant')
  const told = answers.filter((m) => m.tokens || m.error || of(m.id).some((p) => p.tokens))
  const typed = messages.filter(
    (m) => m.role === 'user' && of(m.id).some((p) => p.type === 'text' && !p.synthetic),
  )
  const tools = answers.flatMap((m) => of(m.id).filter((p) => p.type === 'tool'))
  const sum = (name: string) => told.reduce((all, m) => all + (m.tokens?.[name] ?? 0), 0)
  return {
    calls: told.length,
    input: sum('input'),
    output: sum('output'),
    answers: answers.length,
    typed: typed.length,
    tools: tools.length,
    failed: tools.filter((p) => p.state.metadata?.exit > 0).length,
    sessions: new Set(messages.map((m) => m.sessionID)).size,
  }
}

describe.skipIf(!CORPUS)('samples', () => {
  const folder = CORPUS ?? ''
  const roots = CORPUS ? readdirSync(folder).map((name) => join(folder, name)) : []

  test.each(roots)('%s: sums', (root) => {
    const files = under(root).filter((path) => openCode.formats.some((format) => format.accepts(path)))
    const results = files.map((path) => readTranscript(openCode, path))
    const all = <T extends Parameters<typeof factsOf>[1]>(type: T) =>
      results.flatMap((result) => factsOf(result, type))
    const calls = all('model_call')
    expect({
      calls: calls.length,
      input: calls.reduce((sum, call) => sum + (call.in_uncached ?? 0), 0),
      output: calls.reduce((sum, call) => sum + (call.out ?? 0), 0),
      answers: all('message').filter((m) => m.role === 'assistant').length,
      typed: all('message').filter((m) => m.human).length,
      tools: all('tool_call').length,
      failed: all('tool_call').filter((t) => t.status === 'error').length,
      sessions: new Set(all('session').map((s) => s.id)).size,
    }).toEqual(expected(root))
    for (const result of results) expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
    for (const { version, project } of all('session')) expect([version, project]).not.toContain(null)
  })

  test('are taken by no other agent of the engine, and nothing of other agents is taken', () => {
    const whole = join(folder, '..')
    for (const path of under(whole)) {
      const takers = [openCode, kiloCli, mimoCode].filter((source) =>
        source.formats.some((format) => format.accepts(path) && format.recognises(beginningOf(path))),
      )
      const own = path.includes('/opencode/') && path.includes('/message/')
      expect(takers.map(({ id }) => id)).toEqual(own ? ['opencode'] : [])
    }
  })
})
