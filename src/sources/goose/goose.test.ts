/** What the database of Goose tells, from its first schema to its last. */
import { afterAll, describe, expect, test } from 'vitest'
import type { Span } from '../../otlp/signals.ts'
import { droppedOf, factsOf, readTranscript, sumOf, unfit } from '../fixtures/reading.ts'
import { OTLP_AGENTS, readTelemetry } from '../index.ts'
import type { ReadResult } from '../source.ts'
import {
  AT,
  answered,
  asked,
  GooseDatabase,
  removeDatabases,
  said,
  second,
  stamp,
} from './fixtures/database.ts'
import { goose } from './index.ts'
import { timeOf } from './values.ts'

afterAll(removeDatabases)

const ID = '20260304_1'
const SESSION = `${ID}:ana@example.org`
const read = (db: GooseDatabase, since: string | null = null): ReadResult =>
  readTranscript(goose, db.path, { since })

function withRequests(...requests: Record<string, unknown>[]): ReadResult {
  const db = new GooseDatabase()
  db.session(ID, { provider_name: 'anthropic', model_config_json: '{"model_name":"claude-opus-4-8"}' })
  requests.forEach((one, i) => {
    db.request(ID, 10 + i, one)
  })
  return read(db)
}

describe('a request in the ledger', () => {
  test('is a call: its input holds the cache, its cost is that of Goose', () => {
    const result = withRequests({})
    expect(factsOf(result, 'model_call')).toEqual([
      expect.objectContaining({
        at: AT + 10_000,
        keys: [`goose/usage:${SESSION}:1000:700:200:50`],
        source: 'goose/transcript',
        harness: 'goose',
        session: SESSION,
        project: 'api',
        provider: 'anthropic',
        model: 'claude-sonnet-4-5',
        in_uncached: 100,
        cache_read: 700,
        cache_write: 200,
        out: 50,
        reasoning: null,
        cost_usd: 0.25,
        cost_source: 'reported',
        latency_ms: null,
        completeness: 2,
      }),
    ])
    expect(factsOf(result, 'message')).toMatchObject([{ role: 'assistant', human: false }])
    expect(result.naive).toEqual({ rows: 1, tokens: 1050 })
  })

  test('with the counts of another is another', () => {
    const keys = factsOf(withRequests({}, {}, { output_tokens: 51 }, {}), 'model_call').map((c) => c.keys[0])
    const key = `goose/usage:${SESSION}:1000:700:200:50`
    expect(keys).toEqual([key, `${key}#2`, `goose/usage:${SESSION}:1000:700:200:51`, `${key}#3`])
  })

  test('of a compaction is a call that nothing was said by', () => {
    const result = withRequests({ is_compaction: 1 })
    expect(factsOf(result, 'model_call')).toHaveLength(1)
    expect(factsOf(result, 'message')).toEqual([])
  })

  test('that tells no counts and no cost leaves them unknown', () => {
    const unknown = {
      input_tokens: null,
      output_tokens: null,
      cache_read_tokens: null,
      cache_write_tokens: null,
    }
    const result = withRequests({ ...unknown, cost: null }, { cost: 0 }, { cache_read_tokens: null })
    expect(factsOf(result, 'model_call')).toMatchObject([
      { in_uncached: null, cache_read: null, cache_write: null, out: null },
      { in_uncached: 100 },
      { in_uncached: 800, cache_read: null, cache_write: 200 },
    ])
    expect(factsOf(result, 'model_call').map((c) => c.cost_usd)).toEqual([undefined, undefined, 0.25])
  })

  test('carried forward from before the ledger counts: it is what the sum of a session is ahead', () => {
    const carried = { model: null, cost_source: 'carried_forward', input_tokens: 9000, cost: 2 }
    const result = withRequests({ ...carried, cache_read_tokens: 0, cache_write_tokens: 0 }, {})
    expect(
      factsOf(result, 'model_call').map((c) => [c.model ?? null, c.in_uncached, c.cost_usd, c.completeness]),
    ).toEqual([
      [null, 9000, 2, 1],
      ['claude-sonnet-4-5', 100, 0.25, 2],
    ])
    expect(factsOf(result, 'message')).toHaveLength(1)
    expect(factsOf(result, 'counter')).toEqual([])
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  })

  test('that cannot be believed is dropped whole', () => {
    const result = withRequests(
      { input_tokens: -1 },
      { output_tokens: 'many' },
      { cache_read_tokens: 1e15 },
      { created_timestamp: 7 },
      { created_timestamp: 'x' },
    )
    expect(factsOf(result, 'model_call')).toEqual([])
    expect(result.drops).toMatchObject({
      implausible_count: { records: 3 },
      time_out_of_range: { records: 1, tokens: 1050 },
      no_time: { records: 1, tokens: 1050 },
    })
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  })

  test('takes how long it took, and who served it, from the message that came of it', () => {
    const db = new GooseDatabase()
    db.session(ID, { provider_name: 'openai' })
    const usage = { inputTokens: 1000, outputTokens: 50, cacheReadTokens: 700, cacheWriteTokens: 200 }
    const told = (elapsedMs: number) => ({
      usage: { ...usage, elapsedMs, timeToFirstTokenMs: 7 },
      inference: { provider: 'anthropic', requestedModel: 'x' },
    })
    db.message(ID, 1, 'assistant', [said('a')], { metadata: told(1500) })
    db.message(ID, 3, 'assistant', [said('b')], { metadata: told(2500) })
    db.request(ID, 2)
    db.request(ID, 4)
    db.request(ID, 6)
    expect(factsOf(read(db), 'model_call').map((c) => [c.latency_ms, c.ttft_ms, c.provider])).toEqual([
      [1500, 7, 'anthropic'],
      [2500, 7, 'anthropic'],
      [null, null, 'openai'],
    ])
  })
})

