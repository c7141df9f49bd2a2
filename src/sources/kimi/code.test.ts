/** Logs of Kimi Code: which of two tellings of a call counts, what is a copy, and what tools did. */
import { describe, expect, it } from 'vitest'
import { droppedOf, factsOf, readRows, sumOf } from '../fixtures/reading.ts'
import type { ReadResult, TranscriptFile } from '../source.ts'
import { kimiCode } from './index.ts'

const AT = Date.parse('2026-08-01T10:00:00Z')
const SESSION = '/home/ada/.kimi-code/sessions/wd_shop_0123456789ab/session_1'
const STATE = {
  ...{ createdAt: new Date(AT).toISOString(), workDir: '/home/ada/shop' },
  agents: { main: { type: 'main' }, 'agent-0': { type: 'sub' } },
}

interface How {
  agent?: string
  session?: string
  state?: object | null
  over?: Partial<TranscriptFile>
}
const START = { type: 'metadata', protocol_version: '1.4', created_at: AT }

/** Reads rows as they lie in their place; the file itself lies there too. */
function read(
  rows: readonly object[],
  { agent = 'main', session = SESSION, state = STATE, over = {} }: How = {},
): ReadResult {
  const path = `${session}/agents/${agent}/wire.jsonl`
  const all = [START, ...rows]
  const nearby = {
    read: (file: string) => {
      if (file === path) return Buffer.from(all.map((row) => JSON.stringify(row)).join('\n'))
      return file === `${session}/state.json` && state ? Buffer.from(JSON.stringify(state)) : null
    },
    list: () => [],
  }
  return readRows(kimiCode, path, all, { nearby, ...over })
}

const usage = (inputOther: number, output: number, inputCacheRead = 0, inputCacheCreation = 0) => ({
  ...{ inputOther, output, inputCacheRead, inputCacheCreation },
})
const loop = (time: number, event: object) => ({ type: 'context.append_loop_event', event, time })
const asked = (time: number, more: object = {}) => ({
  ...{
    type: 'llm.request',
    kind: 'loop',
    provider: 'kimi',
    model: 'kimi-k2',
    modelAlias: 'mine/k2',
    thinkingEffort: 'high',
    time,
  },
  ...more,
})
const used = (time: number, told: object, more: object = {}) => ({
  ...{ type: 'usage.record', model: 'mine/k2', usage: told, usageScope: 'turn', time },
  ...more,
})
const begin = (time: number, uuid: string) => loop(time, { type: 'step.begin', uuid, turnId: '0', step: 1 })
const end = (time: number, uuid: string, told: object | null, more: object = {}) =>
  loop(time, { type: 'step.end', uuid, ...(told ? { usage: told } : {}), ...more })
const step = (time: number, uuid: string, told = usage(100, 10, 1000, 50)) => [
  begin(time, uuid),
  asked(time + 1),
  end(time + 2, uuid, told, { llmFirstTokenLatencyMs: 300, llmStreamDurationMs: 700 }),
  used(time + 2, told),
]
const calls = (...given: Parameters<typeof read>) => factsOf(read(...given), 'model_call')

