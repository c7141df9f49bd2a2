/** The tools of a task: how each ended, as the conversation beside the rows tells it, and what it changed. */
import { describe, expect, it } from 'vitest'
import { factsOf } from '../fixtures/reading.ts'
import { AT, ask, readTask, say } from './fixtures/files.ts'
import { rooCode } from './index.ts'
import { changeOf } from './task-tools.ts'

const sent = (...texts: string[]) => ({
  role: 'user',
  content: texts.map((text) => ({ type: 'text', text })),
})
const answer = { role: 'assistant', content: 'canary' }
const history = (...messages: object[]) => ({ 'api_conversation_history.json': messages })
const tools = (...given: Parameters<typeof readTask>) => factsOf(readTask(...given), 'tool_call')

describe('a tool of Cline', () => {
  it('is named as the model names it', () => {
    const rows = [
      say('tool', AT, { tool: 'readFile', path: 'a.ts' }),
      ask('command', AT + 1, 'npm run lintREQ_APP'),
      ask('use_mcp_server', AT + 2, { serverName: 'Jira', type: 'use_mcp_tool', toolName: 'find' }),
      say('browser_action_launch', AT + 3, 'http://x'),
      say('tool', AT + 4, { tool: 'somethingNew' }),
    ]
    expect(tools(rows).map((t) => [t.raw_tool, t.tool, t.kind, t.mcp_server, t.validation])).toEqual([
      ['read_file', 'Read', 'file', null, null],
      ['execute_command', 'Execute', 'shell', null, 'lint'],
      ['find', 'MCP', 'mcp', 'jira', null],
      ['browser_action', 'Web', 'web', null, null],
      ['somethingNew', 'other', 'other', null, null],
    ])
  })

  it('ended as its result says, behind the place in the conversation that the row names', () => {
    const place = (n: number) => ({ conversationHistoryIndex: n })
    const rows = [
      say('tool', AT, { tool: 'readFile', path: 'a.ts' }, place(0)),
      ask('tool', AT + 1, { tool: 'newFileCreated', path: 'b.ts', content: 'x' }, place(2)),
      ask('command', AT + 2, 'false', place(4)),
      say('tool', AT + 3, { tool: 'readFile', path: 'c.ts' }, place(4)),
      say('tool', AT + 4, { tool: 'readFile', path: 'd.ts' }, place(6)),
    ]
    const beside = history(
      ...[sent('task'), answer, sent("[read_file for 'a.ts'] Result:", 'text of a'), answer],
      ...[sent("[write_to_file for 'b.ts'] Result:\nThe user denied this operation."), answer],
      sent(
        "[execute_command for 'false\nand more'] Result:",
        'Command failed with exit code 1',
        '[read_file] Result:',
        'The tool execution failed with the following error:',
      ),
    )
    const result = readTask(rows, { beside })
    expect(factsOf(result, 'tool_call').map((t) => [t.status, t.decision])).toEqual([
      ['ok', 'auto'],
      ['rejected', 'user'],
      ['error', 'user'],
      ['error', 'auto'],
      ['unknown', null],
    ])
    expect(factsOf(result, 'file_change')).toEqual([])
  })

  it('ended as the result with its id says, where tools have ids', () => {
    const use = (id: string, name: string) => ({ type: 'tool_use', id, name, input: {} })
    const end = (tool_use_id: string, content: unknown, more = {}) => ({
      type: 'tool_result',
      tool_use_id,
      content,
      ...more,
    })
    const beside = history(
      ...[
        sent('task'),
        {
          role: 'assistant',
          content: [use('1', 'execute_command'), use('2', 'read_file'), use('3', 'read_file')],
        },
      ],
      {
        role: 'user',
        content: [
          end('2', 'no', { is_error: true }),
          end('1', [{ type: 'text', text: 'done' }]),
          end('3', 'text'),
        ],
      },
    )
    const row = { conversationHistoryIndex: 0 }
    const rows = [
      say('tool', AT, { tool: 'readFile' }, row),
      say('tool', AT + 1, { tool: 'readFile' }, row),
      say('command', AT + 2, 'ls', row),
    ]
    expect(tools(rows, { beside }).map((t) => t.status)).toEqual(['error', 'ok', 'ok'])
  })

  it('commits, as its result says', () => {
    const beside = history(
      sent('x'),
      answer,
      sent(
        '[execute_command] Result:\nCommand executed.\nOutput:\n[main 1a2b3c4] canary\n 2 files changed, 5 insertions(+), 1 deletion(-)',
      ),
    )
    const result = readTask([say('command', AT, 'git commit -m canary', { conversationHistoryIndex: 0 })], {
      beside,
    })
    expect(factsOf(result, 'commit')).toMatchObject([{ sha: '1a2b3c4', added: 5, removed: 1 }])
    expect(JSON.stringify(result.facts)).not.toContain('canary')
  })

  it('that was cut off while it was written is none', () => {
    expect(tools([say('tool', AT, { tool: 'readFile' }, { partial: true })])).toEqual([])
  })
})