describe('a session without a ledger', () => {
  const sums = {
    accumulated_total_tokens: 5200,
    accumulated_input_tokens: 5000,
    accumulated_output_tokens: 200,
    input_tokens: 900,
    output_tokens: 20,
    total_tokens: 920,
  }
  const counted = (result: ReadResult) =>
    factsOf(result, 'counter').map((c) => [c.name, c.value, c.usd ?? null, c.at - AT])

  test.each([[1], [6], [12]])('(schema %i) is counted by its sums, when it last said something', (schema) => {
    const db = new GooseDatabase(schema)
    db.session(ID, { ...sums, updated_at: stamp(9000) })
    db.message(ID, 30, 'user', [said('do it')])
    db.message(ID, 40, 'assistant', [said('done')])
    const result = read(db)
    expect(factsOf(result, 'model_call')).toEqual([])
    expect(counted(result)).toEqual([
      ['tokens_input', 5000, null, 40_000],
      ['tokens_output', 200, null, 40_000],
    ])
    expect(factsOf(result, 'counter')[0]).toMatchObject({
      keys: [`goose/counter:tokens_input:${SESSION}:${AT + 40_000}`],
      temporality: 'cumulative',
      started: String(AT),
      session: SESSION,
    })
    expect(factsOf(result, 'message').map((m) => m.role)).toEqual(['user', 'assistant'])
    expect(unfit(result.facts)).toEqual([])
  })

  test('(schema 14) has a cache, which its input holds, and a cost', () => {
    const db = new GooseDatabase(14)
    const cache = { accumulated_cache_read_tokens: 3000, accumulated_cache_write_tokens: 500 }
    const config = { provider_name: 'anthropic', model_config_json: '{"model_name":"claude-opus-4-8"}' }
    db.session(ID, { ...sums, ...cache, ...config, accumulated_cost: 1.5 })
    expect(counted(read(db))).toEqual([
      ['tokens_input', 1500, null, 0],
      ['tokens_cache_read', 3000, null, 0],
      ['tokens_cache_write', 500, null, 0],
      ['tokens_output', 200, null, 0],
      ['cost', null, 1.5, 0],
    ])
    expect(factsOf(read(db), 'counter')[0]).toMatchObject({ model: 'claude-opus-4-8', provider: 'anthropic' })
  })

  test('is read again when it grows: a further reading of the same series', () => {
    const db = new GooseDatabase(14)
    db.session(ID, sums)
    db.message(ID, 40, 'assistant', [said('done')])
    const before = factsOf(read(db), 'counter')
    db.run('UPDATE sessions SET accumulated_input_tokens = 8000')
    db.message(ID, 50, 'assistant', [said('more')])
    const after = factsOf(read(db), 'counter')
    expect(after.map((c) => c.series)).toEqual(before.map((c) => c.series))
    expect(after[0]?.keys).not.toEqual(before[0]?.keys)
    expect([before[0]?.value, after[0]?.value]).toEqual([5000, 8000])
  })

  test('with sums that cannot be believed tells none', () => {
    const db = new GooseDatabase(14)
    db.session(ID, { accumulated_input_tokens: -5, accumulated_output_tokens: 'x', accumulated_cost: -1 })
    const result = read(db)
    expect(factsOf(result, 'counter')).toEqual([])
    expect(result.drops).toEqual({ implausible_count: { records: 3, tokens: 0 } })
  })

  test('is counted by its requests as soon as there is one', () => {
    const db = new GooseDatabase()
    db.session(ID, sums)
    db.message(ID, 1, 'user', [said('do it')])
    db.message(ID, 2, 'assistant', [said('one')])
    db.message(ID, 3, 'assistant', [said('two')])
    expect(factsOf(read(db), 'message').filter((m) => m.role === 'assistant')).toHaveLength(2)
    db.message(ID, 100, 'assistant', [said('three')])
    db.request(ID, 101, { cost_source: 'carried_forward', model: null })
    db.request(ID, 101)
    db.message(ID, 102, 'assistant', [said('four')])
    db.request(ID, 103, { output_tokens: 7 })
    const result = read(db)
    expect(factsOf(result, 'counter')).toEqual([])
    expect(factsOf(result, 'message').filter((m) => m.role === 'assistant')).toHaveLength(4)
  })
})

