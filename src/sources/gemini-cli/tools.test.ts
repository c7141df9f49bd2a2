/** What the tools of a chat did: how they ended, which files they changed, which features they are. */
import { describe, expect, it } from 'vitest'
import { factsOf } from '../fixtures/reading.ts'
import { ABOUT, answer, at, DAY, FOLDER, read, result, SESSION, told, tool, toolOf } from './fixtures/rows.ts'

describe('tools', () => {
  it('are calls of their message, and end when they are recorded', () => {
    expect(toolOf(tool('t1', 'read_file', { args: { file_path: 'a.ts' } }))).toMatchObject({
      ...{ keys: [`gemini-cli/tool:${SESSION}:t1`], tool: 'Read', kind: 'file', raw_tool: 'read_file' },
      ...{ at: at('09:00:05.000'), duration_ms: 4000, status: 'ok', decision: null },
    })
  })

  it('of older versions, recorded before their message, have no duration', () => {
    const early = { timestamp: `${DAY}09:00:04.990Z` }
    expect(toolOf(tool('t1', 'glob', early))).toMatchObject({ at: at('09:00:04.990'), duration_ms: null })
  })

  it('that a later turn added to a message from before have none either', () => {
    const late = { timestamp: `${DAY}09:03:00.000Z` }
    const [, second] = factsOf(told(tool('t1', 'glob'), tool('t2', 'glob', late)), 'tool_call')
    expect(second).toMatchObject({ at: at('09:03:00.000'), duration_ms: null, status: 'ok' })
  })

  it.each<[object, string, string | null]>([
    [{ status: 'success' }, 'ok', null],
    [{ status: 'error', result: result({ error: 'no such file' }) }, 'error', null],
    [
      { status: 'error', result: result({ error: 'Tool execution denied by policy.' }) },
      'rejected',
      'config',
    ],
    [
      {
        status: 'cancelled',
        result: result({ error: '[Operation Cancelled] Reason: User denied execution.' }),
      },
      'rejected',
      'user',
    ],
    [
      {
        status: 'cancelled',
        result: result({ error: '[Operation Cancelled] Reason: User did not allow tool call' }),
      },
      'rejected',
      'user',
    ],
    [{ status: 'cancelled', result: result({ error: 'User cancelled the operation.' }) }, 'unknown', null],
    [{ status: 'executing' }, 'unknown', null],
    [{ status: { a: 1 } }, 'unknown', null],
  ])('with %j', (more, status, decision) => {
    expect(toolOf(tool('t1', 'run_shell_command', more))).toMatchObject({ status, decision })
  })

  it('that go on are told again when they end', () => {
    const going = answer('a1', '09:00:05.000', { toolCalls: [tool('t1', 'glob', { status: 'executing' })] })
    const done = answer('a1', '09:00:05.000', { toolCalls: [tool('t1', 'glob')] })
    const calls = factsOf(read([ABOUT, going, done, done]), 'tool_call')
    expect(calls).toEqual([expect.objectContaining({ status: 'ok', completeness: 2 })])
  })

  it.each<[string, string | null, object]>([
    [
      'mcp_postgresql_list_schemas',
      'list_schemas (postgresql MCP Server)',
      { tool: 'MCP', mcp_server: 'postgresql' },
    ],
    ['mcp_my_db_list', 'list (My_DB MCP Server)', { tool: 'MCP', kind: 'mcp', mcp_server: 'my_db' }],
    ['mcp_github_search_issues', null, { tool: 'MCP', mcp_server: 'github' }],
    ['github__search', null, { tool: 'MCP', mcp_server: 'github' }],
    ['list_issues', 'list_issues (GitHub MCP Server)', { tool: 'MCP', mcp_server: 'github' }],
    ['replace', 'Edit', { tool: 'Edit', mcp_server: null }],
    ['grep_search', null, { tool: 'Grep' }],
    ['codebase_investigator', null, { tool: 'Task', kind: 'agent' }],
    ['__proto__', null, { tool: 'other' }],
    ['ask_user', null, { tool: 'other', kind: 'other' }],
  ])('%s, shown as %s', (name, displayName, expected) => {
    expect(toolOf(tool('t1', name, { displayName }))).toMatchObject(expected)
  })

  it('check the work by their command, and make commits', () => {
    const output = 'Output: [main 1a2b3c4] confidential\n 2 files changed, 5 insertions(+), 1 deletion(-)'
    const args = { command: 'npm test && git commit -m confidential' }
    const facts = told(tool('t1', 'run_shell_command', { args, result: result({ output }) }))
    expect(factsOf(facts, 'tool_call')[0]).toMatchObject({ tool: 'Execute', validation: 'test' })
    expect(factsOf(facts, 'commit')).toEqual([
      expect.objectContaining({ sha: '1a2b3c4', added: 5, removed: 1, branch: 'main' }),
    ])
    expect(JSON.stringify(facts.facts)).not.toContain('confidential')
  })

  it('that load a skill or start a sub-agent use a feature', () => {
    const facts = told(
      tool('t1', 'activate_skill', { args: { name: 'pdf' } }),
      tool('t2', 'reviewer', { agentId: 'x7k2p9' }),
      tool('t3', 'invoke_agent', { agentId: 'q1', args: { agent_name: 'tester' } }),
    )
    expect(factsOf(facts, 'feature_use').map(({ kind, name, keys }) => [kind, name, keys[0]])).toEqual([
      ['skill', 'pdf', `gemini-cli/tool:${SESSION}:t1`],
      ['subagent', 'reviewer', `gemini-cli/agent:${SESSION}::x7k2p9`],
      ['subagent', 'tester', `gemini-cli/agent:${SESSION}::q1`],
    ])
    expect(factsOf(facts, 'tool_call').map((t) => t.tool)).toEqual(['other', 'Task', 'Task'])
  })
})

