/** What each event of a log becomes; what is odd or hostile. */
import { describe, expect, it } from 'vitest'
import { factsOf, readRows } from '../fixtures/reading.ts'
import { AT, event, PATH, read, SESSION, said, start } from './fixtures/log.ts'
import { copilotCli } from './index.ts'

describe('a session', () => {
  it('is named by its first event, and tells where it ran', () => {
    expect(factsOf(read([start()]), 'session')).toEqual([
      expect.objectContaining({
        ...{ id: SESSION, harness: 'copilot-cli', project: 'shop', version: '1.0.84', provider: 'github' },
        ...{ repo: 'github.com/acme/shop', branch: 'main', started_at: AT, ended_at: null, client: null },
        revision: '0123456789abcdef0123456789abcdef01234567',
      }),
    ])
  })

  it('is named by its folder, or its file, where that event is lost', () => {
    const id = (path: string) => factsOf(readRows(copilotCli, path, [said(1, 'a')]), 'session')[0]?.id
    expect(id(PATH)).toBe(SESSION)
    expect(id('/home/ana/.copilot/session-state/s7.jsonl')).toBe('s7')
  })

  it.each([
    [{ repository: 'org/project/repo', repositoryHost: 'dev.azure.com', hostType: 'ado' }, null],
    [{ repository: 'acme/shop', repositoryHost: 'acme.ghe.com' }, 'acme.ghe.com/acme/shop'],
    [{ repository: 'acme/shop' }, null],
    [{ repository: 7, repositoryHost: [] }, null],
  ])('in %j has the repository %s', (context, repo) => {
    expect(factsOf(read([start({ context })]), 'session')[0]?.repo).toBe(repo)
  })

  it('is the child of the one that it continues', () => {
    const told = read([start({ detachedFromSpawningParentSessionId: 'parent' })])
    expect(factsOf(told, 'session')[0]?.parent_session).toBe('parent')
  })

  it('moves to other folders and branches', () => {
    const moved = event('session.context_changed', 1, { cwd: '/home/ana/till', branch: 'fix' })
    const told = read([start(), moved, event('user.message', 2, { content: 'confidential' })])
    expect(factsOf(told, 'message')[0]?.branch).toBe('fix')
  })
})

describe('messages', () => {
  it('of the assistant are those of its calls, under the id of the response', () => {
    expect(factsOf(read([start(), said(1, 'a'), said(2, 'a'), said(3, 'b')]), 'message')).toMatchObject([
      { role: 'assistant', keys: ['copilot/res:chatcmpl-0000000000-a'], at: AT + 1000 },
      { role: 'assistant', keys: ['copilot/res:chatcmpl-0000000000-b'] },
    ])
  })

  it('of older versions have an id of their own only, and the oldest none', () => {
    const rows = [
      said(1, 'a', 1, { apiCallId: undefined }),
      said(2, 'b', 1, { apiCallId: 'call-7', messageId: null }),
    ]
    expect(factsOf(read([start(), ...rows]), 'message').map((m) => m.keys[0])).toEqual([
      `copilot/message:${SESSION}:m-a`,
      expect.stringMatching(`^copilot/event:${SESSION}:event-`),
    ])
  })

  it.each([
    ['typed', {}, {}, 1],
    ['of the user', { source: 'user' }, {}, 1],
    ['sent at once', { source: 'immediate-prompt', delivery: 'steering' }, {}, 1],
    ['of a skill', { source: 'skill-pdf' }, {}, 0],
    ['of a schedule', { source: 'schedule-1' }, {}, 0],
    ['of the autopilot', { isAutopilotContinuation: true }, {}, 0],
    ['of a background task', { parentAgentTaskId: 'task' }, {}, 0],
    ['of another session', { crossSession: { version: 1 } }, {}, 0],
    ['to a sub-agent', {}, { agentId: 'run' }, 0],
    ['to a sub-agent of old', { parentToolCallId: 'call' }, {}, 0],
  ])('%s are prompts, or not', (_, data, more, prompts) => {
    const told = read([start(), event('user.message', 1, { content: 'confidential', ...data }, more)])
    expect(factsOf(told, 'message')).toHaveLength(prompts)
  })
})

