/** Which rows and events of a transcript are calls and prompts, and what their counts mean. */
import { describe, expect, it } from 'vitest'
import { factsOf } from '../fixtures/reading.ts'
import { answer, at, event, identity, read, response, SESSION, system, USAGE, user } from './fixtures/rows.ts'

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
