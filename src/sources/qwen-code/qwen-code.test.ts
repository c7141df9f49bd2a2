/** What a transcript of Qwen Code becomes: which rows are calls, what events beside them add, and who owns a copy. */
import { describe, expect, it, test } from 'vitest'
import type { Fact } from '../../facts/index.ts'
import type { LogRecord, Value } from '../../otlp/signals.ts'
import { droppedOf, factsOf, NOTHING_NEARBY, readRows, sumOf } from '../fixtures/reading.ts'
import { OTLP_AGENTS, readTelemetry } from '../index.ts'
import { qwenCode } from './index.ts'

const SESSION = '019f0000-0000-7000-8000-0000000000aa'
const PLACE = `/home/ana/.qwen/projects/-home-ana-shop/chats/${SESSION}.jsonl`
const DAY = '2026-09-10T'
const at = (time: string) => Date.parse(`${DAY}${time}Z`)
const PROMPT = `${SESSION}########0`

const row = (uuid: string, time: string, type: string, more: object = {}) => ({
  ...{ uuid, parentUuid: null, sessionId: SESSION, timestamp: `${DAY}${time}Z`, type },
  ...{ cwd: '/home/ana/shop', version: '0.21.1', gitBranch: 'main' },
  ...more,
})
const user = (uuid: string, time: string, more: object = {}) =>
  row(uuid, time, 'user', { message: { role: 'user', parts: [{ text: 'confidential' }] }, ...more })
const USAGE = {
  ...{ promptTokenCount: 500, candidatesTokenCount: 60, cachedContentTokenCount: 100 },
  ...{ thoughtsTokenCount: 20, totalTokenCount: 560 },
}
const answer = (
  uuid: string,
  time: string,
  parts: object[] = [{ text: 'confidential' }],
  more: object = {},
) =>
  row(uuid, time, 'assistant', {
    ...{ model: 'qwen3-coder-plus', message: { role: 'model', parts }, usageMetadata: USAGE },
    ...more,
  })
const call = (id: string | undefined, name: string, args: object = {}) => ({
  functionCall: { id, name, args },
})
const result = (
  uuid: string,
  time: string,
  callId: string,
  more: object = {},
  response: object = { output: 'ok' },
) =>
  row(uuid, time, 'tool_result', {
    message: { role: 'user', parts: [{ functionResponse: { id: callId, name: 'x', response } }] },
    toolCallResult: { callId, status: 'success', ...more },
  })
const system = <T extends object>(uuid: string, time: string, subtype: string, systemPayload: T) => ({
  ...row(uuid, time, 'system'),
  ...{ subtype, systemPayload },
})
const event = (uuid: string, time: string, name: string, more: object) =>
  system(uuid, time, 'ui_telemetry', {
    uiEvent: {
      'event.name': `qwen-code.${name}`,
      'event.timestamp': `${DAY}${time}Z`,
      prompt_id: PROMPT,
      ...more,
    },
  })
const COUNTS = {
  ...{ input_token_count: 500, output_token_count: 60, cached_content_token_count: 100 },
  ...{ thoughts_token_count: 20, total_token_count: 560 },
}
const response = (uuid: string, time: string, more: object = {}) =>
  event(uuid, time, 'api_response', {
    ...{ response_id: 'chatcmpl-1', model: 'qwen3-coder-plus', duration_ms: 1900, auth_type: 'openai' },
    ...COUNTS,
    ...more,
  })

const read = (rows: readonly object[], over: Parameters<typeof readRows>[3] = {}, path = PLACE) =>
  readRows(qwenCode, path, rows, { nearby: NOTHING_NEARBY, ...over })
const identity = (rows: readonly object[]) => {
  const result = read(rows)
  expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  return result
}