describe('a call', () => {
  it('is told by its step and repeated by the record of its use: one counts', () => {
    const result = read(step(AT, 'u1'))
    expect(factsOf(result, 'model_call')).toMatchObject([
      {
        ...{
          at: AT,
          session: 'session_1',
          keys: ['kimi-code/step:u1'],
          model: 'kimi-k2',
          provider: 'moonshotai',
        },
        ...{ in_uncached: 100, cache_read: 1000, cache_write: 50, out: 10, reasoning: null },
        ...{ ttft_ms: 300, latency_ms: 1000, attempts: 1, effort: 'high', status: 'ok' },
      },
    ])
    expect(result.naive).toEqual({ rows: 2, tokens: 2320 })
    expect(result.drops).toEqual({ repeated_row: { records: 1, tokens: 1160 } })
    expect(factsOf(result, 'message')).toHaveLength(1)
  })

  it('with the same counts as the one before is another', () => {
    const result = read([...step(AT, 'u1'), ...step(AT + 10, 'u2')])
    expect(factsOf(result, 'model_call')).toHaveLength(2)
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  })

  it('is repeated once: a further record of the same counts is another', () => {
    expect(calls([...step(AT, 'u1'), used(AT + 9, usage(100, 10, 1000, 50))])).toHaveLength(2)
  })

  it('of which only one side tells counts all the same', () => {
    expect(calls([begin(AT, 'u1'), asked(AT), end(AT + 2, 'u1', usage(1, 2))])).toHaveLength(1)
    const alone = read([
      begin(AT, 'u1'),
      asked(AT),
      used(AT + 2, usage(1, 2)),
      end(AT + 3, 'u1', usage(1, 2)),
    ])
    expect(factsOf(alone, 'model_call')).toMatchObject([
      { keys: [`kimi-code/usage:${AT}:${AT + 2}:1:0:0:2`] },
    ])
    expect(alone.drops.repeated_row?.records).toBe(1)
  })

  it('that sums up the conversation is told by its use alone', () => {
    const rows = [
      ...step(AT, 'u1'),
      asked(AT + 5, { kind: 'compaction' }),
      used(AT + 9, usage(7, 3), { usageScope: 'session' }),
    ]
    const result = read(rows)
    expect(factsOf(result, 'model_call').map((c) => [c.in_uncached, c.attempts ?? null])).toEqual([
      [100, 1],
      [7, null],
    ])
    expect(factsOf(result, 'message')).toHaveLength(1)
  })

  it('was tried as often as it was asked for', () => {
    expect(
      calls([begin(AT, 'u1'), asked(AT), asked(AT + 1), end(AT + 2, 'u1', usage(1, 2))])[0]?.attempts,
    ).toBe(2)
  })

  it('without counts is a message', () => {
    const result = read([
      begin(AT, 'u1'),
      end(AT + 1, 'u1', null),
      begin(AT + 2, 'u2'),
      end(AT + 3, 'u2', usage(0, 0)),
    ])
    expect(factsOf(result, 'model_call')).toEqual([])
    expect(factsOf(result, 'message')).toHaveLength(2)
    expect(result.drops.no_usage?.records).toBe(2)
  })

  it('is of the model in the settings, where the request names another', () => {
    expect(calls([asked(AT), used(AT, usage(1, 1), { model: 'other/x' })])).toMatchObject([
      { model: 'other/x' },
    ])
  })
})

it('a fork has the keys of the original and a weaker claim, until it goes on by itself', () => {
  const prompt = { type: 'turn.prompt', input: [], origin: { kind: 'user' }, time: AT }
  const original = [prompt, ...step(AT + 1, 'u1'), used(AT + 5, usage(9, 9), { usageScope: 'session' })]
  const copy = [...original, { type: 'forked', time: AT + 100 }, ...step(AT + 200, 'u2')]
  const [parent, fork] = [read(original), read(copy, { session: SESSION.replace('_1', '_2') })]
  const keys = (result: ReadResult) => factsOf(result, 'model_call').map((c) => c.keys[0])
  expect(keys(fork).slice(0, 2)).toEqual(keys(parent))
  expect(factsOf(fork, 'model_call').map((c) => [c.session, c.owner_rank])).toEqual([
    ['session_2', 1],
    ['session_2', 1],
    ['session_2', 0],
  ])
  expect(factsOf(fork, 'message')[0]?.keys).toEqual(factsOf(parent, 'message')[0]?.keys)
  const nested = loop(AT, {
    type: 'tool.call',
    stepUuid: 'u',
    toolCallId: 't',
    name: 'x',
    args: { type: 'forked' },
  })
  expect(factsOf(read([nested]), 'tool_call')).toMatchObject([{ owner_rank: 0 }])
  const quoted = { ...prompt, input: [{ type: 'text', text: '{"type":"forked"' }] }
  expect(factsOf(read([quoted]), 'message')).toMatchObject([{ owner_rank: 0 }])
})

