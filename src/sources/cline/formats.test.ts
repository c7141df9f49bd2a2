/** Whose a file is: by its folder and name, else by its beginning. */
import { describe, expect, it } from 'vitest'
import { formatOf } from '../../importer/formats.ts'
import { AT, request, say, storeOf, TASK } from './fixtures/files.ts'
import { cline, kiloCode, rooCode } from './index.ts'

const FAMILY = [cline, rooCode, kiloCode]
const begin = (path: string, rows: unknown) => {
  const text = JSON.stringify(rows)
  return () => ({ path, text, rows: [] })
}
const ownerOf = (path: string, rows: unknown = []) =>
  formatOf(FAMILY, path, begin(path, rows))?.source.id ?? null

it.each(FAMILY)('a task in the folder of %o is its own', (source) => {
  expect(ownerOf(`${storeOf(source)}/tasks/${TASK}/ui_messages.json`)).toBe(source.id)
  expect(
    ownerOf(
      `C:\\Users\\ada\\globalStorage\\${storeOf(source).split('/').at(-1)}\\tasks\\1\\ui_messages.json`,
    ),
  ).toBe(source.id)
})

describe('a task elsewhere', () => {
  const path = '/tmp/backup/17/ui_messages.json'

  it('is one of Cline, unless it names the protocol of its requests', () => {
    expect(ownerOf(path, [say('task', AT, 'x')])).toBe('cline')
    expect(ownerOf(path, [request(AT, { apiProtocol: 'anthropic' })])).toBe('roo-code')
  })
})

it.each([
  ['/home/ada/.cline/data/sessions/s1/s1.messages.json', 'cline'],
  ['/home/ada/.cline/data/sessions/s1/s1.json', null],
  ['/home/ada/.cline/data/sessions/s1/s1.compaction.json', null],
  ['/home/ada/.cline/data/tasks/1/api_conversation_history.json', null],
  ['/home/ada/.cline/data/tasks/1/task_metadata.json', null],
  ['/home/ada/.cline/data/tasks/1/ui_messages.json', 'cline'],
])('%s is of %s', (path, owner) => {
  expect(ownerOf(path)).toBe(owner)
})

it.each(FAMILY)('%o recognises none of the files of others', (source) => {
  for (const text of [
    '',
    '{}',
    '[]',
    '[{"ts":1}]',
    '{"messages":[],"id":"x"}',
    '{"type":"say","say":"x","ts":1}',
  ])
    for (const format of source.formats)
      expect(format.recognises({ path: '/tmp/x/ui_messages.json', text, rows: [] }), text).toBe(false)
})

it('folders follow the environment', () => {
  const roots = (env: Record<string, string>) => cline.roots({ home: '/h', env })
  expect(roots({})).toContain('/h/.cline/data/sessions')
  expect(roots({ CLINE_DIR: '/c' })).toContain('/c/data/tasks')
  expect(roots({ CLINE_DATA_DIR: '/d' })).toContain('/d/sessions')
  expect(roots({ CLINE_SESSION_DATA_DIR: '/s' })).toContain('/s')
  expect(roots({ XDG_CONFIG_HOME: '/x' })).toContain(
    '/x/Code/User/globalStorage/saoudrizwan.claude-dev/tasks',
  )
  expect(rooCode.roots({ home: '/h', env: {} })).toContain(
    '/h/.vscode-server/data/User/globalStorage/rooveterinaryinc.roo-cline/tasks',
  )
  expect(kiloCode.roots({ home: '/h', env: {} })).toContain(
    '/h/Library/Application Support/Code/User/globalStorage/kilocode.kilo-code/tasks',
  )
})