describe('the session', () => {
  test('is that of the person whose machine it is, with what it tells of itself', () => {
    const db = new GooseDatabase()
    const extensions = [
      { type: 'builtin', name: 'developer' },
      { type: 'stdio', name: 'GitHub', cmd: 'confidential' },
      { type: 'streamable_http', name: 7 },
    ]
    db.session(ID, {
      provider_name: 'gcp_vertex_ai',
      extension_data: JSON.stringify({
        'enabled_extensions.v0': { extensions },
        'todo.v0': { content: 'confidential' },
      }),
      name: 'confidential',
    })
    db.session('20260304_2', {
      session_type: 'sub_agent',
      parent_session_id: ID,
      created_at: '2026-03-04 10:01:00.5+00:00',
    })
    db.session('nightly', { session_type: 'scheduled' })
    const result = read(db)
    expect(factsOf(result, 'session')).toMatchObject([
      {
        ...{ id: SESSION, started_at: AT, ended_at: null, project: 'api', kind: null, version: null },
        ...{ user: 'ana@example.org', mcp_servers_configured: ['github'], parent_session: null },
      },
      { id: '20260304_2:ana@example.org', parent_session: SESSION, started_at: AT + 60_500 },
      { id: 'nightly', kind: 'headless' },
    ])
    expect(JSON.stringify(result.facts)).not.toContain('confidential')
  })

  test('without a person has the name it has on its machine', () => {
    const db = new GooseDatabase()
    db.session(ID)
    db.request(ID, 1)
    const { facts } = readTranscript(goose, db.path, { user: null })
    expect(facts.map((f) => ('session' in f ? f.session : (f as { id: string }).id))).toEqual([ID, ID, ID])
  })
})

describe('prompts', () => {
  function prompts(content: unknown, more: Record<string, unknown> = {}, session: object = {}) {
    const db = new GooseDatabase()
    db.session(ID, { ...session })
    db.message(ID, 5, 'user', content, more)
    const { facts } = read(db)
    return facts.flatMap((f) =>
      f.type === 'message' ? ['prompt'] : f.type === 'feature_use' ? [`/${f.name}`] : [],
    )
  }
  test.each([
    ['text', [said('do it')], {}, {}, ['prompt']],
    ['a picture', [{ type: 'image', data: 'x' }], {}, {}, ['prompt']],
    ['words in between', [said('no, so')], { metadata: { userVisible: true, steer: true } }, {}, ['prompt']],
    ['nothing', [said('  ')], {}, {}, []],
    ['an answer of a tool', [answered('t1', 'x'), said('x')], {}, {}, []],
    ['an approval', [{ type: 'actionRequired', data: {} }], {}, {}, []],
    ['a summary', [said('so far')], { metadata: { userVisible: false, agentVisible: true } }, {}, []],
    ['the time of day', [said('it is now')], { metadata: { userVisible: true, turnContext: true } }, {}, []],
    ['a task of a sub-agent', [said('find it')], {}, { session_type: 'sub_agent' }, []],
    ['a command', [said('/compact')], {}, {}, ['/compact']],
    ['a path', [said('/tmp is full')], {}, {}, ['prompt']],
  ])('%s', (_, content, more, session, expected) => {
    expect(prompts(content, more, session)).toEqual(expected)
  })
})