describe('inputs', () => {
  const input = (origin: object, type = 'turn.prompt', time = AT) => ({
    type,
    input: [{ type: 'text', text: 'canary' }],
    origin,
    time,
  })
  it.each<[object, boolean]>([
    [{ kind: 'user' }, true],
    [{ kind: 'injection', variant: 'x' }, false],
    [{ kind: 'cron_job' }, false],
    [{ kind: 'system_trigger', name: 'x' }, false],
  ])('of %j are typed: %s', (origin, typed) => {
    const result = read([
      input(origin),
      { type: 'context.append_message', message: { role: 'user', origin }, time: AT + 1 },
    ])
    expect(factsOf(result, 'message')).toHaveLength(typed ? 1 : 0)
    expect(JSON.stringify(result.facts)).not.toContain('canary')
  })

  it('that steer a turn are typed too', () => {
    expect(factsOf(read([input({ kind: 'user' }, 'turn.steer')]), 'message')).toMatchObject([{ human: true }])
  })

  it('use skills and commands, told twice', () => {
    const skill = { kind: 'skill_activation', activationId: 'a1', skillName: 'notes', trigger: 'user-slash' }
    const command = { kind: 'plugin_command', activationId: 'a2', commandName: 'ship', trigger: 'user-slash' }
    const own = { kind: 'skill_activation', activationId: 'a3', skillName: 'maps', trigger: 'model-tool' }
    const rows = [skill, command, own].flatMap((origin) => [
      input(origin),
      { type: 'context.append_message', message: { role: 'user', origin }, time: AT + 1 },
    ])
    const found = factsOf(read(rows), 'feature_use').map((f) => [f.kind, f.name])
    expect(found).toEqual([
      ['skill', 'notes'],
      ['slash_command', 'notes'],
      ['slash_command', 'ship'],
      ['skill', 'maps'],
    ])
  })

  it('tell of hooks', () => {
    const message = { role: 'user', origin: { kind: 'hook_result', event: 'UserPromptSubmit' } }
    expect(
      factsOf(read([{ type: 'context.append_message', message, time: AT }]), 'feature_use'),
    ).toMatchObject([{ kind: 'hook', name: 'UserPromptSubmit' }])
  })
})

describe('a sub-agent', () => {
  it('belongs to the session, under its type, and is told what to do by a model', () => {
    const rows = [
      { type: 'config.update', profileName: 'explore', time: AT },
      { type: 'turn.prompt', input: [], origin: { kind: 'user' }, time: AT },
      ...step(AT + 1, 'u9'),
    ]
    const result = read(rows, { agent: 'agent-0' })
    expect(factsOf(result, 'model_call')).toMatchObject([{ session: 'session_1', agent: 'explore' }])
    expect(factsOf(result, 'message').filter((m) => m.human)).toEqual([])
    expect(factsOf(result, 'session')).toMatchObject([{ id: 'session_1', started_at: AT }])
  })
})

it('a session tells its folder, servers and modes', () => {
  const rows = [
    { type: 'permission.set_mode', mode: 'yolo', time: AT },
    { type: 'mcp.tools_discovered', serverName: 'Jira', hash: 'x', tools: [], enabledNames: [], time: AT },
    ...step(AT, 'u1'),
    { type: 'plan_mode.enter', id: 'x', time: AT },
    ...step(AT + 10, 'u2'),
    { type: 'plan_mode.exit', time: AT },
    ...step(AT + 20, 'u3'),
  ]
  const result = read(rows)
  expect(factsOf(result, 'session')).toMatchObject([
    { project: 'shop', client: null, kind: null, mcp_servers_configured: ['jira'], started_at: AT },
  ])
  expect(factsOf(result, 'model_call').map((c) => c.autonomy_mode)).toEqual([
    'auto-high',
    'spec',
    'auto-high',
  ])
})