describe('calls', () => {
  it('have disjoint counts: input contains the cache, and output the thoughts, unless the total says otherwise', () => {
    const result = identity([user('u1', '09:00:01.000'), answer('a1', '09:00:05.000')])
    expect(factsOf(result, 'model_call')).toEqual([
      expect.objectContaining({
        keys: [`qwen-code/usage:${SESSION}:500:100:60:20`, 'qwen-code/uuid:a1'],
        ...{ at: at('09:00:05.000'), session: SESSION, model: 'qwen3-coder-plus', provider: null },
        ...{ in_uncached: 400, cache_read: 100, out: 60, reasoning: 20, status: 'ok', completeness: 2 },
        ...{ branch: 'main', project: 'shop', agent: null, latency_ms: null, owner_rank: 0 },
      }),
    ])
    const beside = { usageMetadata: { ...USAGE, totalTokenCount: 580 } }
    const [other] = factsOf(read([answer('a1', '09:00:05.000', [], beside)]), 'model_call')
    expect(other).toMatchObject({ in_uncached: 400, out: 80, reasoning: 20 })
    const bare = { usageMetadata: { promptTokenCount: 12, candidatesTokenCount: 4 } }
    const [least] = factsOf(read([answer('a1', '09:00:05.000', [], bare)]), 'model_call')
    expect(least).toMatchObject({ in_uncached: 12, cache_read: null, out: 4, reasoning: null })
  })

  it('are told once more by an event, which only knows how long they took', () => {
    const result = identity([response('s1', '09:00:04.990'), answer('a1', '09:00:05.000')])
    expect(factsOf(result, 'model_call')).toEqual([expect.objectContaining({ out: 60, latency_ms: 1900 })])
    expect(result.naive).toEqual({ rows: 2, tokens: 1120 })
    expect(result.drops).toEqual({ repeated_row: { records: 1, tokens: 560 } })
  })

  it('of one cost are told apart, each with its own duration', () => {
    const result = identity([
      response('s1', '09:00:04.990'),
      answer('a1', '09:00:05.000'),
      response('s2', '09:00:06.990', { duration_ms: 700 }),
      answer('a2', '09:00:07.000'),
    ])
    const key = `qwen-code/usage:${SESSION}:500:100:60:20`
    expect(factsOf(result, 'model_call').map((c) => [c.keys[0], c.latency_ms])).toEqual([
      [key, 1900],
      [`${key}#2`, 700],
    ])
  })

  it('of a message in several rows are one, also where a row comes again', () => {
    const thought = answer('a1', '09:00:04.000', [{ text: 'confidential', thought: true }], {
      usageMetadata: undefined,
      model: undefined,
    })
    const result = identity([thought, answer('a1', '09:00:05.000'), answer('a1', '09:00:05.000')])
    expect(factsOf(result, 'model_call')).toHaveLength(1)
    expect(factsOf(result, 'message')).toHaveLength(1)
    expect(result.drops).toEqual({
      no_usage: { records: 1, tokens: 0 },
      repeated_row: { records: 1, tokens: 560 },
    })
  })

  it('without counts leave a message, which is the same when they come', () => {
    const bare = answer('a1', '09:00:05.000', undefined, { usageMetadata: undefined })
    const early = read([bare])
    expect(factsOf(early, 'model_call')).toEqual([])
    expect(factsOf(early, 'message').map((m) => m.keys)).toEqual([['qwen-code/uuid:a1']])
    expect(factsOf(read([bare, answer('a1', '09:00:05.000')]), 'message')[0]?.keys).toContain(
      'qwen-code/uuid:a1',
    )
  })

  it('of sub-agents without a transcript are told by events alone', () => {
    const prompt_id = `${SESSION}#reviewer-7f#0`
    const result = identity([
      response('s1', '09:00:04.000', { prompt_id, subagent_name: 'reviewer' }),
      response('s2', '09:00:05.000', { prompt_id, input_token_count: 600, total_token_count: 660 }),
      answer('a1', '09:00:07.000'),
    ])
    expect(factsOf(result, 'model_call').map((c) => [c.agent, c.latency_ms, c.keys])).toEqual([
      ['reviewer', 1900, [`qwen-code/usage:${SESSION}:500:100:60:20`, 'qwen-code/uuid:s1']],
      ['subagent', 1900, [`qwen-code/usage:${SESSION}:600:100:60:20`, 'qwen-code/uuid:s2']],
      [null, null, [`qwen-code/usage:${SESSION}:500:100:60:20#2`, 'qwen-code/uuid:a1']],
    ])
  })

  it('beside the conversation leave no message', () => {
    const result = identity([response('s1', '09:00:04.000', { prompt_id: 'side-query:title' })])
    expect(factsOf(result, 'model_call')).toHaveLength(1)
    expect(factsOf(result, 'message')).toEqual([])
  })

  it('that failed are told by events, without their message', () => {
    const failed = {
      model: 'm',
      duration_ms: 500,
      error_message: 'confidential',
      status_code: 429,
      error_type: 'RateLimit',
    }
    const result = identity([event('s1', '09:00:04.000', 'api_error', failed)])
    expect(factsOf(result, 'model_call')).toEqual([
      expect.objectContaining({
        status: 'error',
        error_type: '429',
        latency_ms: 500,
        keys: ['qwen-code/uuid:s1'],
      }),
    ])
    const sentence = { ...failed, status_code: undefined, error_type: 'confidential as it is' }
    expect(
      factsOf(read([event('s1', '09:00:04.000', 'api_error', sentence)]), 'model_call')[0],
    ).toMatchObject({ error_type: 'error' })
    expect(JSON.stringify(result.facts)).not.toContain('confidential')
  })

  it.each([
    ['qwen-oauth', 'coder-model', 'qwen'],
    ['openai', 'deepseek-v3', 'deepseek'],
    ['vertex-ai', 'gemini-3-pro', 'vertex'],
    ['__proto__', 'x', null],
  ])('by way of %s, of %s, are served by %s', (authType, model, provider) => {
    const executionContext = { authType, approvalMode: 'yolo' }
    const rows = [
      user('u1', '09:00:01.000', { executionContext }),
      answer('a1', '09:00:05.000', [], { model }),
    ]
    expect(factsOf(read(rows), 'model_call')[0]).toMatchObject({ provider, autonomy_mode: 'auto-high' })
  })

  it.each(Object.keys(USAGE))('with a %s beyond belief are none', (name) => {
    for (const value of [-1, 1.5, 1e18, '12', {}, true]) {
      const result = identity([
        answer('a1', '09:00:05.000', [], { usageMetadata: { ...USAGE, [name]: value } }),
      ])
      expect(factsOf(result, 'model_call')).toEqual([])
      expect(result.drops.implausible_count?.records).toBe(1)
    }
  })
})