describe('tools', () => {
  function tool(name: string, args: object, ...answers: object[]) {
    const db = new GooseDatabase()
    db.session(ID)
    db.message(ID, 2, 'assistant', [said('so'), asked('toolu_1', name, args)], {
      message_id: `msg_${'a'.repeat(32)}`,
    })
    answers.forEach((one, i) => {
      db.message(ID, 4 + i, 'user', [one])
    })
    return read(db)
  }
  const status = (one: object) => {
    const [call] = factsOf(tool('shell', {}, one), 'tool_call')
    return [call?.status, call?.decision]
  }

  test('are one with what telemetry tells of them, and with their copies', () => {
    const result = tool(
      'developer__shell',
      { command: 'npm test' },
      answered('toolu_1', 'ok'),
      answered('toolu_1', 'no', true),
    )
    expect(factsOf(result, 'tool_call')).toEqual([
      expect.objectContaining({
        at: AT + 2000,
        keys: [`goose/tool:${SESSION}:toolu_1`, `goose/message:msg_${'a'.repeat(32)}#toolu_1`],
        tool: 'Execute',
        raw_tool: 'developer__shell',
        status: 'ok',
        duration_ms: null,
        validation: 'test',
      }),
    ])
  })

  test.each([
    [answered('toolu_1', 'x', true), 'error', null],
    [answered('toolu_1', 'The user has declined to run this tool. DO NOT …', true), 'rejected', 'user'],
    [
      answered('toolu_1', 'Let the user know the tool call was skipped in goose chat mode. …'),
      'rejected',
      'config',
    ],
    [answered('toolu_1', 'Tool call was cancelled before execution', true), 'unknown', null],
    [
      { type: 'toolResponse', id: 'toolu_1', toolResult: { status: 'error', error: '-32603: confidential' } },
      'error',
      null,
    ],
    [
      {
        type: 'toolResponse',
        id: 'toolu_1',
        toolResult: { status: 'error', error: 'Interrupted by the user to make a correction' },
      },
      'unknown',
      null,
    ],
    [
      { type: 'toolResponse', id: 'toolu_1', toolResult: { status: 'success', value: [said('ok')] } },
      'ok',
      null,
    ],
    [{ type: 'toolResponse', id: 'toolu_1', toolResult: 7 }, 'unknown', null],
    [answered('toolu_2', 'x'), 'unknown', null],
  ])('that end with %j', (one, expected, decision) => {
    expect(status(one)).toEqual([expected, decision])
  })

  test.each([
    ['shell', {}, { tool: 'Execute', kind: 'shell' }],
    ['tree', {}, { tool: 'other', kind: 'search' }],
    ['developer__text_editor', { command: 'view' }, { tool: 'Read' }],
    ['developer__text_editor', { command: 'str_replace' }, { tool: 'Edit' }],
    ['developer__text_editor', { command: 'write' }, { tool: 'Create' }],
    ['GitHub__write', { path: 'x' }, { tool: 'MCP', mcp_server: 'github' }],
    ['__proto__', {}, { tool: 'other' }],
  ])('called %s with %j', (name, args, expected) => {
    const result = tool(name, args, answered('toolu_1', 'ok'))
    expect(factsOf(result, 'tool_call')).toMatchObject([expected])
    if (name.startsWith('GitHub')) expect(factsOf(result, 'file_change')).toEqual([])
  })

  test.each([
    [
      'edit',
      { path: '/work/api/a.ts', before: 'const a = 1\nconst b = 2', after: 'const a = 1\nconst answer = 42' },
      'Edited',
      ['edit', 1, 1],
    ],
    [
      'write',
      { path: '/work/api/a.ts', content: 'const answer = 42\n}\n' },
      'Created /work/api/a.ts (2 lines)',
      ['create', 2, 0],
    ],
    [
      'write',
      { path: '/work/api/a.ts', content: 'const answer = 42\n' },
      'Wrote /work/api/a.ts (1 lines)',
      ['edit', null, null],
    ],
    [
      'developer__text_editor',
      { path: '/work/api/a.ts', command: 'str_replace', old_str: 'a', new_str: 'const answer = 42' },
      '',
      ['edit', 1, 1],
    ],
    [
      'developer__text_editor',
      { path: '/work/api/a.ts', command: 'str_replace', diff: '--- a\n+++ b\n-x\n+const answer = 42' },
      '',
      ['edit', 1, 1],
    ],
    [
      'developer__text_editor',
      { path: '/work/api/a.ts', command: 'insert', new_str: 'const answer = 42\n' },
      '',
      ['edit', 1, 0],
    ],
    [
      'developer__text_editor',
      { path: '/work/api/a.ts', command: 'write', file_text: 'x' },
      '',
      ['edit', null, null],
    ],
    ['edit', { path: '/work/api/a.ts', before: 7 }, '', ['edit', null, null]],
  ])('%s of %j changes a file', (name, args, answer, [op, added, removed]) => {
    const [change, ...more] = factsOf(tool(name, args, answered('toolu_1', answer)), 'file_change')
    expect(more).toEqual([])
    expect(change).toMatchObject({ path: 'a.ts', op, added, removed, language: 'TypeScript' })
    expect(change?.line_hashes).toEqual(added === null ? [] : ['#const answer = 42'])
    expect(factsOf(tool(name, args, answered('toolu_1', answer, true)), 'file_change')).toEqual([])
  })

  test('that read, or that say no path, change none', () => {
    for (const [name, args] of [
      ['developer__text_editor', { path: 'a.ts', command: 'view' }],
      ['edit', { before: 'a', after: 'b' }],
      ['tree', { path: 'src' }],
    ] as const)
      expect(factsOf(tool(name, args, answered('toolu_1', 'ok')), 'file_change')).toEqual([])
  })

  test('start sub-agents and load skills', () => {
    expect(
      factsOf(tool('delegate', { source: 'scout', instructions: 'confidential' }), 'feature_use'),
    ).toMatchObject([{ kind: 'subagent', name: 'scout' }])
    expect(factsOf(tool('load_skill', { name: 'release/steps.md' }), 'feature_use')).toMatchObject([
      { kind: 'skill', name: 'release' },
    ])
  })

  test('commit', () => {
    const answer = answered('toolu_1', '[main 1a2b3c4] confidential\n 1 file changed, 3 insertions(+)')
    const result = tool('shell', { command: 'git commit -m confidential' }, answer)
    expect(factsOf(result, 'commit')).toMatchObject([{ sha: '1a2b3c4', added: 3 }])
    expect(JSON.stringify(result.facts)).not.toContain('confidential')
  })

  test('whose ids are counted anew are told apart by their messages', () => {
    const db = new GooseDatabase()
    db.session(ID)
    for (const n of [1, 2]) {
      db.message(ID, n * 10, 'assistant', [asked('call_0', 'shell', {})], {
        message_id: `msg_${String(n).repeat(32)}`,
      })
      db.message(ID, n * 10 + 1, 'user', [answered('call_0', 'x', n === 2)])
    }
    expect(factsOf(read(db), 'tool_call').map((t) => t.status)).toEqual(['ok', 'error'])
  })
})

