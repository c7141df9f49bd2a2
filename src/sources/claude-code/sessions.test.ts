/** What a file tells of its sessions, and where it is found. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FIXTURES, factsOf, readFixture, readLines, SESSION } from './fixtures/read.ts'
import { claudeCode } from './index.ts'
import { clientOf } from './sessions.ts'

const session = (name: string, how = {}) => factsOf(readFixture(name, how), 'session')

test('a session tells where it began and what it came to', () => {
  const repoOf = (cwd: string) => (cwd === '/home/ana/shop' ? 'github.com/acme/shop' : null)
  expect(session('session.jsonl', { repoOf, userAliases: ['ana@laptop'] })).toEqual([
    {
      type: 'session',
      id: SESSION,
      observed_at: Date.UTC(2026, 2, 2, 10, 0, 4),
      source: 'claude-code/transcript',
      subject: null,
      parser_version: 2,
      user: 'ana@example.org',
      harness: 'claude-code',
      client: 'ide',
      project: 'shop',
      repo: 'github.com/acme/shop',
      branch: 'feature/x',
      kind: 'interactive',
      version: '2.1.9',
      user_aliases: ['ana@laptop'],
      started_at: Date.UTC(2026, 2, 2, 10, 0, 1),
    },
  ])
})

test('events carry the branch of their row and the repository of the session', () => {
  const repoOf = (cwd: string) => (cwd === '/home/ana/shop' ? 'github.com/acme/shop' : null)
  const calls = factsOf(readFixture('session.jsonl', { repoOf }), 'model_call')
  expect(calls.map((c) => [c.branch, c.client, c.repo, c.project])).toEqual([
    ['main', 'ide', 'github.com/acme/shop', 'shop'],
    [null, 'ide', 'github.com/acme/shop', 'shop'],
    ['feature/x', 'ide', 'github.com/acme/shop', 'shop'],
    ['feature/x', 'ide', 'github.com/acme/shop', 'shop'],
  ])
})

test('a file that grew without telling anything new yields the very same session', () => {
  const data = readFileSync(join(FIXTURES, 'session.jsonl'))
  const lines = data.toString().trimEnd().split('\n')
  const shorter = readLines('x/s.jsonl', Buffer.from(lines.slice(0, -1).join('\n')))
  const again = readLines('x/s.jsonl', data)
  expect(factsOf(again, 'session')).toEqual(factsOf(shorter, 'session'))
  expect(readLines('x/s.jsonl', data)).toEqual(again)
})

test('each thing a row tells of where it happened is noticed by itself', () => {
  const result = readFixture('scenes.jsonl')
  const seen = factsOf(result, 'model_call').map((c) => [
    c.session?.[0],
    c.branch,
    c.client,
    c.agent,
    c.owner_rank,
  ])
  expect(seen).toEqual([
    ['0', 'main', 'terminal', null, 0],
    ['0', 'main', 'terminal', null, 0],
    ['0', 'b2', 'terminal', null, 0],
    ['0', 'b2', 'sdk', null, 0],
    ['0', 'b2', 'sdk', null, 0],
    ['0', 'b2', 'sdk', 'planner', 0],
    ['0', 'b2', 'sdk', 'planner', 1],
    ['0', 'b2', 'sdk', 'planner', 2],
    ['9', 'b2', 'sdk', 'planner', 2],
    ['9', 'b2', 'sdk', 'planner', 2],
    ['9', 'b2', 'sdk', 'planner', 2],
  ])
  expect(factsOf(result, 'session').map((s) => [s.version, s.project, s.observed_at, s.started_at])).toEqual([
    ['2.1.200', 'shop', Date.UTC(2026, 2, 2, 10, 0, 5), Date.UTC(2026, 2, 2, 10, 0, 1)],
    ['2.1.200', 'origin', Date.UTC(2026, 2, 2, 10, 0, 11), Date.UTC(2026, 2, 2, 10, 0, 9)],
  ])
})

test('a worktree belongs to the project it was made from', () => {
  expect(session('worktree-by-name.jsonl')[0]).toMatchObject({
    project: 'shop',
    client: 'sdk',
    kind: 'headless',
  })
  const repoOf = (cwd: string) => (cwd === '/home/ana/shop' ? 'github.com/acme/shop' : null)
  expect(session('worktree-state.jsonl', { repoOf })[0]).toMatchObject({
    project: 'shop',
    repo: 'github.com/acme/shop',
  })
})

test('a sub-agent belongs to its parent and is no session', () => {
  const result = readFixture(`${SESSION}/subagents/agent-a1.jsonl`)
  expect(factsOf(result, 'session')).toEqual([])
  expect(factsOf(result, 'message').filter((m) => m.human)).toEqual([])
  expect(factsOf(result, 'model_call').map((c) => [c.session, c.agent, c.owner_rank, c.out])).toEqual([
    [SESSION, 'Explore', 1, 6],
    [SESSION, 'Explore', 1, 20],
  ])
})

test('a sub-agent whose rows name its own file belongs to the folder it lies in', () => {
  const [call] = factsOf(readFixture(`${SESSION}/subagents/workflows/wf_1/agent-a2.jsonl`), 'model_call')
  expect(call).toMatchObject({ session: SESSION, agent: 'subagent' })
})

test('older sub-agents lie beside the file of their parent', () => {
  const result = readFixture('agent-old.jsonl')
  expect(factsOf(result, 'session')).toEqual([])
  expect(factsOf(result, 'model_call')[0]).toMatchObject({
    session: SESSION,
    agent: 'subagent',
    owner_rank: 1,
  })
})

test.each([
  ['cli', 'terminal'],
  ['sdk-cli', 'non-interactive'],
  ['sdk-py', 'sdk'],
  ['sdk-ts', 'sdk'],
  ['claude-vscode', 'ide'],
  ['claude-desktop', 'desktop'],
  ['remote_mobile', 'web'],
  ['claude-code-github-action', 'ci'],
  ['something-else', null],
  ['__proto__', null],
])('entrypoint %s is client %s', (entrypoint, client) => {
  expect(clientOf(entrypoint)).toBe(client)
})

test('transcripts are found in the configured folder, else in the usual ones', () => {
  const usual = claudeCode.roots({ home: '/h', env: {} })
  expect(usual.slice(0, 2)).toEqual(['/h/.claude/projects', '/h/.config/claude/projects'])
  const moved = claudeCode.roots({ home: '/h', env: { CLAUDE_CONFIG_DIR: '/a, /b/projects' } })
  expect(moved.slice(0, 2)).toEqual(['/a/projects', '/b/projects'])
  expect(moved).not.toContain('/h/.claude/projects')
  const xdg = claudeCode.roots({ home: '/h', env: { XDG_CONFIG_HOME: '/x', APPDATA: '/app' } })
  expect(xdg).toContain('/x/claude/projects')
  expect(xdg).toContain('/app/Claude/local-agent-mode-sessions')
})

test.each([
  [`p/${SESSION}.jsonl`, true],
  [`p/${SESSION}/subagents/agent-1.jsonl`, true],
  [`p/${SESSION}/subagents/workflows/wf/agent-1.jsonl`, true],
  [`p\\${SESSION}.jsonl`, true],
  [`p/${SESSION}/subagents/workflows/wf/journal.jsonl`, false],
  [`p/${SESSION}/subagents/agent-1.meta.json`, false],
  [`p/${SESSION}/tool-results/x.jsonl`, false],
  ['.claude/history.jsonl', false],
  ['rollout-2026-01-01T00-00-00-x.jsonl', false],
  ['local-agent-mode-sessions/a/b/local_c/.claude/projects/p/x.jsonl', true],
  ['local-agent-mode-sessions/a/b/local_c/audit.jsonl', false],
])('%s is a transcript: %s', (path, is) => {
  expect(claudeCode.formats[0]?.accepts(path)).toBe(is)
})
