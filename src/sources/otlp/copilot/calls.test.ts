/** What the spans of model calls and of agents become, and what they are taken for when they are odd. */
import { describe, expect, it } from 'vitest'
import { YIELDS } from '../../../facts/precedence.ts'
import type { Span, Value } from '../../../otlp/signals.ts'
import {
  AT,
  all,
  CHAT,
  CLI,
  chat,
  facts,
  OWN,
  type Program,
  readSpans,
  span,
  TRACE,
  types,
  usage,
} from './fixtures/records.ts'

describe('a chat span', () => {
  it('is a model call with disjoint tokens, and a message', () => {
    const told = usage(1000, 120, {
      'gen_ai.response.model': 'gpt-5.4-2026-02-01',
      'gen_ai.usage.cache_read.input_tokens': 600,
      'gen_ai.usage.cache_creation.input_tokens': 300,
      'gen_ai.usage.reasoning.output_tokens': 20,
      'gen_ai.usage.reasoning_tokens': 20,
      'gen_ai.response.time_to_first_chunk': 0.8,
      'gen_ai.request.reasoning.level': 'high',
      'github.copilot.nano_aiu': 500_000_000.5,
      'github.copilot.cost': '0.33',
    })
    expect(facts(chat(CLI, told))).toEqual([
      expect.objectContaining({
        ...{
          type: 'model_call',
          at: AT,
          keys: ['copilot/res:response-00000001', 'copilot/usage:s1:1000:600:120'],
          session: 's1',
          harness: 'copilot-cli',
        },
        ...{ provider: 'github', model: 'gpt-5.4-2026-02-01', client: null, source: 'copilot-cli/otlp' },
        ...{ in_uncached: 100, cache_read: 600, cache_write: 300, out: 120, reasoning: 20 },
        ...{ latency_ms: 2000, ttft_ms: 800, effort: 'high', status: 'ok', error_type: null },
        extra: { nano_aiu: 500_000_000.5, request_multiplier: 0.33 },
      }),
      expect.objectContaining({
        type: 'message',
        role: 'assistant',
        human: false,
        keys: ['copilot/res:response-00000001'],
      }),
    ])
    expect(facts(chat(CLI, told))[0]).not.toHaveProperty('cost_usd')
  })

  it.each([
    ['before 1.0.64', 'cache_read_input_tokens', 'cache_creation_input_tokens', 'reasoning_output_tokens'],
    ['since', 'cache_read.input_tokens', 'cache_creation.input_tokens', 'reasoning.output_tokens'],
    ['since 1.0.83', 'cache_read.input_tokens', 'cache_write.input_tokens', 'reasoning.output_tokens'],
    ['in VS Code', 'cache_read.input_tokens', 'cache_creation.input_tokens', 'reasoning_tokens'],
  ])('spells its counts as %s', (_, read, write, reasoning) => {
    const counts = {
      [`gen_ai.usage.${read}`]: '7',
      [`gen_ai.usage.${write}`]: 2,
      [`gen_ai.usage.${reasoning}`]: 3,
    }
    expect(facts(chat(CHAT, usage('10', 5n, counts)))[0]).toMatchObject({
      in_uncached: 1,
      cache_read: 7,
      cache_write: 2,
      out: 5,
      reasoning: 3,
    })
  })

  it('of VS Code, or without output, has no key of its counts', () => {
    expect(facts(chat(CHAT, usage(1000, 120)))[0]).toMatchObject({ keys: ['copilot/res:response-00000001'] })
    expect(facts(chat(CLI, usage(1000, 0)))[0]).toMatchObject({ keys: ['copilot/res:response-00000001'] })
  })

  it('yields to a transcript where nothing could tie it to one', () => {
    const ranks = (...given: Parameters<typeof chat>) =>
      facts(chat(...given)).map((fact) => `${fact.type} ${'owner_rank' in fact ? fact.owner_rank : ''}`)
    expect(ranks(CLI, usage(10, 5))).toEqual(['model_call 0', `message ${YIELDS}`])
    expect(ranks(CLI)).toEqual([`model_call ${YIELDS}`])
    expect(ranks(CLI, { 'error.type': 'timeout' })).toEqual(['model_call 0'])
    expect(ranks(CHAT)).toEqual(['model_call 0'])
    for (const program of [CLI, CHAT]) {
      const invoked = span(program, 'invoke_agent', {}, { parent_span_id: null })
      expect(facts(invoked)).toMatchObject([{ type: 'message', human: true, owner_rank: YIELDS }])
    }
  })

  it('without counts is a call whose tokens are unknown, and leaves no message', () => {
    const [call, ...rest] = facts(chat(CLI))
    expect(rest).toEqual([])
    expect(call).toMatchObject({
      type: 'model_call',
      keys: [`span-call:${TRACE}:${OWN}`],
      in_uncached: null,
      cache_read: null,
      out: null,
    })
  })

  it('keeps what it told where its parts are more than the whole', () => {
    const told = usage(10, 5, { 'gen_ai.usage.cache_read.input_tokens': 12, 'github.copilot.nano_aiu': 4 })
    expect(facts(chat(CLI, told))[0]).toMatchObject({
      in_uncached: 0,
      cache_read: 12,
      extra: { told_input: 10, told_output: 5, nano_aiu: 4 },
    })
  })

  it.each([
    ['gen_ai.usage.input_tokens', -1],
    ['gen_ai.usage.output_tokens', 1.5],
    ['gen_ai.usage.cache_read.input_tokens', 1e15],
    ['gen_ai.usage.output_tokens', 'many'],
  ])('with %s of %s is refused', (key, value) => {
    const { told } = readSpans(chat(CHAT, usage(10, 5, { [key]: value })))
    expect(told[0]?.refused).toMatchObject({ reason: 'implausible_count' })
    expect(told[0]?.facts).toEqual([])
  })

  it.each([['-3'], [Number.NaN], ['lots'], [''], [[1]]])('with %j units of the bill has none', (value) => {
    expect(facts(chat(CLI, usage(1, 1, { 'github.copilot.nano_aiu': value })))[0]).not.toHaveProperty('extra')
  })

  it('fails with the kind of its error', () => {
    const failed = chat(CHAT, { 'error.type': 'TimeoutError' }, { status: 2 })
    expect(facts(failed)).toEqual([
      expect.objectContaining({ status: 'error', error_type: 'TimeoutError', out: null }),
    ])
  })

  it('takes its time to the first token in ms, or in seconds', () => {
    const seconds = { 'gen_ai.response.time_to_first_chunk': 0.45 }
    expect(facts(chat(CHAT, seconds))[0]).toMatchObject({ ttft_ms: 450 })
    expect(facts(chat(CHAT, { ...seconds, 'copilot_chat.time_to_first_token': 440 }))[0]).toMatchObject({
      ttft_ms: 440,
    })
  })

  it('names no model where Copilot was to choose and does not say which', () => {
    expect(facts(chat(CLI, { 'gen_ai.request.model': 'auto' }))[0]).toMatchObject({ model: null })
    const chosen = { 'gen_ai.request.model': 'auto', 'gen_ai.response.model': 'gpt-5.4' }
    expect(facts(chat(CLI, chosen))[0]).toMatchObject({ model: 'gpt-5.4' })
  })

  it('keeps the provider of a key of ones own', () => {
    expect(facts(chat(CHAT, { 'gen_ai.provider.name': 'gemini' }))[0]).toMatchObject({ provider: 'google' })
  })

  it('of a title belongs to the session it is for, and is no message', () => {
    const told = usage(10, 5, {
      'gen_ai.conversation.id': 'title-1',
      'copilot_chat.chat_session_id': 'title-1',
      'copilot_chat.parent_chat_session_id': 's1',
      'copilot_chat.debug_log_label': 'title',
    })
    expect(facts(chat(CHAT, told))).toEqual([
      expect.objectContaining({ type: 'model_call', session: 's1', in_uncached: 10 }),
    ])
  })

  it('that VS Code makes up of a CLI it runs is not counted: the CLI tells it', () => {
    const repeat = chat(CHAT, usage(10, 5), { kind: 1 })
    expect(all(repeat)).toEqual([expect.objectContaining({ type: 'span', kind: 'model_call', about: null })])
    expect(types(chat(CLI, usage(10, 5), { kind: 1 }))).toEqual(['model_call', 'message'])
  })

  it('without a conversation has no session', () => {
    const { told, sessions } = readSpans(chat(CHAT, { 'gen_ai.conversation.id': '', ...usage(1, 1) }))
    expect(sessions).toEqual([])
    expect(told[0]?.facts.map(({ type }) => type)).toEqual(['model_call', 'span'])
  })
})