describe('a copy of a session', () => {
  function copied(...order: readonly ('original' | 'copy')[]) {
    const db = new GooseDatabase()
    const write = {
      original: () => db.session(ID),
      copy: () => db.session('20260304_2', { created_at: stamp(600) }),
    }
    for (const one of order) write[one]()
    for (const session of order.map((one) => (one === 'copy' ? '20260304_2' : ID))) {
      db.message(session, 1, 'user', [said('do it')], { message_id: `msg_${'a'.repeat(32)}` })
      db.message(session, 2, 'assistant', [asked('t1', 'edit', { path: 'a.ts', before: 'a', after: 'b' })], {
        message_id: `msg_${'b'.repeat(32)}`,
      })
      db.message(session, 3, 'user', [answered('t1', 'ok')], { message_id: `msg_${'c'.repeat(32)}` })
    }
    return read(db)
  }

  test.each([
    ['original', 'copy'],
    ['copy', 'original'],
  ] as const)('(%s, %s) shares a key with it, and yields', (...order) => {
    const { facts } = copied(...order)
    for (const type of ['message', 'tool_call', 'file_change'] as const) {
      const told = facts.flatMap((f) => (f.type === type ? [f] : []))
      const byRank = (rank: number) => told.filter((f) => f.owner_rank === rank)
      expect(byRank(0).length).toBeGreaterThan(0)
      expect(byRank(1)).toHaveLength(byRank(0).length)
      for (const [i, one] of byRank(1).entries())
        expect(byRank(0)[i]?.keys.filter((key) => one.keys.includes(key))).not.toEqual([])
    }
  })

  test('of older versions, which number messages, is told apart by the person', () => {
    const db = new GooseDatabase(7)
    db.session(ID)
    db.message(ID, 1, 'user', [said('do it')], { message_id: `msg_${ID}_17` })
    expect(factsOf(read(db), 'message')[0]?.keys).toEqual([`goose/message:msg_${ID}_17:ana@example.org`])
  })
})

