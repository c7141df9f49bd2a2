/** Sessions of the Cline SDK: what counts, what is a copy, and which keys the telemetry has in common. */
import { describe, expect, it } from 'vitest'
import { droppedOf, factsOf, sumOf } from '../fixtures/reading.ts'
import { OTLP_AGENTS, readTelemetry } from '../index.ts'
import { AT, answered, MANIFEST, readSession, said, used } from './fixtures/files.ts'

const calls = (...given: Parameters<typeof readSession>) => factsOf(readSession(...given), 'model_call')

describe('calls', () => {
  it('have disjoint tokens: the input contains the cache', () => {
    expect(calls([answered('m1', AT, used(5000, 300, 4000, 600, 0.02))])).toMatchObject([
      {
        ...{ at: AT, session: 's1', keys: ['cline/msg:m1', 'cline/usage:s1:400:4000:600:300'] },
        ...{ in_uncached: 400, cache_read: 4000, cache_write: 600, out: 300, reasoning: null, status: 'ok' },
        ...{ model: 'claude-sonnet-5', provider: 'anthropic', cost_usd: 0.02, cost_source: 'reported' },
      },
    ])
  })

  it('of an input that is less than the cache have it beside', () => {
    expect(calls([answered('m1', AT, used(40, 300, 4000))])).toMatchObject([
      { in_uncached: 40, cache_read: 4000 },
    ])
  })

  it('that tell no usage, or zeros in place of it, are messages alone', () => {
    const result = readSession([answered('m1', AT, null), answered('m2', AT + 1, used(0, 0, 0, 0, 0))])
    expect(factsOf(result, 'model_call')).toEqual([])
    expect(factsOf(result, 'message')).toHaveLength(2)
    expect(result.drops).toEqual({ no_usage: { records: 2, tokens: 0 } })
  })

  it('cost what is told, and 0 where that is the price, but not of a subscription', () => {
    const by = (provider: string) => {
      const one = answered('m1', AT, used(10, 5, 0, 0, 0))
      return calls([{ ...one, modelInfo: { id: 'x', provider } }])[0]
    }
    expect(by('cline')).toMatchObject({ cost_usd: 0, cost_source: 'reported' })
    for (const provider of ['claude-code', 'openai-codex', 'ollama'])
      expect(by(provider)?.cost_usd ?? null, provider).toBeNull()
  })

  it('with the same counts twice in a session stay two', () => {
    const keys = calls([answered('m1', AT, used(10, 5)), answered('m2', AT + 1, used(10, 5))]).map(
      (c) => c.keys[1],
    )
    expect(keys).toEqual(['cline/usage:s1:10:0:0:5', 'cline/usage:s1:10:0:0:5#2'])
  })

  it('are told by the manifest where no message tells any, once the session has ended', () => {
    const usage = {
      inputTokens: 900,
      outputTokens: 50,
      cacheReadTokens: 500,
      cacheWriteTokens: 0,
      totalCost: 0.4,
    }
    const metadata = { usage, aggregateUsage: { ...usage, inputTokens: 9999 } }
    const messages = [said('u1', AT, 'canary'), answered('m1', AT + 1, null)]
    expect(calls(messages, { manifest: { ...MANIFEST, metadata } })).toMatchObject([
      { keys: ['cline/session:s1'], in_uncached: 400, cache_read: 500, out: 50, cost_usd: 0.4 },
    ])
    const running = readSession(messages, { manifest: { ...MANIFEST, metadata, ended_at: undefined } })
    expect([factsOf(running, 'model_call'), running.naive.rows, running.drops.no_time]).toEqual([
      [],
      0,
      undefined,
    ])
    const counted = [answered('m1', AT, used(10, 5))]
    expect(calls(counted, { manifest: { ...MANIFEST, metadata } })).toMatchObject([
      { keys: ['cline/msg:m1', expect.anything()] },
    ])
  })
})

it('a call that telemetry tells too is one fact', () => {
  const tokens = {
    tokensIn: 400,
    tokensOut: 300,
    cacheReadTokens: 4000,
    cacheWriteTokens: 600,
    provider: 'anthropic',
  }
  const attributes = new Map<string, string | number | boolean>(
    Object.entries({ ulid: 's1', agentId: 'a1', agentKind: 'root', isSubagent: false, ...tokens }),
  )
  const record = {
    ...{ resource: new Map(), scope: { name: 'cline', version: '' }, flags: [], attributes, time: AT + 5 },
    ...{ observed: AT + 5, event_name: '', severity: 9, body: 'task.tokens', trace_id: null, span_id: null },
  }
  const told = readTelemetry(OTLP_AGENTS, 'logs', [record], AT + 60_000).told.flatMap((one) => one.facts)
  const [call] = calls([answered('m1', AT, used(5000, 300, 4000, 600))])
  expect(told).toMatchObject([{ type: 'model_call', owner_rank: 0 }])
  expect((told[0] as { keys: string[] }).keys).toContain(call?.keys[1])
})