describe('tools', () => {
  const ID = 'call_0000000000001'
  const started = (s: number, toolName: string, args: unknown, more: object = {}) =>
    event('tool.execution_start', s, { toolCallId: ID, toolName, arguments: args, ...more })
  const completed = (s: number, data: object = {}) =>
    event('tool.execution_complete', s, {
      toolCallId: ID,
      success: true,
      result: { content: 'done' },
      ...data,
    })
  const tool = (...rows: object[]) => factsOf(read([start(), ...rows]), 'tool_call')

  it('are proposed in a message, and run from their start to their end', () => {
    const request = { toolCallId: ID, name: 'bash', arguments: '{"command":"npm test"}', type: 'function' }
    const rows = [
      said(1, 'a', 5, { toolRequests: [request] }),
      started(4, 'bash', { command: 'npm test' }),
      completed(7),
    ]
    expect(tool(...rows)).toEqual([
      expect.objectContaining({
        ...{ keys: [`copilot/tool:${ID}`], at: AT + 1000, duration_ms: 3000, status: 'ok', completeness: 2 },
        ...{ tool: 'Execute', raw_tool: 'bash', validation: 'test' },
      }),
    ])
    expect(tool(...rows.slice(0, 1))).toMatchObject([
      { status: 'unknown', duration_ms: null, completeness: 1 },
    ])
  })

  it.each([
    [{ success: false }, 'error'],
    [{ success: false, error: { code: 'rejected', message: 'confidential' } }, 'rejected'],
    [{ success: false, error: { code: 'denied', message: 'confidential' } }, 'rejected'],
    [{ success: false, error: { code: 'failure' } }, 'error'],
    [{ shellExecution: { exitCode: 2 } }, 'error'],
    [{ result: { contents: [{ type: 'shell_exit', exitCode: 1 }] } }, 'error'],
    [{ result: { contents: [{ type: 'shell_exit', exitCode: 0 }] } }, 'ok'],
    [{ success: 'yes' }, 'unknown'],
  ])('that end with %j are told as %s', (data, status) => {
    expect(tool(started(1, 'bash', {}), completed(2, data))).toMatchObject([{ status }])
  })

  it('of servers name them', () => {
    expect(tool(started(1, 'linear-get_issue', {}, { mcpServerName: 'Linear' }))).toMatchObject([
      { tool: 'MCP', mcp_server: 'linear', raw_tool: 'linear-get_issue' },
    ])
  })

  it('with an id that is counted anew in every session are named within theirs', () => {
    expect(tool(started(1, 'view', {}, { toolCallId: 'call_1' }))).toMatchObject([
      { keys: [`copilot/tool:${SESSION}:call_1`] },
    ])
  })

  it('change files where they succeed', () => {
    const changed = (name: string, args: unknown, data: object = {}) =>
      factsOf(read([start(), started(1, name, args), completed(2, data)]), 'file_change').map((c) => [
        c.path,
        c.op,
        c.added,
        c.removed,
      ])
    const path = '/home/ana/shop/src/a.ts'
    expect(changed('create', { path, file_text: 'one\ntwo\n' })).toEqual([['src/a.ts', 'create', 2, 0]])
    expect(changed('create', { path, file_text: 'one\n' }, { success: false })).toEqual([])
    expect(changed('create', { path })).toEqual([['src/a.ts', 'create', null, null]])
    expect(changed('edit', { path, old_str: 'one\ntwo\n', new_str: 'one\n2\n' })).toEqual([
      ['src/a.ts', 'edit', 1, 1],
    ])
    const editor = (more: object) => changed('str_replace_editor', { path, ...more })
    expect(editor({ command: 'create', file_text: 'x\n' })).toEqual([['src/a.ts', 'create', 1, 0]])
    expect(editor({ command: 'str_replace', old_str: 'x', new_str: 'y' })).toEqual([
      ['src/a.ts', 'edit', 1, 1],
    ])
    expect(editor({ command: 'insert', insert_line: 1, new_str: 'y\n' })).toEqual([
      ['src/a.ts', 'edit', 1, 0],
    ])
    expect(editor({ command: 'view' })).toEqual([])
    const patch = '*** Begin Patch\n*** Add File: b.ts\n+x\n*** End Patch'
    expect(changed('apply_patch', patch)).toEqual([['b.ts', 'create', 1, 0]])
    expect(changed('apply_patch', { input: patch })).toEqual([['b.ts', 'create', 1, 0]])
    expect(changed('apply_patch', JSON.stringify({ input: patch }))).toEqual([['b.ts', 'create', 1, 0]])
  })

  it('make commits', () => {
    const content = '[main 1a2b3c4] confidential\n 1 file changed, 2 insertions(+)'
    const rows = [
      started(1, 'bash', { command: 'git commit -m confidential' }),
      completed(2, { result: { content } }),
    ]
    expect(factsOf(read([start(), ...rows]), 'commit')).toMatchObject([
      { sha: '1a2b3c4', repo: 'github.com/acme/shop' },
    ])
  })
})