test('a request and a tool are one with what telemetry tells of them', () => {
  const db = new GooseDatabase()
  db.session(ID)
  db.message(ID, 1, 'assistant', [asked('toolu_1', 'developer__shell', {})])
  db.request(ID, 2)
  const bare = { scope: { name: 'goose', version: '' }, flags: [], parent_span_id: null, kind: 1, status: 0 }
  const span = (name: string, told: Record<string, string | number>): Span => ({
    ...{ ...bare, status_message: '', events: [], trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16), name },
    ...{ start: AT, end: AT + 1, resource: new Map([['user.email', 'ana@example.org']]) },
    attributes: new Map(Object.entries({ 'session.id': ID, ...told })),
  })
  const usage = { input_tokens: 1000, output_tokens: 50, 'cache_read.input_tokens': 700 }
  const counts = Object.entries({ ...usage, 'cache_creation.input_tokens': 200 })
  const spans = [
    span('stream_response_from_provider', {
      'gen_ai.operation.name': 'chat',
      ...Object.fromEntries(counts.map(([name, value]) => [`gen_ai.usage.${name}`, value])),
    }),
    span('dispatch_tool_call', { 'gen_ai.tool.name': 'developer__shell', 'gen_ai.tool.call.id': 'toolu_1' }),
  ]
  const told = readTelemetry(OTLP_AGENTS, 'traces', spans, AT).told.flatMap(({ facts }) => facts)
  for (const type of ['model_call', 'tool_call'] as const) {
    const [ours] = factsOf(read(db), type)
    const [theirs] = told.flatMap((f) => (f.type === type ? [f] : []))
    expect(theirs?.session).toBe(ours?.session)
    expect(theirs?.keys.filter((key) => ours?.keys.includes(key))).toHaveLength(1)
  }
})

describe('reading on', () => {
  const db = new GooseDatabase()
  for (const n of [1, 2, 3]) {
    db.session(`s${n}`, { updated_at: stamp(n) })
    db.message(`s${n}`, n, 'assistant', [asked(`t${n}`, 'shell', {})])
    db.request(`s${n}`, n)
  }
  const first = read(db)
  const sessions = (result: ReadResult) => factsOf(result, 'session').map((s) => s.id)

  test('tells of the sessions that have changed, each as a whole', () => {
    expect(sessions(first)).toEqual(['s1', 's2', 's3'])
    // The last one may have been written to within the same second.
    expect(sessions(read(db, first.read_to))).toEqual(['s3'])
    db.message('s1', 90, 'user', [answered('t1', 'ok')])
    db.request('s2', 91)
    const result = read(db, first.read_to)
    expect(sessions(result)).toEqual(['s1', 's2', 's3'])
    expect(factsOf(result, 'tool_call')[0]).toMatchObject({ session: 's1', status: 'ok' })
    expect(factsOf(result, 'model_call').map((c) => c.keys[0])).toEqual([
      'goose/usage:s1:1000:700:200:50',
      'goose/usage:s2:1000:700:200:50',
      'goose/usage:s2:1000:700:200:50#2',
      'goose/usage:s3:1000:700:200:50',
    ])
  })

  test.each([
    ['nonsense'],
    ['{"message":"x"}'],
    [JSON.stringify({ message: 1e9, request: 0, updated: '2026' })],
  ])('begins anew where it cannot be told how far it was read: %s', (since) => {
    expect(sessions(read(db, since))).toEqual(['s1', 's2', 's3'])
  })

  test('works without a ledger', () => {
    const old = new GooseDatabase(1)
    old.session(ID)
    expect(sessions(read(old, read(old).read_to))).toEqual([SESSION])
  })
})

