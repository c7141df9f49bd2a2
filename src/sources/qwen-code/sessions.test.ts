/** Where a transcript belongs: the session that started it, the one it was copied from, and what telemetry calls it. */
import { describe, expect, it, test } from 'vitest'
import type { Fact } from '../../facts/index.ts'
import type { LogRecord, Value } from '../../otlp/signals.ts'
import { factsOf } from '../fixtures/reading.ts'
import { OTLP_AGENTS, readTelemetry } from '../index.ts'
import {
  answer,
  at,
  call,
  event,
  PLACE,
  read,
  response,
  result,
  row,
  SESSION,
  system,
  user,
} from './fixtures/rows.ts'

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
