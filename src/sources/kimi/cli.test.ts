/** Events of Kimi CLI: which update tells a call, what sub-agents tell, and what tools did. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { droppedOf, factsOf, readRows, sumOf } from '../fixtures/reading.ts'
import type { ReadResult } from '../source.ts'
import { toolName } from '../tool-names.ts'
import { kimiCli } from './index.ts'

const AT = 1_767_607_200
const hash = createHash('md5').update('/home/ada/shop').digest('hex')
const SESSION = `/home/ada/.kimi/sessions/${hash}/11111111-2222-4333-8444-555555555555`

function read(
  rows: readonly object[],
  { agent = null, meta = {} }: { agent?: string | null; meta?: object } = {},
): ReadResult {
  const folder = agent === null ? SESSION : `${SESSION}/subagents/${agent}`
  const files: Record<string, object> = {
    '/home/ada/.kimi/kimi.json': { work_dirs: [{ path: '/home/ada/else' }, { path: '/home/ada/shop' }] },
    [`${folder}/meta.json`]: meta,
  }
  const nearby = {
    read: (path: string) => (Object.hasOwn(files, path) ? Buffer.from(JSON.stringify(files[path])) : null),
    list: () => [],
  }
  return readRows(kimiCli, `${folder}/wire.jsonl`, [{ type: 'metadata', protocol_version: '1.2' }, ...rows], {
    nearby,
  })
}

const event = (type: string, payload: object = {}, after = 0) => ({
  timestamp: AT + after,
  message: { type, payload },
})
const status = (message_id: string | null, input_other: number, output: number, after = 1, more = {}) =>
  event(
    'StatusUpdate',
    {
      context_usage: 0.1,
      message_id,
      token_usage: { input_other, output, input_cache_read: 1000, input_cache_creation: 0 },
      ...more,
    },
    after,
  )
const calls = (...given: Parameters<typeof read>) => factsOf(read(...given), 'model_call')

describe('a call', () => {
  it('is told by the update of its step; its model is not told', () => {
    const result = read([
      event('TurnBegin', { user_input: 'canary' }),
      event('StepBegin', { n: 1 }),
      status('m1', 40, 9),
    ])
    expect(factsOf(result, 'model_call')).toMatchObject([
      {
        ...{
          at: (AT + 1) * 1000,
          session: SESSION.split('/').at(-1),
          keys: ['kimi-cli/msg:m1'],
          model: null,
          provider: null,
        },
        ...{ in_uncached: 40, cache_read: 1000, cache_write: 0, out: 9 },
      },
    ])
    expect(factsOf(result, 'message').map((m) => m.role)).toEqual(['user', 'assistant'])
    expect(factsOf(result, 'session')).toMatchObject([{ project: 'shop' }])
    expect(JSON.stringify(result.facts)).not.toContain('canary')
  })

  it('that is told again counts once; updates without counts tell none', () => {
    const result = read([
      status('m1', 40, 9),
      status('m1', 40, 9, 2),
      event('StatusUpdate', { plan_mode: true }, 3),
    ])
    expect(factsOf(result, 'model_call')).toHaveLength(1)
    expect(result.drops).toEqual({ repeated_row: { records: 1, tokens: 1049 } })
  })

  it('without an id is known by its time and counts', () => {
    expect(calls([status(null, 40, 9)])[0]?.keys).toEqual([`kimi-cli/usage:${(AT + 1) * 1e6}:40:1000:0:9`])
  })

  it('is made while planning, when an update said so', () => {
    const rows = [
      event('StatusUpdate', { plan_mode: true }),
      status('m1', 1, 1),
      event('StatusUpdate', { plan_mode: false }, 2),
      status('m2', 1, 1, 3),
    ]
    expect(calls(rows).map((c) => c.autonomy_mode)).toEqual(['spec', null])
  })
})

describe('sub-agents', () => {
  const nested = (outer: object, inner: object) => event('SubagentEvent', { ...outer, event: inner }, 2)
  const { message } = status('m9', 70, 5)

  it('with an id have a file of their own: what the parent repeats is dropped', () => {
    const result = read([nested({ agent_id: 'a1', subagent_type: 'explore' }, message)])
    expect(factsOf(result, 'model_call')).toEqual([])
    expect(result.drops).toEqual({ embedded_copy: { records: 1, tokens: 1075 } })
  })

  it('of older versions are told by the parent alone', () => {
    const result = read([nested({ task_tool_call_id: 't1' }, message), status('m1', 1, 1, 3)])
    expect(factsOf(result, 'model_call').map((c) => [c.agent, c.in_uncached])).toEqual([
      ['subagent', 70],
      [null, 1],
    ])
  })

  it('in their own file belong to the session, with type and model', () => {
    const meta = {
      subagent_type: 'coder',
      launch_spec: { effective_model: 'kimi-k2', work_dir: '/home/ada/shop' },
    }
    const result = read([event('TurnBegin', { user_input: 'x' }), status('m1', 1, 1)], { agent: 'a1', meta })
    expect(factsOf(result, 'model_call')).toMatchObject([
      { session: SESSION.split('/').at(-1), agent: 'coder', model: 'kimi-k2' },
    ])
    expect(factsOf(result, 'message').filter((m) => m.human)).toEqual([])
  })
})

describe('inputs', () => {
  it('are prompts, or commands and skills', () => {
    const rows = ['do it', '/init', '/skill:notes now', '/home/x is broken'].map((user_input, i) =>
      event('TurnBegin', { user_input }, i),
    )
    const result = read([...rows, event('SteerInput', { user_input: [{ type: 'text', text: 'go' }] }, 9)])
    expect(factsOf(result, 'message').map((m) => m.at / 1000 - AT)).toEqual([0, 3, 9])
    expect(factsOf(result, 'feature_use').map((f) => [f.kind, f.name])).toEqual([
      ['slash_command', 'init'],
      ['slash_command', 'skill:notes'],
      ['skill', 'notes'],
    ])
  })

  it('tell of hooks', () => {
    const rows = [
      event('HookTriggered', { event: 'PreToolUse' }),
      event('HookResolved', { event: 'PreToolUse', target: 'Shell' }, 1),
    ]
    expect(factsOf(read(rows), 'feature_use')).toMatchObject([
      { kind: 'hook', event: 'PreToolUse', matcher: 'Shell' },
    ])
  })
})

describe('tools', () => {
  const call = (name: string, args: string, id = 'Shell:0') =>
    event('ToolCall', { type: 'function', id, function: { name, arguments: args } })
  const ended = (value: object, id = 'Shell:0') =>
    event('ToolResult', { tool_call_id: id, return_value: value }, 2)
  const answered = (response: string) => [
    event('ApprovalRequest', { id: 'r1', tool_call_id: 'Shell:0' }, 1),
    event('ApprovalResponse', { request_id: 'r1', response }, 1),
  ]

  it.each<[string, object[], string, string | null]>([
    ['that succeeded', [call('Shell', '{}'), ended({ is_error: false })], 'ok', null],
    ['that failed', [call('Shell', '{}'), ended({ is_error: true })], 'error', null],
    [
      'that was allowed',
      [call('Shell', '{}'), ...answered('approve'), ended({ is_error: false })],
      'ok',
      'user',
    ],
    [
      'that was refused',
      [call('Shell', '{}'), ...answered('reject'), ended({ is_error: true })],
      'rejected',
      'user',
    ],
    ['that did not end', [call('Shell', '{}')], 'unknown', null],
  ])('%s', (_, rows, expected, decision) => {
    expect(factsOf(read(rows), 'tool_call')).toMatchObject([
      { keys: [`kimi-cli/tool:${AT * 1e6}:Shell:0`], tool: 'Execute', status: expected, decision },
    ])
  })

  it('have arguments that come in parts, commit, and start agents', () => {
    const rows = [
      call('Shell', '{"command": "git co'),
      event('ToolCallPart', { arguments_part: 'mmit -m canary"}' }),
      ended({ is_error: false, output: [{ type: 'text', text: '[main 1a2b3c4] canary' }] }),
      call('Task', '{"subagent_name": "coder"}', 'Task:1'),
    ]
    const result = read(rows)
    expect(factsOf(result, 'commit')).toMatchObject([{ sha: '1a2b3c4' }])
    expect(factsOf(result, 'feature_use')).toMatchObject([{ kind: 'subagent', name: 'coder' }])
    expect(JSON.stringify(result.facts)).not.toContain('canary')
  })

  it('change files, as what they show tells: the parts of one file are one change', () => {
    const diff = (path: string, old_text: string, new_text: string) => ({
      type: 'diff',
      path,
      old_text,
      new_text,
    })
    const display = [
      diff('/home/ada/shop/a.ts', 'a\nb', 'a\nthe new line'),
      diff('/home/ada/shop/a.ts', 'x', ''),
      diff('b.ts', '', 'one\ntwo'),
    ]
    const result = read([call('StrReplaceFile', '{}'), ended({ is_error: false, display })])
    expect(factsOf(result, 'file_change')).toMatchObject([
      { path: 'a.ts', op: 'edit', added: 1, removed: 2, line_hashes: ['#the new line'] },
      { path: 'b.ts', op: 'create', added: 2, removed: 0 },
    ])
    expect(
      factsOf(read([call('StrReplaceFile', '{}'), ended({ is_error: true, display })]), 'file_change'),
    ).toEqual([])
  })

  it.each([
    ['ReadFile', 'Read'],
    ['ReadMediaFile', 'Read'],
    ['WriteFile', 'Create'],
    ['StrReplaceFile', 'Edit'],
    ['Shell', 'Execute'],
    ['SearchWeb', 'Web'],
    ['FetchURL', 'Web'],
    ['SetTodoList', 'Todo'],
    ['TodoList', 'Todo'],
  ])('%s is %s', (raw, tool) => {
    expect(toolName(raw).tool).toBe(tool)
  })
})

it('hostile rows are counted or passed over, never thrown at', () => {
  const odd: object[] = [
    {},
    { timestamp: 'x', message: { type: 'StatusUpdate', payload: { token_usage: { output: 5 } } } },
    { timestamp: 5, message: { type: 'StatusUpdate', payload: { token_usage: { output: 5 } } } },
    status('m1', -1, 5),
    status('m2', 1e300, 5),
    status('m3', 7, 5),
    event('__proto__'),
    event('ToolCall', { id: '__proto__', function: { name: '__proto__', arguments: '{' } }),
    event('ToolResult', { tool_call_id: '__proto__', return_value: { display: 'x', output: [[null]] } }),
    event('ApprovalResponse', { request_id: {}, response: [] }),
    event('SubagentEvent', { event: 'x' }),
    event('TurnBegin', { user_input: { a: 1 } }),
    { timestamp: AT, message: null },
  ]
  const result = read(odd)
  expect(factsOf(result, 'model_call')).toMatchObject([{ in_uncached: 7 }])
  expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  expect(result.drops).toMatchObject({ implausible_count: { records: 2 }, time_out_of_range: { records: 1 } })
})