describe('copies in a fork', () => {
  const original = [said('u1', AT, 'a'), answered('m1', AT + 1000, used(100, 10))]
  const metadata = { fork: { forkedFromSessionId: 's1', forkedAt: new Date(AT + 5000).toISOString() } }
  const fork = readSession([...original, answered('m2', AT + 9000, used(200, 20))], {
    id: 's2',
    manifest: { ...MANIFEST, session_id: 's2', metadata },
  })

  it('have the keys of the original and a weaker claim', () => {
    const parent = readSession(original)
    const [copied, own] = factsOf(fork, 'model_call')
    expect(copied?.keys).toEqual(factsOf(parent, 'model_call')[0]?.keys)
    expect([copied?.owner_rank, own?.owner_rank]).toEqual([1, 0])
    expect(own?.keys).toEqual(['cline/msg:m2', 'cline/usage:s2:200:0:0:20'])
    expect(factsOf(fork, 'message')[0]?.keys).toEqual(factsOf(parent, 'message')[0]?.keys)
  })
})

describe('messages', () => {
  it('of people are those that hold no result of a tool and are no summary', () => {
    const result = readSession([
      said('u1', AT, 'do it'),
      said('u2', AT + 1, '', { content: [{ type: 'tool_result', tool_use_id: 't', content: '' }] }),
      said('u3', AT + 2, 'summary', { metadata: { kind: 'compaction_summary' } }),
      said('u4', AT + 3, '', { content: 'plain text' }),
    ])
    expect(factsOf(result, 'message').map((m) => m.keys[0])).toEqual(['cline/msg:u1', 'cline/msg:u4'])
  })

  it('without a time came behind what has one', () => {
    const result = readSession([
      said('u1', undefined, 'a'),
      answered('m1', AT, used(1, 1)),
      said('u2', undefined, 'b'),
    ])
    expect(factsOf(result, 'message').map((m) => m.at)).toEqual([AT, AT, AT])
  })
})

describe('sub-agents', () => {
  const result = readSession([said('u1', AT, 'count'), answered('m1', AT + 1, used(10, 5))], {
    name: 'agent_7',
    whole: { agent: 'subagent', taskType: 'subagent_task' },
  })

  it('belong to the session that started them, and are named as in telemetry', () => {
    expect(factsOf(result, 'model_call')).toMatchObject([
      { session: 's1', agent: 'subagent', keys: ['cline/msg:m1'] },
    ])
    expect(factsOf(result, 'feature_use')).toMatchObject([
      { kind: 'subagent', keys: ['cline/subagent:s1:agent_7'] },
    ])
  })

  it('are given their prompts by a model', () => {
    expect(factsOf(result, 'message').filter((m) => m.human)).toEqual([])
  })
})

it('a session tells who and where it was', () => {
  const result = readSession([answered('m1', AT, used(1, 1))])
  expect(factsOf(result, 'session')).toMatchObject([
    {
      ...{ id: 's1', harness: 'cline', client: 'terminal', kind: 'interactive', project: 'shop' },
      ...{ provider: 'anthropic', started_at: AT - 1000, ended_at: AT + 30 * 60_000 },
    },
  ])
})

it.each([
  ['cli', false, 'non-interactive'],
  ['vscode', true, 'ide'],
  ['desktop', true, 'desktop'],
  ['kanban', true, null],
])('a session of %s, interactive %s, ran in %s', (source, interactive, client) => {
  const manifest = { ...MANIFEST, source, interactive }
  expect(factsOf(readSession([answered('m1', AT, used(1, 1))], { manifest }), 'session')[0]?.client).toBe(
    client,
  )
})