describe('an invoke_agent span', () => {
  const invoke = (program: Program, told: Record<string, Value>, more: Partial<Span> = {}) =>
    span(program, 'invoke_agent', { ...usage(1000, 100), ...told }, { kind: 1, ...more })

  it.each<[string, Span]>([
    ['in VS Code', invoke(CHAT, { 'gen_ai.agent.name': 'copilot' }, { parent_span_id: null })],
    ['of the CLI', invoke(CLI, { 'gen_ai.agent.name': 'reviewer' }, { parent_span_id: null })],
    ['of the CLI within VS Code', invoke(CLI, {})],
    [
      'of the CLI as the default agent',
      invoke(CLI, { 'gen_ai.agent.id': 'github.copilot.default', 'gen_ai.agent.name': 'x' }),
    ],
    [
      'of the CLI with a custom agent',
      invoke(CLI, { 'gen_ai.agent.name': 'reviewer', 'server.address': 'api.githubcopilot.com' }),
    ],
  ])('%s is one message of a person, and no call', (_, one) => {
    expect(facts(one)).toEqual([
      expect.objectContaining({
        type: 'message',
        role: 'user',
        human: true,
        keys: [`span-call:${TRACE}:${OWN}`],
      }),
    ])
    expect(all(one).at(-1)).toMatchObject({ kind: 'prompt', about: `span-call:${TRACE}:${OWN}` })
  })

  it.each([
    ['VS Code', CHAT],
    ['the CLI', CLI],
  ])('within another of %s is a subagent', (_, program) => {
    const nested = invoke(program, { 'gen_ai.agent.name': 'Explore', 'gen_ai.agent.id': 'builtin:explore' })
    expect(facts(nested)).toEqual([
      expect.objectContaining({ type: 'feature_use', kind: 'subagent', name: 'Explore' }),
    ])
    expect(all(nested).at(-1)).toMatchObject({ kind: 'subagent' })
  })

  it('that VS Code puts around the CLI is the CLI in an editor, and no message', () => {
    const wrapper = invoke(CHAT, {
      'gen_ai.agent.name': 'copilotcli',
      'copilot_chat.repo.remote_url': 'https://ada:token@github.com/acme/shop.git',
    })
    const { told, sessions } = readSpans(wrapper)
    expect(told).toEqual([expect.objectContaining({ agent: 'copilot-cli' })])
    expect(types(wrapper)).toEqual([])
    expect(sessions).toEqual([
      expect.objectContaining({
        id: 's1',
        harness: 'copilot-cli',
        client: 'ide',
        repo: 'github.com/acme/shop',
      }),
    ])
  })

  it('tells repository, branch, commit and person of its session, which later spans do not take away', () => {
    const first = invoke(
      CHAT,
      {
        'github.copilot.git.repository': 'git@github.com:acme/shop.git',
        'github.copilot.git.branch': 'main',
        'github.copilot.git.commit_sha': 'ab'.repeat(20),
        'user.name': 'ada-acme',
      },
      { parent_span_id: null },
    )
    const { sessions } = readSpans(chat(CHAT, {}, { start: AT + 1000 }), first)
    expect(sessions).toEqual([
      expect.objectContaining({
        ...{ id: 's1', observed_at: AT + 1000, user: 'ada-acme', client: 'ide', kind: 'interactive' },
        ...{ repo: 'github.com/acme/shop', branch: 'main', revision: 'ab'.repeat(20) },
      }),
    ])
  })
})