describe('features', () => {
  it('are skills, hooks and sub-agents, each once', () => {
    const hook = { hookInvocationId: 'hook-1', hookType: 'postToolUse', input: { x: 'confidential' } }
    const told = read([
      ...[
        start(),
        event('skill.invoked', 1, { name: 'pdf', path: '/confidential', content: 'confidential' }),
      ],
      ...[event('hook.start', 2, hook), event('hook.end', 3, { ...hook, success: true })],
      event(
        'subagent.started',
        4,
        { toolCallId: 'call_0000000000002', agentName: 'explore' },
        { agentId: 'run' },
      ),
    ])
    expect(factsOf(told, 'feature_use').map((f) => [f.kind, f.name, f.keys[0]])).toEqual([
      ['skill', 'pdf', expect.stringMatching(`^copilot/event:${SESSION}:`)],
      ['hook', 'postToolUse', 'copilot/hook:hook-1'],
      ['subagent', 'explore', 'copilot/tool:call_0000000000002'],
    ])
  })

  it('sub-agents are who does what follows in their name', () => {
    const told = read([
      ...[start(), said(1, 'a', 1)],
      event(
        'subagent.started',
        2,
        { toolCallId: 'call_0000000000002', agentName: 'explore' },
        { agentId: 'run' },
      ),
      { ...said(3, 'b', 1), agentId: 'run' },
      said(4, 'c', 1, { parentToolCallId: 'call_0000000000002' }),
      { ...said(5, 'd', 1), agentId: 'another' },
      ...[event('subagent.selected', 6, { agentName: 'reviewer' }), said(7, 'e', 1)],
      ...[event('subagent.deselected', 8), said(9, 'f', 1)],
    ])
    expect(factsOf(told, 'message').map((m) => m.agent)).toEqual([
      ...[null, 'explore', 'explore', 'subagent', 'reviewer', null],
    ])
  })

  it('modes are those of the moment', () => {
    let n = 0
    const call = (s: number) =>
      event('tool.execution_start', s, { toolCallId: `call_000000000000${n++}`, toolName: 'view' })
    const told = read([
      ...[start(), call(1), event('user.message', 2, { agentMode: 'plan' }), call(3)],
      ...[event('session.mode_changed', 4, { newMode: 'autopilot' }), call(5)],
      ...[event('session.mode_changed', 6, { newMode: 'interactive' }), call(7)],
      ...[event('session.permissions_changed', 8, { mode: 'allow-all' }), call(9)],
    ])
    expect(factsOf(told, 'tool_call').map((t) => t.autonomy_mode)).toEqual([
      ...[null, 'spec', 'auto-high', 'manual', 'auto-high'],
    ])
  })
})

