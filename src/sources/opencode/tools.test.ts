/** Tools: how they ended, what they changed, whose they are. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { factsOf, readTranscript, unfit } from '../fixtures/reading.ts'
import { answer, done, file, STEP, T0, tool, write } from './fixtures/store.ts'
import { openCode } from './index.ts'
import { settingsIn } from './servers.ts'

let home: string
let root: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tachograph-opencode-'))
  root = join(home, '.local/share/opencode/storage')
  write(join(root, 'session/p1/s1.json'), { id: 's1', directory: '/home/ana/shop', time: { created: T0 } })
})
afterEach(() => rmSync(home, { recursive: true }))

function read(...parts: object[]) {
  const result = readTranscript(openCode, file(root, 's1', 'msg_1', answer(T0), [...STEP, ...parts]))
  expect(unfit(result.facts.filter((f) => f.type !== 'file_change'))).toEqual([])
  expect(JSON.stringify(result.facts)).not.toContain('secret')
  return result
}
const one = (name: string, state: object) => factsOf(read(tool(name, state)), 'tool_call')[0]
const failed = (error: string, metadata: object = {}) => ({
  ...{ status: 'error', input: {}, error, metadata },
  time: { start: T0 + 10, end: T0 + 30 },
})

describe('a tool', () => {
  it('tells when it ran and how it ended', () => {
    expect(one('bash', done({ command: 'npm test' }, { exit: 0 }, 'fine'))).toMatchObject({
      ...{ at: T0 + 1_000, tool: 'Execute', kind: 'shell', raw_tool: 'bash', status: 'ok' },
      ...{ duration_ms: 500, validation: 'test', session: 's1', completeness: 2 },
      keys: [
        `opencode/tool:toolu_01abcdefgh@${T0}`,
        'opencode/tool:s1:toolu_01abcdefgh',
        `opencode/tool-at:s1:bash:${T0 + 1_000}:500:4`,
      ],
    })
  })

  it('is completed though its command failed, or though there is no such tool', () => {
    expect(one('bash', done({ command: 'false' }, { exit: 1 }))).toMatchObject({ status: 'error' })
    expect(one('bash', done({ command: 'sleep' }, { exit: null }))).toMatchObject({ status: 'ok' })
    expect(one('invalid', done({ tool: 'x' }))).toMatchObject({ status: 'error', tool: 'other' })
  })

  it('failed, was refused or was stopped', () => {
    expect(one('read', failed('File not found: secret'))).toMatchObject({ status: 'error', duration_ms: 20 })
    const refused = 'The user rejected permission to use this specific tool call. You may try again'
    expect(one('bash', failed(refused))).toMatchObject({ status: 'rejected', decision: 'user' })
    expect(one('bash', failed(`Error: ${refused}`))).toMatchObject({ status: 'rejected', decision: 'user' })
    const ruled =
      'The user has specified a rule which prevents you from using this specific tool call. secret'
    expect(one('bash', failed(ruled))).toMatchObject({ status: 'rejected', decision: 'config' })
    expect(one('bash', failed('Tool execution aborted'))).toMatchObject({ status: 'unknown' })
    expect(one('bash', failed('anything', { interrupted: true }))).toMatchObject({ status: 'unknown' })
  })

  it('that has not ended counts all the same', () => {
    const running = { status: 'running', input: { command: 'x' }, time: { start: T0 + 7 } }
    expect(one('bash', running)).toMatchObject({
      at: T0 + 7,
      status: 'unknown',
      duration_ms: null,
      completeness: 1,
    })
    expect(one('bash', { status: 'pending', input: {}, raw: '' })).toMatchObject({
      at: T0,
      status: 'unknown',
    })
  })

  it('with an id that comes again is not taken for another of its session', () => {
    const result = read({ ...tool('bash', done({})), callID: 'call_0' })
    expect(factsOf(result, 'tool_call')[0]?.keys).not.toContain('opencode/tool:s1:call_0')
  })

  it('belongs to the server that is configured, the longest name first', () => {
    write(
      join(home, '.config/opencode/opencode.jsonc'),
      '{ // mine\n "mcp": { "git": {}, "git hub": {"url": "http://x//y"}, } }',
    )
    expect(one('git_hub_search', done({}))).toMatchObject({ tool: 'MCP', kind: 'mcp', mcp_server: 'git hub' })
    expect(one('git_log', done({}))).toMatchObject({ mcp_server: 'git' })
    expect(one('other_log', done({}))).toMatchObject({ tool: 'other', mcp_server: null })
    expect(one('apply_patch', done({}))).toMatchObject({ tool: 'Edit', mcp_server: null })
  })

  it('may load a skill or start an agent', () => {
    const features = factsOf(
      read(
        tool('skill', done({ name: 'pdf' }), 'toolu_skill0001'),
        tool('task', done({ subagent_type: 'explore', prompt: 'secret' }), 'toolu_task00001'),
      ),
      'feature_use',
    )
    expect(features).toMatchObject([
      { kind: 'skill', name: 'pdf', keys: expect.arrayContaining(['opencode/tool:s1:toolu_skill0001']) },
      { kind: 'subagent', name: 'explore' },
    ])
  })

  it('of a shell makes commits and pull requests', () => {
    const output = '[main 1a2b3c4] secret subject\n 2 files changed, 10 insertions(+), 3 deletions(-)\n'
    const result = read(tool('bash', done({ command: 'git commit -m "secret"' }, { exit: 0 }, output)))
    expect(factsOf(result, 'commit')).toMatchObject([
      { sha: '1a2b3c4', added: 10, removed: 3, branch: 'main' },
    ])
    const none = read(tool('bash', done({ command: 'git commit -m "secret"' }, { exit: 1 }, output)))
    expect(factsOf(none, 'commit')).toEqual([])
  })
})

describe('a change', () => {
  const changes = (name: string, input: object, metadata: object, output = '') =>
    factsOf(read(tool(name, done(input, metadata, output))), 'file_change').map(
      ({ path, op, added, removed, line_hashes }) => [path, op, added, removed, line_hashes],
    )
  const at = '/home/ana/shop/src/a.ts'
  const diff = `Index: ${at}\n===\n--- ${at}\n+++ ${at}\n@@ -1,2 +1,3 @@\n keep this line\n-old old old\n+new new new\n+another line\n`

  it('of an edit is its diff', () => {
    const metadata = { diff, filediff: { file: at, additions: 99, deletions: 99 } }
    expect(changes('edit', { filePath: at, oldString: 'x', newString: 'y' }, metadata)).toEqual([
      ['src/a.ts', 'edit', 2, 1, ['#new new new', '#another line']],
    ])
  })

  it('of an edit without a diff is what was counted, else what took the place of what', () => {
    const input = { filePath: at, oldString: 'one\ntwo', newString: 'one\nthree and more' }
    expect(changes('edit', input, { filediff: { additions: 4, deletions: 2 } })).toEqual([
      ['src/a.ts', 'edit', 4, 2, []],
    ])
    expect(changes('edit', input, {})).toEqual([['src/a.ts', 'edit', 1, 1, ['#three and more']]])
    expect(changes('edit', { ...input, replaceAll: true }, {})).toEqual([
      ['src/a.ts', 'edit', null, null, []],
    ])
  })

  it('of an edit of nothing makes the file', () => {
    expect(
      changes('edit', { filePath: at, oldString: '', newString: 'first line' }, { diff: '+first line' }),
    ).toEqual([['src/a.ts', 'create', 1, 0, ['#first line']]])
  })

  it('of several edits in one is their sum', () => {
    expect(changes('multiedit', { filePath: at }, { results: [{ diff }, { diff }] })).toMatchObject([
      ['src/a.ts', 'edit', 4, 2, { length: 4 }],
    ])
    expect(changes('multiedit', { filePath: at }, { results: [{ diff }, {}] })).toMatchObject([
      ['src/a.ts', 'edit', null, null, { length: 2 }],
    ])
  })

  it('of a written file is all of it where it is new, and unknown where it was there', () => {
    const input = { filePath: at, content: 'line number one\nline number two\n' }
    expect(changes('write', input, { exists: false })).toEqual([
      ['src/a.ts', 'create', 2, 0, ['#line number one', '#line number two']],
    ])
    expect(changes('write', input, { exists: true })).toEqual([['src/a.ts', 'edit', null, null, []]])
    expect(
      changes(
        'write',
        { ...input, filePath: undefined, path: 'src/b.ts' },
        {},
        'Created file successfully: src/b.ts',
      ),
    ).toMatchObject([['src/b.ts', 'create', 2, 0, { length: 2 }]])
  })

  it('of a patch is told file by file, by its result or by the patch', () => {
    const files = [
      { filePath: at, relativePath: 'src/a.ts', type: 'update', patch: diff, additions: 2, deletions: 1 },
      { filePath: '/home/ana/shop/b.ts', type: 'delete', patch: '', additions: 0, deletions: 8 },
      {
        filePath: '/home/ana/shop/c.ts',
        type: 'move',
        movePath: '/home/ana/shop/d.ts',
        patch: '',
        additions: 1,
        deletions: 0,
      },
      { file: 'e.ts', status: 'added', patch: '+quite a new line', additions: 1, deletions: 0 },
    ]
    expect(changes('apply_patch', { patchText: 'secret' }, { files })).toEqual([
      ['src/a.ts', 'edit', 2, 1, ['#new new new', '#another line']],
      ['b.ts', 'delete', 0, 8, []],
      ['d.ts', 'edit', 1, 0, []],
      ['e.ts', 'create', 1, 0, ['#quite a new line']],
    ])
    const patchText =
      '*** Begin Patch\n*** Update File: src/a.ts\n@@\n-old line of it\n+new line of it\n+-- dashes are text\n*** End Patch'
    expect(changes('patch', { patchText }, {})).toEqual([
      ['src/a.ts', 'edit', 2, 1, ['#new line of it', '#-- dashes are text']],
    ])
  })

  it('is none where the tool failed, or changes no files', () => {
    expect(factsOf(read(tool('edit', failed('oldString not found'))), 'file_change')).toEqual([])
    expect(changes('some_tool', { filePath: at }, { files: [{ file: at }] })).toEqual([])
  })
})

describe('settings', () => {
  it('are read with comments and commas too many, which texts may look like', () => {
    expect(settingsIn('{"a": "// no, /* no */ ,}", /* yes\n */ "b": [1, // yes\n], }')).toEqual({
      ...{ a: '// no, /* no */ ,}' },
      b: [1],
    })
    expect(settingsIn('{"a": ')).toBeNull()
    expect(settingsIn('')).toBeNull()
  })

  it('take time that grows with their length', () => {
    const began = Date.now()
    for (const text of [
      '/*'.repeat(130_000),
      ','.repeat(260_000),
      `"${'\\'.repeat(260_001)}`,
      `[${', '.repeat(130_000)}`,
    ])
      settingsIn(text)
    expect(Date.now() - began).toBeLessThan(20_000)
  })
})