it('a tool of Roo Code ended as the message behind it says; who gave leave is not told', () => {
  const at = (ts: number, message: object) => ({ ...message, ts })
  const beside = history(
    ...[at(AT - 9, sent('task')), at(AT + 5, answer), at(AT + 9, sent('[apply_diff] Result:', 'done'))],
    at(AT + 19, sent('[execute_command] Result:\nCommand executed in terminal. Exit code: 2')),
  )
  const diff = '<<<<<<< SEARCH\n:start_line:4\n-------\nold line\n=======\nthe new line\n>>>>>>> REPLACE'
  const rows = [
    ask('tool', AT, { tool: 'appliedDiff', path: 'a.ts', diff }),
    ask('command', AT + 10, 'npm test'),
  ]
  const result = readTask(rows, { source: rooCode, beside })
  expect(factsOf(result, 'tool_call').map((t) => [t.status, t.decision])).toEqual([
    ['ok', null],
    ['error', null],
  ])
  expect(factsOf(result, 'file_change')).toMatchObject([
    { path: 'a.ts', op: 'edit', added: 1, removed: 1, line_hashes: ['#the new line'] },
  ])
})

describe('changes', () => {
  const changes = (told: object) => {
    const result = readTask([say('tool', AT, told)], {
      state: { 'state/taskHistory.json': [] },
      beside: { 'history_item.json': { workspace: '/home/ada/shop' } },
    })
    return factsOf(result, 'file_change').map((f) => [f.path, f.op, f.added, f.removed])
  }

  it.each<[string, object, unknown[]]>([
    [
      'a new file',
      { tool: 'newFileCreated', path: '/home/ada/shop/a.ts', content: 'x\ny\n' },
      ['a.ts', 'create', 2, 0],
    ],
    [
      'blocks',
      { tool: 'editedExistingFile', path: 'a.ts', diff: '------- SEARCH\na\nb\n=======\na\n+++++++ REPLACE' },
      ['a.ts', 'edit', 0, 1],
    ],
    [
      'a diff',
      { tool: 'editedExistingFile', path: 'a.ts', diff: '--- a\n+++ a\n@@ -1,2 +1,3 @@\n x\n+y\n+z\n-w' },
      ['a.ts', 'edit', 2, 1],
    ],
    [
      'counts alone',
      { tool: 'appliedDiff', path: 'a.ts', content: '?', diffStats: { added: 4, removed: 2 } },
      ['a.ts', 'edit', 4, 2],
    ],
    [
      'a text that took the place of all',
      { tool: 'editedExistingFile', path: 'a.ts', content: 'x' },
      ['a.ts', 'edit', null, null],
    ],
    ['a file that is gone', { tool: 'fileDeleted', path: 'a.ts' }, ['a.ts', 'delete', 0, null]],
  ])('of %s', (_, told, expected) => {
    expect(changes(told)).toEqual([expected])
  })

  it('of several files at once are told one by one', () => {
    const diff = '@@ -1 +1 @@\n+x'
    expect(
      changes({
        tool: 'appliedDiff',
        batchDiffs: [{ path: 'a', diffs: [{ content: diff }] }, { path: 'b' }],
      }),
    ).toEqual([
      ['a', 'edit', 1, 0],
      ['b', 'edit', null, null],
    ])
  })

  it('that wait for leave have not happened', () => {
    const row = ask('tool', AT, { tool: 'newFileCreated', path: 'a.ts', content: 'x' })
    expect(factsOf(readTask([row]), 'file_change')).toEqual([])
  })

  it('are read in time that grows with their length', () => {
    const body = `------- SEARCH\n${'a\n'.repeat(100_000)}=======\n${'b\n'.repeat(100_000)}+++++++ REPLACE`
    expect(changeOf(body, (line) => line)).toBeNull()
    expect(changeOf('<'.repeat(500_000), (line) => line)).toBeNull()
  })
})