describe('changes of files', () => {
  const DIFF =
    'Index: a.ts\n--- a.ts\tCurrent\n+++ a.ts\tProposed\n@@ -1,2 +1,3 @@\n keep\n-old line\n+new line one\n+new line two\n'
  const STAT = { model_added_lines: 2, model_removed_lines: 1, user_added_lines: 90, user_removed_lines: 80 }
  const edit = (more: object, name = 'replace') =>
    factsOf(
      told(
        tool('t1', name, {
          args: { file_path: `${FOLDER}/src/a.ts`, old_string: 'confidential x', new_string: 'y' },
          ...more,
        }),
      ),
      'file_change',
    )

  it('are those of the recorded diff; the lines those of the model', () => {
    expect(edit({ resultDisplay: { fileDiff: DIFF, diffStat: STAT, isNewFile: false } })).toEqual([
      expect.objectContaining({
        ...{ keys: [`gemini-cli/tool:${SESSION}:t1#${FOLDER}/src/a.ts`], op: 'edit', added: 2, removed: 1 },
        ...{ path: 'src/a.ts', extension: '.ts', language: 'TypeScript', at: at('09:00:09.000') },
        line_hashes: ['#new line one', '#new line two'],
      }),
    ])
    const bad = { ...STAT, model_added_lines: -4 }
    expect(edit({ resultDisplay: { fileDiff: DIFF, diffStat: bad } })[0]).toMatchObject({
      added: 2,
      removed: 1,
    })
  })

  it.each<[string, object, object]>([
    ['told as new', { resultDisplay: { fileDiff: DIFF, isNewFile: true } }, { op: 'create' }],
    [
      'said to be new',
      {
        args: { file_path: 'b.py', content: 'line one here\nx\n' },
        result: result({ output: 'Successfully created and wrote to new file: b.py.' }),
      },
      { op: 'create', added: 2, removed: 0, line_hashes: ['#line one here'] },
    ],
    [
      'written over, without a diff',
      {
        args: { file_path: 'b.py', content: 'a\nb' },
        result: result({ output: 'Successfully overwrote file: b.py.' }),
      },
      { op: 'edit', added: null, removed: null, line_hashes: [] },
    ],
    [
      'with nothing before',
      { args: { file_path: 'b.py', old_string: '', new_string: 'a\nb\n' } },
      { op: 'create', added: 2, removed: 0 },
    ],
    [
      'replaced thrice',
      {
        args: { file_path: 'b.py', old_string: 'a\nb', new_string: 'a\nc\nd' },
        result: result({ output: 'Successfully modified file: b.py (3 replacements).' }),
      },
      { op: 'edit', added: 6, removed: 3 },
    ],
    [
      'of a tool that tells nothing',
      { args: { file_path: 'b.py' } },
      { op: 'edit', added: null, removed: null },
    ],
  ])('%s', (_, more, expected) => {
    const [change, ...rest] = edit(
      more,
      'content' in ((more as { args?: object }).args ?? {}) ? 'write_file' : 'replace',
    )
    expect(change).toMatchObject(expected)
    expect(rest).toEqual([])
  })

  it.each<object>([
    { status: 'error' },
    { status: 'cancelled' },
    { args: {} },
    { args: { file_path: 7 } },
    { args: null },
  ])('with %j there is none', (more) => expect(edit(more)).toEqual([]))
})
