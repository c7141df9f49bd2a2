/** Where conversations lie, and which files are taken for one. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { beginningOf } from '../../importer/formats.ts'
import { corpus } from '../fixtures/reading.ts'
import { openClaw } from '../openclaw/index.ts'
import { pi } from './index.ts'

test('folders are moved by variables', () => {
  const roots = (env: Record<string, string>) => pi.roots({ home: '/home/ana', env })
  expect(roots({})).toEqual(['/home/ana/.pi/agent/sessions'])
  expect(roots({ PI_CODING_AGENT_DIR: '~/agent', PI_CODING_AGENT_SESSION_DIR: '/s' })).toEqual([
    '/s',
    '/home/ana/agent/sessions',
  ])
})

const accepted = (path: string): boolean => pi.formats.some((format) => format.accepts(path))
test.each([
  ['/a/--work--/2026-03-04T10-00-00-000Z_0f6b1f0e.jsonl', true],
  ['/a/large-session.jsonl', true],
  ['/a/rollout-2026-03-04.jsonl', false],
  ['/a/history.jsonl', false],
  ['/a/auth.json', false],
])('%s: %s', (path, expected) => {
  expect(accepted(path)).toBe(expected)
})

describe('a file is known by how it begins', () => {
  const recognised = (first: object, path = '/x/a.jsonl') => {
    const begins = { path, text: JSON.stringify(first), rows: [first as Record<string, unknown>] }
    return [pi, openClaw].map(({ formats }) => formats[0]?.recognises(begins))
  }
  const header = { type: 'session', id: 'a', timestamp: '2026-03-04T10:00:00Z', cwd: '/work/api' }
  const message = { type: 'message', id: 'b', parentId: null, timestamp: '', message: { role: 'user' } }
  test.each([
    ['a header', header, [true, false]],
    ['an entry', message, [true, false]],
    ['the workspace of OpenClaw', { ...header, cwd: '/home/ana/.openclaw/workspace' }, [false, true]],
    ['another agent', { type: 'session_start', id: 'a', title: '', cwd: '/work' }, [false, false]],
    ['nothing', {}, [false, false]],
  ])('%s', (_, first, expected) => {
    expect(recognised(first)).toEqual(expected)
  })
  test('or by its place', () => {
    expect(recognised(header, '/home/ana/.openclaw/agents/main/sessions/a.jsonl')).toEqual([false, true])
  })
})

const folder = corpus('pi')
test.skipIf(!folder)('of the files of all agents its own alone is recognised', () => {
  const all = readdirSync(join(folder ?? '', '..'), { recursive: true, encoding: 'utf8' })
  const taken = (source: typeof pi) =>
    all.filter((name) => {
      const path = join(folder ?? '', '..', name)
      return source.formats.some((f) => f.accepts(path) && f.recognises(beginningOf(path)))
    })
  expect(taken(pi)).toEqual(['pi/large-session.jsonl'])
  expect(taken(openClaw)).toEqual([])
})