describe('people', () => {
  const human = (more: object) => factsOf(read([user('u1', '09:00:01.000', more)]), 'message').length

  it.each<[object, number]>([
    [{}, 1],
    [{ subtype: 'mid_turn_user_message' }, 1],
    [{ provenance: 'real_user' }, 1],
    [{ subtype: 'notification', provenance: 'system' }, 0],
    [{ subtype: 'cron' }, 0],
    [{ subtype: 'goal_runtime', provenance: 'goal_runtime' }, 0],
    [{ subtype: 'agent_message', provenance: 'external_agent' }, 0],
    [{ isSidechain: true }, 0],
    [{ message: { parts: [{ text: '<system-reminder>…' }] } }, 0],
    [{ message: { parts: [{ functionResponse: {} }] } }, 0],
    [{ message: 7 }, 0],
  ])('a user row with %j is a prompt: %i', (more, n) => expect(human(more)).toBe(n))

  it('call slash commands', () => {
    const told = (uuid: string, phase: string, rawCommand: unknown) =>
      system(uuid, '09:00:01.000', 'slash_command', { phase, rawCommand })
    const rows = [
      told('s1', 'invocation', '/review confidential'),
      told('s2', 'result', '/review confidential'),
      told('s3', 'invocation', 'confidential'),
      told('s4', 'invocation', 7),
    ]
    expect(factsOf(read(rows), 'feature_use').map(({ kind, name }) => [kind, name])).toEqual([
      ['slash_command', 'review'],
    ])
    expect(JSON.stringify(read(rows).facts)).not.toContain('confidential')
  })

  it('set how free the agent is', () => {
    const mode = (told: string) => system('s1', '09:00:01.000', 'session_approval_mode', { mode: told })
    const of = (told: string) =>
      factsOf(read([mode(told), answer('a1', '09:00:05.000')]), 'model_call')[0]?.autonomy_mode
    expect(['plan', 'default', 'auto-edit', 'auto', 'yolo', 'constructor'].map(of)).toEqual([
      ...['spec', 'manual', 'auto-low', 'auto-medium', 'auto-high', null],
    ])
  })
})

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