describe('odd content', () => {
  const db = new GooseDatabase()
  db.session(ID)
  db.session('odd', {
    created_at: 'yesterday',
    extension_data: '[',
    session_type: '__proto__',
    working_dir: '',
  })
  const rows: readonly (readonly [unknown, object])[] = [
    ['{', {}],
    ['{"type":"text"}', {}],
    ['null', {}],
    [[null, 7, 'x', { type: {} }, { type: 'invention' }, { type: '__proto__' }], {}],
    [[asked('__proto__', '\u001b[31mred', { path: [] }), answered('__proto__', 'x')], {}],
    [[{ type: 'toolRequest', id: 't', toolCall: { status: 'error', error: 'confidential' } }], {}],
    [
      [
        { type: 'toolRequest', id: 7, toolCall: null },
        { type: 'toolResponse', id: [], toolResult: null },
      ],
      {},
    ],
    [[said('confidential')], { metadata_json: '{' }],
    [[said('x')], { created_timestamp: 5 }],
    [[said('x')], { created_timestamp: 1e300 }],
    [[said('x')], { role: 'system' }],
    [[said('x')], { created_timestamp: second(9) * 1000 }],
  ]
  rows.forEach(([content, more], i) => {
    db.message(ID, i, 'user', content, { ...more })
  })
  db.request('odd', 3, { model: '\u001b[31mred', cost: 1e300, cost_source: 7 })
  db.request('gone', 3)
  const result = read(db)

  test('is counted under its reason', () => {
    expect(result.drops).toMatchObject({
      broken_line: { records: 3 },
      unknown_record: { records: 4 },
      time_out_of_range: { records: 2 },
      no_time: { records: 1 },
    })
    expect(result.rows).toBe(rows.length + 3)
  })

  test('yields facts that fit their types, without a word of people', () => {
    expect(unfit(result.facts)).toEqual([])
    expect(JSON.stringify(result.facts)).not.toMatch(/confidential|\\u001b/)
    expect(
      factsOf(result, 'message')
        .filter((m) => m.human)
        .map((m) => (m.at - AT) / 1000),
    ).toEqual([7, 9])
    expect(factsOf(result, 'model_call')).toMatchObject([
      { session: 'odd', model: '[31mred', in_uncached: 100 },
    ])
  })

  test('a database without its tables tells nothing', () => {
    const empty = new GooseDatabase()
    for (const table of ['sessions', 'messages', 'usage_ledger']) empty.run(`DROP TABLE ${table}`)
    expect(read(empty)).toMatchObject({ facts: [], rows: 0, drops: {} })
  })
})

test.each([
  ['2026-03-04 10:00:00', '2026-03-04T10:00:00'],
  ['2026-03-04 10:00:00.5+00:00', '2026-03-04T10:00:00.5+00:00'],
  [1772618400, AT],
  [AT, AT],
  [null, null],
])('a time stored as %j is told in UTC, whatever the zone of this machine', (stored, told) => {
  expect(timeOf(stored)).toBe(told)
})

test('folders and files', () => {
  const roots = (env: Record<string, string>) => goose.roots({ home: '/home/ana', env })
  expect(roots({})[0]).toBe('/home/ana/.local/share/goose/sessions')
  expect(roots({ GOOSE_PATH_ROOT: '/g', XDG_DATA_HOME: '/x' })).toEqual(['/g/data/sessions'])
  expect(roots({ XDG_DATA_HOME: '/x' })[0]).toBe('/x/goose/sessions')
  expect(roots({ APPDATA: 'C:\\Users\\ana' }).at(-1)).toContain('Block')
  const [format] = goose.formats
  const begins = (text: string) => format?.recognises({ path: '', text, rows: [] })
  expect(
    ['/a/sessions.db', 'sessions.db', '/a/x-sessions.db', '/a/sessions.db-wal'].map((p) =>
      format?.accepts(p),
    ),
  ).toEqual([...[true, true, false, false]])
  expect([begins('SQLite format 3\0'), begins('{}')]).toEqual([true, false])
  expect(format?.beside?.('/a/sessions.db')).toEqual(['/a/sessions.db-wal'])
})
