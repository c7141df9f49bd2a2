/** What the tools of a transcript did: how they ended, which files they changed, which features they are. */
import { describe, expect, it } from 'vitest'
import { factsOf } from '../fixtures/reading.ts'
import { answer, at, call, event, PROMPT, read, result, SESSION } from './fixtures/rows.ts'

describe('tools', () => {
  const one = (more: object, response?: object) =>
    factsOf(
      read([
        answer('a1', '09:00:05.000', [call('c1', 'glob')]),
        result('r1', '09:00:09.000', 'c1', more, response),
      ]),
      'tool_call',
    )[0]

  it('are proposed by one row and end in another', () => {
    expect(one({})).toMatchObject({
      keys: ['qwen-code/tool:a1:c1', `qwen-code/tool:${SESSION}:c1`],
      ...{ tool: 'Glob', raw_tool: 'glob', status: 'ok', at: at('09:00:05.000'), duration_ms: 4000 },
    })
    expect(one({ durationMs: 12 })).toMatchObject({ duration_ms: 12 })
  })

  it.each<[object, object | undefined, string, string | null]>([
    [{ status: 'error' }, { error: 'x' }, 'error', null],
    [
      { status: 'cancelled' },
      { error: '[Operation Cancelled] Reason: User did not allow tool call' },
      'rejected',
      'user',
    ],
    [{ status: 'cancelled' }, { error: 'stopped' }, 'unknown', null],
    [{ status: 'executing' }, undefined, 'unknown', null],
    [{ status: undefined }, { output: 'x' }, 'ok', null],
    [{ status: undefined }, { error: 'x' }, 'error', null],
  ])('with %j and %j', (more, response, status, decision) => {
    expect(one(more, response)).toMatchObject({ status, decision })
  })

  it('are timed by the event of the same name and arguments, which says who decided, too', () => {
    const args = { path: '/a' }
    const done = (uuid: string, more: object) =>
      event(uuid, '09:00:08.000', 'tool_call', {
        function_name: 'read_file',
        function_args: args,
        status: 'success',
        ...more,
      })
    const rows = [
      answer('a1', '09:00:05.000', [
        call('c1', 'read_file', args),
        call('c2', 'read_file', args),
        call('c3', 'glob'),
      ]),
      done('s1', { duration_ms: 5, decision: 'accept' }),
      done('s2', { duration_ms: 7, decision: 'auto_accept' }),
      event('s3', '09:00:08.000', 'tool_call', {
        function_name: 'glob',
        function_args: {},
        duration_ms: 9,
        tool_type: 'mcp',
        mcp_server_name: 'Files',
      }),
      ...['c1', 'c2', 'c3'].map((id, i) => result(`r${i}`, '09:00:09.000', id)),
    ]
    expect(
      factsOf(read(rows), 'tool_call').map((t) => [t.duration_ms, t.decision, t.tool, t.mcp_server]),
    ).toEqual([
      [5, 'user', 'Read', null],
      [7, 'auto', 'Read', null],
      [9, null, 'MCP', 'files'],
    ])
  })

  it('whose ids a server numbers anew are told apart', () => {
    const rows = [
      answer('a1', '09:00:05.000', [call('call_1', 'glob')]),
      result('r1', '09:00:06.000', 'call_1'),
      answer('a2', '09:00:07.000', [call('call_1', 'glob')]),
      result('r2', '09:00:08.000', 'call_1', { status: 'error' }),
    ]
    expect(factsOf(read(rows), 'tool_call').map((t) => [t.keys[1], t.status])).toEqual([
      [`qwen-code/tool:${SESSION}:call_1`, 'ok'],
      [`qwen-code/tool:${SESSION}:call_1#2`, 'error'],
    ])
  })

  it('change files, make commits, load skills and start sub-agents', () => {
    const fileDiff = '--- a.ts\n+++ a.ts\n@@ -1 +1,2 @@\n-old line\n+new line one\n+new line two\n'
    const diffStat = { model_added_lines: 2, model_removed_lines: 1 }
    const rows = [
      answer('a1', '09:00:05.000', [
        call('c1', 'edit', {
          file_path: '/home/ana/shop/src/a.ts',
          old_string: 'confidential',
          new_string: 'y',
        }),
        call('c2', 'run_shell_command', { command: 'git commit -m confidential' }),
        call('c3', 'skill', { skill: 'pdf' }),
        call('c4', 'agent', { subagent_type: 'reviewer', prompt: 'confidential' }),
      ]),
      result('r1', '09:00:06.000', 'c1', {
        resultDisplay: { fileDiff, diffStat, originalContent: 'old line', newContent: 'x' },
      }),
      result(
        'r2',
        '09:00:07.000',
        'c2',
        {},
        {
          output:
            'Command: git commit\nOutput: [main 1a2b3c4] confidential\n 1 file changed, 2 insertions(+)',
        },
      ),
    ]
    const found = read(rows)
    expect(factsOf(found, 'file_change')).toEqual([
      expect.objectContaining({
        ...{
          path: 'src/a.ts',
          op: 'edit',
          added: 2,
          removed: 1,
          line_hashes: ['#new line one', '#new line two'],
        },
        keys: ['qwen-code/tool:a1:c1#/home/ana/shop/src/a.ts'],
      }),
    ])
    expect(factsOf(found, 'commit')).toEqual([
      expect.objectContaining({ sha: '1a2b3c4', added: 2, removed: 0 }),
    ])
    expect(factsOf(found, 'feature_use').map(({ kind, name }) => [kind, name])).toEqual([
      ['skill', 'pdf'],
      ['subagent', 'reviewer'],
    ])
    expect(JSON.stringify(found.facts)).not.toContain('confidential')
  })

  it('whose diff was left out have the lines that were counted', () => {
    const shown = {
      fileDiff: '-Full diff omitted\n+Saved preview only',
      fileDiffTruncated: true,
      originalContent: null,
      newContent: 'x',
    }
    const diffStat = { model_added_lines: 900, model_removed_lines: 0 }
    const rows = [
      answer('a1', '09:00:05.000', [
        call('c1', 'write_file', { file_path: 'a.ts', content: 'line one here\n' }),
      ]),
      result('r1', '09:00:06.000', 'c1', { resultDisplay: { ...shown, diffStat } }),
    ]
    expect(factsOf(read(rows), 'file_change')).toEqual([
      expect.objectContaining({ op: 'create', added: 900, removed: 0, line_hashes: ['#line one here'] }),
    ])
  })

  it('of a sub-agent without a transcript are told by events, unless there is one', () => {
    const told = event('s1', '09:00:08.000', 'tool_call', {
      ...{
        function_name: 'edit',
        function_args: { file_path: 'a.ts', old_string: 'x' },
        duration_ms: 5,
        status: 'success',
      },
      ...{
        prompt_id: `${SESSION}#reviewer-7f#0`,
        metadata: { model_added_lines: 3, model_removed_lines: 1 },
      },
    })
    const found = read([told])
    expect(factsOf(found, 'tool_call')).toEqual([
      expect.objectContaining({
        agent: 'subagent',
        tool: 'Edit',
        status: 'ok',
        at: at('09:00:07.995'),
        keys: ['qwen-code/uuid:s1'],
      }),
    ])
    expect(factsOf(found, 'file_change')).toEqual([
      expect.objectContaining({ path: 'a.ts', added: 3, removed: 1 }),
    ])
    const folder = `/home/ana/.qwen/projects/-home-ana-shop/subagents/${SESSION}`
    const nearby = { read: () => null, list: (name: string) => (name === folder ? ['agent-7f.jsonl'] : []) }
    expect(factsOf(read([told], { nearby }), 'tool_call')).toEqual([])
    const main = { ...told, systemPayload: { uiEvent: { ...told.systemPayload.uiEvent, prompt_id: PROMPT } } }
    expect(factsOf(read([main]), 'tool_call')).toEqual([])
  })
})