describe('a sub-agent', () => {
  const path = PLACE.replace(/chats.*/, `subagents/${SESSION}/agent-reviewer-7f.jsonl`)
  const more = { isSidechain: true, agentId: 'reviewer-7f', agentName: 'reviewer', model: undefined }
  const rows = [
    user('su1', '09:00:06.000', more),
    answer('sa1', '09:00:07.000', [{ text: 'confidential' }], more),
    answer('sa2', '09:00:07.100', [call('c9', 'glob')], { ...more, usageMetadata: undefined }),
    row('sr1', '09:00:08.000', 'tool_result', {
      ...more,
      message: { parts: [{ functionResponse: { id: 'c9', response: { output: 'x' } } }] },
      toolCallResult: { callId: 'c9', durationMs: 3 },
    }),
  ]
  const meta = JSON.stringify({ agentType: 'reviewer', model: 'qwen3-max' })
  const nearby = {
    read: (name: string) => (name === path.replace('.jsonl', '.meta.json') ? Buffer.from(meta) : null),
    list: () => [],
  }

  it('works in the session that started it, and tells nothing of that as a whole', () => {
    const found = read(rows, { nearby }, path)
    expect(found.facts.map((f) => f.type).sort()).toEqual(['message', 'model_call', 'tool_call'])
    expect(factsOf(found, 'model_call')[0]).toMatchObject({
      ...{ session: SESSION, agent: 'reviewer', model: 'qwen3-max', completeness: 1 },
      keys: [`qwen-code/usage:${SESSION}:500:100:60:20`, 'qwen-code/uuid:sa1'],
    })
    expect(factsOf(found, 'tool_call')[0]).toMatchObject({ agent: 'reviewer', status: 'ok', duration_ms: 3 })
    expect(factsOf(found, 'message')).toEqual([expect.objectContaining({ role: 'assistant' })])
  })

  it('is known without what lies beside it, too', () => {
    const bare = rows.map(({ agentName: _, ...told }: Record<string, unknown>) => told)
    expect(factsOf(read(bare, {}, path), 'model_call')[0]).toMatchObject({ agent: 'subagent', model: null })
  })
})

describe('a fork', () => {
  const FORK = '019f0000-0000-7000-8000-0000000000bb'
  const origin = [
    user('u1', '09:00:01.000'),
    response('s1', '09:00:04.990'),
    answer('a1', '09:00:05.000', [
      call('c1', 'edit', { file_path: 'a.ts', old_string: 'a', new_string: 'b' }),
    ]),
    result('r1', '09:00:06.000', 'c1'),
    system('s2', '09:00:07.000', 'slash_command', { phase: 'invocation', rawCommand: '/branch' }),
    event('s3', '09:00:08.000', 'api_error', { model: 'm', status_code: 500 }),
  ]
  const copy = (rows: readonly { uuid: string; sessionId: string }[], sessionId: string) =>
    rows.map((r) => ({ ...r, sessionId, forkedFrom: { sessionId: r.sessionId, messageUuid: r.uuid } }))
  const own = { ...answer('f1', '09:10:00.000'), sessionId: FORK }
  const events = (facts: readonly Fact[]) =>
    facts.filter((f) => 'keys' in f) as (Fact & { keys: string[]; owner_rank: number })[]

  it('has the keys of what it copies, and a weaker claim', () => {
    const fork = read([...copy(origin, FORK), own], {}, PLACE.replace(SESSION, FORK))
    const first = events(read(origin).facts)
    const copies = events(fork.facts).filter((f) => f.owner_rank === 2)
    expect(copies.map((f) => f.keys)).toEqual(first.map((f) => f.keys))
    expect(first.map((f) => f.owner_rank)).toEqual(first.map(() => 0))
    expect(factsOf(fork, 'model_call').filter((c) => c.owner_rank === 0)).toEqual([
      expect.objectContaining({
        session: FORK,
        keys: [`qwen-code/usage:${FORK}:500:100:60:20`, 'qwen-code/uuid:f1'],
      }),
    ])
  })

  it('of a fork shares a key with each', () => {
    const second = events(read(copy(copy(origin, FORK), 'third'), {}, PLACE.replace(SESSION, 'third')).facts)
    const first = events(read(origin).facts)
    for (const [i, fact] of second.entries())
      expect(first[i]?.keys.some((key) => fact.keys.includes(key))).toBe(true)
  })
})

