/** The tools of a chat: who called them, how they ended, and what they changed. */
import { describe, expect, it } from 'vitest'
import { factsOf } from '../fixtures/reading.ts'
import { call, part, read, request, round, SESSION } from './fixtures/chats.ts'

describe('tools', () => {
  const ID = 'copilot/tool:toolu_000000000000_'
  const tools = (calls: object[], parts: object[]) =>
    factsOf(read(request('1', 0, { toolCallRounds: [round('a', calls)] }, { response: parts })), 'tool_call')

  it('are those of the rounds, under the id that telemetry has', () => {
    expect(tools([call('run_in_terminal', { command: 'npm test' })], [part('run_in_terminal')])).toEqual([
      expect.objectContaining({
        ...{
          keys: [`${ID}run_in_terminal`],
          tool: 'Execute',
          raw_tool: 'run_in_terminal',
          validation: 'test',
        },
        ...{ status: 'ok', duration_ms: null, completeness: 2 },
      }),
    ])
  })

  it.each([
    [{ isConfirmed: { type: 0 } }, 'rejected', 'user'],
    [{ isConfirmed: { type: 5 } }, 'rejected', 'user'],
    [{ isConfirmed: false }, 'rejected', 'user'],
    [{ isConfirmed: { type: 4 } }, 'ok', null],
    [{ isConfirmed: true }, 'ok', null],
    [{ isComplete: false }, 'unknown', null],
    [{ toolSpecificData: { kind: 'terminal', terminalCommandState: { exitCode: 1 } } }, 'error', null],
    [{ toolSpecificData: { kind: 'terminal', terminalCommandState: { exitCode: 0 } } }, 'ok', null],
  ])('with %j ended as %s', (more, status, decision) => {
    expect(tools([call('read_file')], [part('read_file', more)])).toMatchObject([{ status, decision }])
  })

  it('of older versions belong to the parts in their order, if there are as many', () => {
    const calls = [call('grep_search'), call('read_file')]
    const [a, b] = [
      part('x', { toolCallId: 'dead0349' }),
      part('y', { toolCallId: '0cb95f81', isComplete: false }),
    ]
    expect(tools(calls, [a, b]).map((t) => t.status)).toEqual(['ok', 'unknown'])
    expect(tools(calls, [a]).map((t) => t.status)).toEqual(['unknown', 'unknown'])
  })

  it('of servers name them where the editor does', () => {
    const mcp = part('mcp_jira_get', { source: { type: 'mcp', label: 'Jira' } })
    expect(tools([call('mcp_jira_get')], [mcp])).toMatchObject([{ tool: 'MCP', mcp_server: 'jira' }])
    expect(tools([call('mcp_jira_get')], [])).toMatchObject([{ tool: 'MCP', mcp_server: null }])
  })

  it('with ids that are counted anew in every chat are named within it, without one by their place', () => {
    expect(
      tools([call('a', {}, 'call_1__vscode-7'), call('b', {}, undefined as never), { name: 'c' }], []),
    ).toMatchObject([
      { keys: [`copilot/tool:${SESSION}:call_1__vscode-7`] },
      { keys: [`${ID}b`] },
      { keys: ['copilot/request:request_1#2'] },
    ])
  })

  it('start sub-agents', () => {
    const rounds = [round('a', [call('runSubagent', { agentName: 'Plan', prompt: 'confidential' })])]
    expect(factsOf(read(request('1', 0, { toolCallRounds: rounds })), 'feature_use')).toMatchObject([
      { kind: 'subagent', name: 'Plan', keys: [`${ID}runSubagent`] },
    ])
  })

  it('change files where they went through', () => {
    const changed = (name: string, args: object, more: object = {}) => {
      const rounds = [round('a', [call(name, args)])]
      const told = read(request('1', 0, { toolCallRounds: rounds }, { response: [part(name, more)] }))
      return factsOf(told, 'file_change').map((c) => [c.path, c.op, c.added, c.removed])
    }
    const filePath = '/home/ana/my shop/src/a.ts'
    expect(changed('create_file', { filePath, content: 'one\ntwo\n' })).toEqual([
      ['src/a.ts', 'create', 2, 0],
    ])
    expect(changed('create_file', { filePath, content: 'x' }, { isConfirmed: { type: 0 } })).toEqual([])
    const one = { filePath, oldString: 'one\ntwo', newString: 'one\n2\n3' }
    expect(changed('replace_string_in_file', one)).toEqual([['src/a.ts', 'edit', 2, 1]])
    expect(
      changed('multi_replace_string_in_file', { replacements: [one, one, { filePath: 'b.ts' }] }),
    ).toEqual([
      ['src/a.ts', 'edit', 4, 2],
      ['b.ts', 'edit', null, null],
    ])
    expect(changed('insert_edit_into_file', { filePath, code: '// ...' })).toEqual([
      ['src/a.ts', 'edit', null, null],
    ])
    const input = '*** Begin Patch\n*** Delete File: c.ts\n*** End Patch'
    expect(changed('apply_patch', { input })).toEqual([['c.ts', 'delete', 0, null]])
  })

  it('make commits', () => {
    const rounds = [round('a', [call('run_in_terminal', { command: 'git commit -m confidential' })])]
    const terminalCommandOutput = { text: '[main 1a2b3c4] confidential\n 1 file changed, 2 insertions(+)' }
    const response = [
      part('run_in_terminal', { toolSpecificData: { kind: 'terminal', terminalCommandOutput } }),
    ]
    const told = read(request('1', 0, { toolCallRounds: rounds }, { response }))
    expect(factsOf(told, 'commit')).toMatchObject([{ sha: '1a2b3c4', added: 2 }])
  })
})