describe('hostile content', () => {
  const HOSTILE: object[] = [
    ...[{}, { type: 7 }, { type: '__proto__' }, { type: 'session.invented', data: {} }],
    ...[
      'session.start',
      'user.message',
      'assistant.message',
      'tool.execution_start',
      'tool.execution_complete',
    ].flatMap((type) => [
      { type },
      event(type, 1, []),
      event(type, 1, {
        toolCallId: 7,
        toolName: [],
        arguments: 7,
        toolRequests: 7,
        context: 'x',
        sessionId: {},
      }),
      event(type, 1, {
        toolCallId: '__proto__',
        toolName: '__proto__',
        toolRequests: [null, {}, 7],
        messageId: 7,
      }),
      event(type, 1e12, {}),
    ]),
    event('session.shutdown', 2, { modelMetrics: null }),
    event('hook.start', 2, { hookType: {} }),
    said(3, 'h', 5, { model: '\u001b[31mred\u001b[0m' }),
    event('tool.execution_start', 4, {
      toolCallId: 'call_0000000000009',
      toolName: 'edit',
      arguments: '{"path":',
    }),
    event('tool.execution_complete', 5, { toolCallId: 'call_0000000000009', success: true, result: 'x' }),
  ]

  it('is read to its end', () => {
    const told = read(HOSTILE)
    expect(told.drops.unknown_record?.records).toBe(4)
    expect(told.drops.no_time?.records).toBe(5)
    expect(told.drops.time_out_of_range?.records).toBe(5)
    expect(factsOf(told, 'tool_call').map((t) => t.raw_tool)).toEqual(['__proto__', 'edit'])
    expect(factsOf(told, 'counter').map((c) => c.model)).toContain('[31mred[0m')
    expect(Object.hasOwn(Object.prototype, 'type')).toBe(false)
  })

  it('leaves no text in any fact', () => {
    expect(JSON.stringify(read([start(), said(1, 'a', 5), ...HOSTILE]).facts)).not.toContain('confidential')
  })
})

it('its files are known by their names, and by how they begin', () => {
  const [store, log] = copilotCli.formats
  expect(log?.accepts(PATH)).toBe(true)
  expect(log?.accepts('/home/ana/.copilot/session-state/s7.jsonl')).toBe(true)
  expect(log?.accepts('/home/ana/.copilot/history-session-state/s7.jsonl')).toBe(true)
  expect(log?.accepts('C:\\Users\\ana\\.copilot\\session-state\\s7\\events.jsonl')).toBe(true)
  expect(log?.accepts('/x/anything.jsonl')).toBe(true)
  expect(log?.accepts('/home/ana/.copilot/session-state/s7/files/data.jsonl')).toBe(false)
  expect(log?.accepts('/home/ana/.copilot/otel/spans.jsonl')).toBe(false)
  expect(log?.accepts('/home/ana/.copilot/session-state/s7/workspace.yaml')).toBe(false)
  expect(store?.accepts('/home/ana/.copilot/session-store.db')).toBe(true)
  expect(store?.accepts('/home/ana/.copilot/other.db')).toBe(false)
  expect(store?.beside?.('/x/session-store.db')).toEqual(['/x/session-store.db-wal'])
  const begins = (row: object) => log?.recognises({ path: PATH, text: '', rows: [row as never] })
  expect(begins(start())).toBe(true)
  expect(begins({ type: 'session_start', id: 'x' })).toBe(false)
  expect(begins({ resourceSpans: [] })).toBe(false)
})

it('lies in the home folder, or where that is moved to', () => {
  const names = ['session-store.db', 'session-state', 'history-session-state']
  expect(copilotCli.roots({ home: '/home/ana', env: {} })).toEqual(
    names.map((name) => `/home/ana/.copilot/${name}`),
  )
  expect(copilotCli.roots({ home: '/home/ana', env: { COPILOT_HOME: '/x' } })).toEqual(
    names.map((name) => `/x/${name}`),
  )
})