describe('the session', () => {
  it('tells version, branch, folder and what started it', () => {
    const rows = [
      user('u1', '09:00:01.000'),
      system('s1', '09:00:02.000', 'parent_session', { parentSessionId: 'p1' }),
      { ...user('u2', '09:00:03.000'), version: '0.22.0', gitBranch: 'feature' },
    ]
    expect(factsOf(read(rows, { repoOf: () => 'github.com/acme/shop' }), 'session')).toEqual([
      expect.objectContaining({
        ...{ id: SESSION, version: '0.22.0', branch: 'feature', project: 'shop', parent_session: 'p1' },
        ...{ repo: 'github.com/acme/shop', started_at: at('09:00:01.000'), kind: null, client: null },
      }),
    ])
    expect(factsOf(read(rows), 'message').map((m) => m.branch)).toEqual(['main', 'feature'])
  })

  it('tells the same when more of it is read', () => {
    const rows = [user('u1', '09:00:01.000'), answer('a1', '09:00:05.000', [call('c1', 'glob')])]
    const early = read(rows).facts
    const late = read([...rows, result('r1', '09:00:06.000', 'c1')]).facts
    const names = (facts: readonly Fact[]) => facts.map((f) => ('keys' in f ? `${f.type} ${f.keys}` : f.type))
    expect(names(late)).toEqual(names(early))
  })
})

test('telemetry and a transcript name the same calls and messages alike', () => {
  const record = (told: object): LogRecord => ({
    resource: new Map(),
    scope: { name: 'qwen-code', version: '' },
    attributes: new Map<string, Value>(Object.entries({ 'session.id': SESSION, ...told })),
    ...{ flags: [], time: at('09:00:05.100'), observed: null, event_name: '', severity: 0, body: '' },
    ...{ trace_id: null, span_id: null },
  })
  const rows = [
    response('s1', '09:00:04.990'),
    answer('a1', '09:00:05.000'),
    response('s2', '09:00:05.990', {
      prompt_id: `${SESSION}#rev-7#0`,
      subagent_name: 'rev',
      input_token_count: 700,
      total_token_count: 760,
    }),
    response('s3', '09:00:06.990', { prompt_id: 'side-query:title', model: 'Qwen3-Turbo' }),
  ]
  const told = rows.flatMap((r) =>
    'systemPayload' in r ? [record((r.systemPayload as { uiEvent: object }).uiEvent)] : [],
  )
  const sent = readTelemetry(OTLP_AGENTS, 'logs', told, at('09:10:00.000')).told.flatMap(({ facts }) => facts)
  const keys = (facts: readonly Fact[]) =>
    facts.flatMap((f) => ('keys' in f ? f.keys.map((key: string) => `${f.type} ${key}`) : []))
  expect(keys(read(rows).facts)).toEqual(expect.arrayContaining(keys(sent)))
  expect(keys(sent)).toHaveLength(5)
})
