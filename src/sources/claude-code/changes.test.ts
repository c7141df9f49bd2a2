/** File changes, commits and pull requests. */
import { expect, test } from 'vitest'
import { below } from '../folders.ts'
import { folderOf, makesCommit, pullRequestIn } from '../git.ts'
import { factsOf, readFixture } from './fixtures/read.ts'

const changes = Object.fromEntries(
  factsOf(readFixture('changes.jsonl'), 'file_change').map((c) => [
    c.keys[0]?.replace('claude-code/tool:', '').split('#')[0],
    c,
  ]),
)

test('edits are counted by the lines of their patch', () => {
  expect(changes.c_edit).toMatchObject({
    keys: ['claude-code/tool:c_edit#src/cart.ts'],
    path: 'src/cart.ts',
    op: 'edit',
    added: 3,
    removed: 3,
    extension: '.ts',
    language: 'TypeScript',
    line_hashes: ['#const total = sum(items)', '#return 1 // short'],
  })
  expect(changes.c_multi).toMatchObject({ added: 1, removed: 0, language: 'Python' })
})

test('every line of a new file is an added one', () => {
  expect(changes.c_new).toMatchObject({
    path: 'Dockerfile',
    op: 'create',
    added: 3,
    removed: 0,
    extension: '',
    language: 'Dockerfile',
    line_hashes: ['#FROM node:20-slim', '#RUN npm ci'],
  })
  expect(changes.c_empty).toMatchObject({ op: 'create', added: 0, removed: 0, line_hashes: [] })
  expect(changes.c_from_nothing).toMatchObject({ op: 'create', added: 1, language: 'Rust' })
})

test('a rewritten file is counted by its patch', () => {
  expect(changes.c_upd).toMatchObject({ op: 'edit', added: 1, removed: 1 })
})

test('a notebook cell tells its new text only', () => {
  expect(changes.c_cell).toMatchObject({ path: 'n.ipynb', added: 2, removed: null, extension: '.ipynb' })
  expect(changes.c_cell_new).toMatchObject({ added: 1, removed: 0, line_hashes: [] })
})

test('failures are no changes, and what is not told is not made up', () => {
  expect(changes.c_fail).toBeUndefined()
  expect(changes.c_cell_bad).toBeUndefined()
  expect(changes.c_untold).toMatchObject({ path: 'c.ts', added: null, removed: null })
})

test('paths are relative to where the session began, keys to where the row is', () => {
  expect(changes.c_outside?.path).toBe('/etc/hosts')
  expect(changes.c_moved).toMatchObject({
    path: 'packages/web/x.vue',
    keys: ['claude-code/tool:c_moved#x.vue'],
    language: 'Vue',
    added: 1,
  })
  expect(factsOf(readFixture('windows.jsonl'), 'file_change')[0]).toMatchObject({
    path: 'src/a.cs',
    language: 'C#',
    project: 'shop',
  })
})

test('commits are read from what git printed', () => {
  const repoOf = (cwd: string) => (cwd === '/home/ana/other' ? 'github.com/acme/other' : null)
  const commits = factsOf(readFixture('git.jsonl', { repoOf }), 'commit')
  expect(commits.map((c) => [c.sha, c.branch, c.added, c.removed, c.repo])).toEqual([
    ['5c1b231', 'main', 3289, 1, null],
    ['abcdef0123', 'feature/x', 4, 0, 'github.com/acme/other'],
    ['1111111', 'main', 1, 0, null],
    ['2222222', 'main', 0, 7, null],
    ['3333333', 'main', 5, 0, null],
  ])
  expect(commits[0]).toMatchObject({
    keys: ['git/0f6b1f0e-1111-4222-8333-444455556666/sha:5c1b231', 'claude-code/tool:g_plain#5c1b231'],
    attribution: 'explicit',
    message: null,
  })
  expect(commits[1]?.keys[0]).toBe('git/github.com/acme/other/sha:abcdef0123')
})

test('pull requests of commands and of link rows are one by their address', () => {
  const opened = factsOf(readFixture('git.jsonl'), 'pull_request')
  expect(opened.map((p) => [p.id, p.repo, p.number])).toEqual([
    ['https://github.com/acme/shop/pull/42', 'github.com/acme/shop', 42],
    ['https://git.example.org/team/app/-/merge_requests/7', 'git.example.org/team/app', 7],
    ['https://github.com/acme/shop/pull/43', 'github.com/acme/shop', 43],
  ])
  expect(opened[0]).toMatchObject({
    sessions: ['0f6b1f0e-1111-4222-8333-444455556666'],
    attribution: 'explicit',
    observed_at: opened[0]?.created_at,
    created_at: Date.UTC(2026, 2, 2, 9, 59),
  })
})

test.each([
  ['git commit -m x', true],
  ['cd a && git -c user.name="A B" -C "/x y" commit -am x', true],
  ['git add . ; git commit', true],
  ['git --no-pager commit -m x', true],
  ['git commit --dry-run', false],
  ['git commit -m x --dry-run', false],
  ['git commit --dry-run; git commit -m x', true],
  ['git commit-tree x', false],
  ['git log --grep commit', false],
  ['echo commit', false],
])('%s: %s', (command, makes) => {
  expect(makesCommit(command)).toBe(makes)
})

test('a command may name its own folder', () => {
  expect(folderOf('git -C "/a b/c" commit')).toBe('/a b/c')
  expect(folderOf('cd /x && git commit')).toBe('/x')
  expect(folderOf('cd sub && git commit')).toBeNull()
  expect(folderOf('git commit -m "see cd /x"')).toBeNull()
})

test('credentials in an address go no further', () => {
  expect(pullRequestIn('https://user:token@GitHub.com/acme/shop/pull/3')).toEqual({
    url: 'https://github.com/acme/shop/pull/3',
    repo: 'github.com/acme/shop',
    number: 3,
  })
})

test('of several addresses the last is that of the new pull request', () => {
  const output = 'See https://github.com/acme/shop/pull/1\nhttps://github.com/acme/shop/pull/2\n'
  expect(pullRequestIn(output)?.number).toBe(2)
})

test.each([
  ['/a/b/c', '/a/b', 'c'],
  ['/a/b/c', '/a/b/', 'c'],
  ['/a/bc', '/a/b', null],
  ['/a/b', '/a/b', null],
  ['/a/b/', '/a/b', null],
  ['/a/b\\c', '/a', 'b\\c'],
  ['C:\\A\\b\\c.ts', 'c:/a', 'b/c.ts'],
  ['/a', null, null],
])('%s below %s', (path, folder, relative) => {
  expect(below(path, folder)).toBe(relative)
})