describe('tools', () => {
  const call = (name: string, args: object, id = 'T_0', time = AT) =>
    loop(time, { type: 'tool.call', uuid: id, stepUuid: 'u1', toolCallId: id, name, args })
  const result = (told: object, id = 'T_0', time = AT + 400) =>
    loop(time, { type: 'tool.result', parentUuid: id, toolCallId: id, result: told })
  const decided = (decision: string, id = 'T_0') => ({
    ...{ type: 'permission.record_approval_result', turnId: 1, toolCallId: id, toolName: 'x', time: AT },
    result: { decision },
  })

  it.each<[string, object[], string, string | null]>([
    ['by itself', [call('Bash', {}), result({ output: 'x' })], 'ok', null],
    ['that was allowed', [decided('approved'), call('Bash', {}), result({ output: 'x' })], 'ok', 'user'],
    ['that failed', [call('Bash', {}), result({ output: 'x', isError: true })], 'error', null],
    [
      'that was refused',
      [decided('rejected'), call('Bash', {}), result({ output: 'x', isError: true })],
      'rejected',
      'user',
    ],
    [
      'that was broken off',
      [call('Bash', {}), decided('cancelled'), result({ isError: true })],
      'rejected',
      'user',
    ],
  ])('%s', (_, rows, status, decision) => {
    expect(factsOf(read(rows), 'tool_call')).toMatchObject([
      { keys: ['kimi-code/tool:u1:T_0'], tool: 'Execute', status, decision, duration_ms: 400 },
    ])
  })

  it('have results of the call before them, where an id is used again', () => {
    const again = loop(AT + 500, {
      type: 'tool.call',
      stepUuid: 'u2',
      toolCallId: 'T_0',
      name: 'Read',
      args: {},
    })
    const rows = [call('Bash', {}), result({ isError: true }), again, result({ output: '' }, 'T_0', AT + 600)]
    expect(factsOf(read(rows), 'tool_call').map((t) => [t.tool, t.status])).toEqual([
      ['Execute', 'error'],
      ['Read', 'ok'],
    ])
  })

  it('change files; what was read or written before is not new', () => {
    const path = '/home/ada/shop/a.ts'
    const rows = [
      ...[call('Write', { path, content: 'one line here\ntwo' }, 'a'), result({ output: 'x' }, 'a')],
      ...[call('Write', { path, content: 'x' }, 'b'), result({ output: 'x' }, 'b')],
      ...[
        call('Edit', { path, old_string: 'a\nb', new_string: 'a\nc\nd' }, 'c'),
        result({ output: 'x' }, 'c'),
      ],
      ...[
        call('Edit', { path, old_string: 'a', new_string: 'b', replace_all: true }, 'd'),
        result({ output: 'x' }, 'd'),
      ],
      ...[call('Edit', { path, old_string: 'a', new_string: 'b' }, 'e'), result({ isError: true }, 'e')],
    ]
    expect(factsOf(read(rows), 'file_change').map((f) => [f.path, f.op, f.added, f.removed])).toEqual([
      ['a.ts', 'create', 2, 0],
      ['a.ts', 'edit', null, null],
      ['a.ts', 'edit', 2, 1],
      ['a.ts', 'edit', null, null],
    ])
  })

  it('commit, start agents and call servers', () => {
    const rows = [
      ...[
        call('Bash', { command: 'git commit -m canary' }, 'a'),
        result({ output: '[main 1a2b3c4] canary' }, 'a'),
      ],
      ...[
        call('Agent', { subagent_type: 'explore', prompt: 'canary' }, 'b'),
        call('mcp__jira__find', {}, 'c'),
      ],
    ]
    const told = read(rows)
    expect(factsOf(told, 'commit')).toMatchObject([{ sha: '1a2b3c4' }])
    expect(factsOf(told, 'feature_use')).toMatchObject([{ kind: 'subagent', name: 'explore' }])
    expect(factsOf(told, 'tool_call').map((t) => [t.tool, t.mcp_server])).toEqual([
      ['Execute', null],
      ['Task', null],
      ['MCP', 'jira'],
    ])
    expect(JSON.stringify(told.facts)).not.toContain('canary')
  })
})

it('hostile rows are counted or passed over, never thrown at', () => {
  const odd: object[] = [
    {},
    { type: '__proto__', time: AT },
    { type: 'metadata', created_at: 'x' },
    { type: 'usage.record', usage: usage(5, 5), time: 'never' },
    { type: 'usage.record', usage: usage(5, 5), time: 1 },
    used(AT, { inputOther: -5, output: 'many' }),
    used(AT + 1, usage(1e300, 1)),
    used(AT + 2, usage(7, 1), { model: '\u001b[31mred' }),
    loop(AT, { type: 'step.end', uuid: {}, usage: [] }),
    loop(AT, { type: 'tool.call', toolCallId: '__proto__', name: '__proto__', args: [] }),
    loop(AT, { type: 'tool.result', toolCallId: '__proto__', result: 'x' }),
    loop(AT, { type: 'what' }),
    { type: 'context.append_loop_event', event: null, time: AT },
    { type: 'context.append_message', message: 'x', time: AT },
    { type: 'permission.record_approval_result', result: 7, time: AT },
    { type: 'mcp.tools_discovered', serverName: {}, time: AT },
  ]
  const result = read(odd, { state: { agents: { main: 'x' }, createdAt: {}, workDir: 7 } })
  expect(factsOf(result, 'model_call')).toMatchObject([{ in_uncached: 7, model: '[31mred' }])
  expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  expect(result.drops).toMatchObject({ implausible_count: { records: 2 }, time_out_of_range: { records: 1 } })
})
