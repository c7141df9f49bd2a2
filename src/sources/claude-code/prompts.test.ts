/** What counts as a prompt of a person, and what as a use of a feature. */
import { expect, test } from 'vitest'
import { factsOf, readFixture } from './fixtures/read.ts'

const rowNumber = (key: string | undefined) => Number(key?.split('-row-')[1])

test('prompts of people are told from everything else in user rows', () => {
  const prompts = factsOf(readFixture('prompts.jsonl'), 'message')
  expect(prompts.every((m) => m.role === 'user' && m.human === true)).toBe(true)
  const plain = [1, 2]
  const besideReminder = [3]
  const toldBySource = [19, 20, 21]
  const queued = [27, 28]
  expect(prompts.map((m) => rowNumber(m.keys[0]))).toEqual([
    ...plain,
    ...besideReminder,
    ...toldBySource,
    ...queued,
  ])
})

test('slash commands are uses of a feature, not prompts', () => {
  const commands = factsOf(readFixture('features.jsonl'), 'feature_use').filter(
    (f) => f.kind === 'slash_command',
  )
  expect(commands.map((f) => f.name)).toEqual(['review', 'acme:deploy'])
  expect(factsOf(readFixture('features.jsonl'), 'message').filter((m) => m.human)).toEqual([])
})

test('a skill counts once however often transcripts name it', () => {
  const skills = factsOf(readFixture('features.jsonl'), 'feature_use').filter((f) => f.kind === 'skill')
  expect(skills.map((f) => [f.name, f.keys[0]])).toEqual([
    ['pdf', 'claude-code/tool:s_1'],
    ['acme:brand', 'claude-code/uuid:0f6b-row-7#skill:acme:brand'],
    ['sheets', 'claude-code/uuid:0f6b-row-9#skill:sheets'],
  ])
})

test('sub-agents are named by their type', () => {
  const started = factsOf(readFixture('features.jsonl'), 'feature_use').filter((f) => f.kind === 'subagent')
  expect(started.map((f) => f.name)).toEqual(['code-reviewer', null])
})

test('hooks told one by one and in a summary count once', () => {
  const hooks = factsOf(readFixture('features.jsonl'), 'feature_use').filter((f) => f.kind === 'hook')
  expect(hooks.map((f) => [f.name, f.event, f.command])).toEqual([
    ['PostToolUse:Edit', 'PostToolUse', 'fmt.sh'],
    ['Stop', 'Stop', 'a.sh'],
    ['Stop', 'Stop', 'b.sh'],
  ])
})