describe('tools', () => {
  const use = (name: string, input: object, id = 't1') => ({ type: 'tool_use', id, name, input })
  const ended = (content: unknown, more: object = {}, id = 't1') => ({
    ...{ id: `r-${id}`, role: 'user', ts: AT + 2000 },
    content: [{ type: 'tool_result', tool_use_id: id, content, ...more }],
  })
  const read = (tool: object, result: object) => readSession([answered('m1', AT, used(1, 1), [tool]), result])

  it.each<[string, unknown, object, string]>([
    ['a text', 'done', {}, 'ok'],
    ['records', [{ query: 'a', result: 'b', success: true }], {}, 'ok'],
    ['a record that failed', [{ query: 'a', result: 'b', success: false }], {}, 'error'],
    ['an error', 'boom', { is_error: true }, 'error'],
    ['a refusal', 'Tool execution was denied by the user', { is_error: true }, 'rejected'],
  ])('that end with %s', (_, content, more, status) => {
    const result = read(use('run_commands', { commands: ['ls'] }), ended(content, more))
    expect(factsOf(result, 'tool_call')).toMatchObject([
      { keys: ['cline/tool:m1:t1'], tool: 'Execute', status, duration_ms: 2000 },
    ])
  })

  it('that did not end are unknown', () => {
    expect(factsOf(readSession([answered('m1', AT, null, [use('editor', {})])]), 'tool_call')).toMatchObject([
      { status: 'unknown', completeness: 1, duration_ms: null },
    ])
  })

  it.each<[string, object, string, object]>([
    [
      'a new file',
      { new_text: 'one line here\ntwo\n' },
      'File created successfully at: x',
      { op: 'create', added: 2, removed: 0, line_hashes: ['#one line here'] },
    ],
    [
      'a replacement',
      { old_text: 'a\nb', new_text: 'a\nanother line' },
      'Edited x',
      { op: 'edit', added: 1, removed: 1, line_hashes: ['#another line'] },
    ],
    [
      'an insertion',
      { new_text: 'a\nb', insert_line: 3 },
      'Inserted content',
      { op: 'edit', added: 2, removed: 0 },
    ],
  ])('change files: %s', (_, input, output, expected) => {
    const result = read(use('editor', { path: '/home/ada/shop/src/x.ts', ...input }), ended(output))
    expect(factsOf(result, 'file_change')).toMatchObject([{ path: 'src/x.ts', ...expected }])
  })

  it('that failed change nothing', () => {
    const result = read(use('editor', { path: 'x.ts', new_text: 'a' }), ended('no', { is_error: true }))
    expect(factsOf(result, 'file_change')).toEqual([])
  })

  it('patch files', () => {
    const patch = '*** Begin Patch\n*** Update File: a.ts\n@@\n-old\n+new line of code\n*** End Patch'
    expect(factsOf(read(use('apply_patch', { input: patch }), ended('ok')), 'file_change')).toMatchObject([
      { path: 'a.ts', op: 'edit', added: 1, removed: 1, line_hashes: ['#new line of code'] },
    ])
  })

  it('commit, check the work, and use skills', () => {
    const commands = ['npm test', 'git commit -m canary']
    const output = [
      {
        query: commands[1],
        result: '[main 1a2b3c4] canary\n 1 file changed, 3 insertions(+)',
        success: true,
      },
    ]
    const result = read(use('run_commands', { commands }), ended(output))
    expect(factsOf(result, 'tool_call')[0]?.validation).toBe('test')
    expect(factsOf(result, 'commit')).toMatchObject([
      { sha: '1a2b3c4', added: 3, removed: 0, branch: 'main' },
    ])
    expect(factsOf(read(use('skills', { skill: 'notes' }), ended('ok')), 'feature_use')).toMatchObject([
      { kind: 'skill', name: 'notes' },
    ])
    expect(JSON.stringify(result.facts)).not.toContain('canary')
  })
})

describe('hostile content', () => {
  it.each(['', '[]', '{', '{"messages":{}}', 'null', '\uFEFF'])('%j tells nothing', (content) => {
    expect(readSession([], { over: { content } as never })).toMatchObject({
      facts: [],
      drops: { broken_line: { records: 1 } },
    })
  })

  it('is counted or passed over, never thrown at', () => {
    const odd: unknown[] = [
      null,
      7,
      'x',
      {},
      { role: '__proto__' },
      { role: 'assistant', id: 'a', ts: 'never', metrics: used(5, 5) },
      { role: 'assistant', id: 'b', ts: 1, metrics: used(5, 5) },
      answered('c', AT, used(-1, 5)),
      answered('d', AT, { inputTokens: 'many', outputTokens: 3 }),
      answered('e', AT, used(1e300, 5)),
      { ...answered('f', AT, used(7, 1)), modelInfo: { id: '\u001b[31mred', provider: {} }, content: 'x' },
      answered('g', AT, used(1, 1), [{ type: 'tool_use', id: '__proto__', name: '__proto__', input: 'x' }]),
      {
        role: 'user',
        id: {},
        ts: AT,
        content: [{ type: 'tool_result', tool_use_id: '__proto__', content: [[null]] }],
      },
    ]
    const result = readSession(odd, {
      manifest: { started_at: 'x', cwd: 7, metadata: { fork: 'x', usage: [] } },
    })
    expect(factsOf(result, 'model_call').map((c) => [c.keys[0], c.model])).toEqual([
      ['cline/msg:f', '[31mred'],
      ['cline/msg:g', 'claude-sonnet-5'],
    ])
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
    expect(result.drops.implausible_count?.records).toBe(3)
  })
})
