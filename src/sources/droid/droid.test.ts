/** What each row of a Droid transcript becomes, and its settings; what is odd, copied or hostile. */
import { describe, expect, it } from 'vitest'
import { MAX_COUNT } from '../../facts/field.ts'
import { droppedOf, factsOf } from '../fixtures/reading.ts'
import {
  AT,
  beside,
  counters,
  key,
  message,
  PATH,
  read,
  result,
  SESSION,
  SETTINGS,
  start,
  TALK,
  text,
  USAGE,
  use,
} from './fixtures/rows.ts'
import { droid } from './index.ts'

describe('a session', () => {
  it('is named by its first row, and tells where it ran', () => {
    expect(factsOf(read(TALK), 'session')).toEqual([
      expect.objectContaining({
        ...{ id: SESSION, harness: 'droid', project: 'shop', version: '0.229.0', started_at: AT + 1000 },
        ...{ parent_session: null, source: 'droid/transcript' },
      }),
    ])
  })

  it('is named by its file where that row is lost, and has no version where it is that of the format', () => {
    expect(factsOf(read(TALK.slice(1)), 'session')[0]?.id).toBe(SESSION)
    expect(factsOf(read([start({ version: 2 }), ...TALK.slice(1)]), 'session')[0]?.version).toBe(null)
  })

  it('started by another is its child, and what it was told was typed by nobody', () => {
    const child = read([start({ callingSessionId: 'parent', callingToolUseId: 'toolu_1' }), ...TALK.slice(1)])
    expect(factsOf(child, 'session')[0]?.parent_session).toBe('parent')
    expect(factsOf(child, 'message').map(({ role }) => role)).toEqual(['assistant'])
  })
})

describe('tokens', () => {
  it('are one reading of the session, without those of its children, at the time of the last call', () => {
    const later = [...TALK, message('3', 60, 'user', text('confidential'))]
    expect(counters(later, SETTINGS)).toEqual([
      ['model_calls', 1, 2000],
      ['tokens_input', 1000, 2000],
      ['tokens_cache_read', 7000, 2000],
      ['tokens_cache_write', 50, 2000],
      ['tokens_output', 230, 2000],
      ['tokens_reasoning', 30, 2000],
    ])
  })

  it('have a series of their own and are a total, the calls beside them are not', () => {
    const [calls, input] = factsOf(read(TALK, beside(SETTINGS)), 'counter')
    expect(calls).toMatchObject({
      ...{ temporality: 'delta', keys: [`droid/counter:model_calls:${key('2')}`] },
      ...{ provider: 'anthropic', model: 'claude-opus-4-8' },
    })
    expect(input).toMatchObject({
      ...{ temporality: 'cumulative', series: `tokens_input:${SESSION}` },
      ...{ keys: [`droid/counter:tokens_input:${SESSION}:${AT + 2000}:1000`] },
      ...{ provider: 'anthropic', model: 'claude-opus-4-8', session: SESSION },
    })
  })

  it('that grow are further readings, those that do not the same', () => {
    const keys = (rows: object[], more: object = {}) =>
      factsOf(read(rows, beside({ ...SETTINGS, tokenUsage: { ...USAGE, ...more } })), 'counter')
        .filter(({ name }) => name === 'tokens_input')
        .map(({ keys }) => keys[0])
    const longer = [...TALK, message('4', 90, 'assistant', text('confidential'))]
    expect(keys(TALK)).toEqual(keys(TALK))
    expect(keys(TALK, { inputTokens: 1001 })).not.toEqual(keys(TALK))
    expect(keys(longer, { inputTokens: 1500 })).toEqual([
      `droid/counter:tokens_input:${SESSION}:${AT + 90_000}:1500`,
    ])
  })

  it('less what was dropped are what a plain sum would say', () => {
    const sum = (settings: unknown, rows: object[] = TALK) => {
      const told = read(rows, beside(settings))
      const counted = factsOf(told, 'counter').reduce(
        (total, { name, value }) => (/^tokens_(?!reasoning)/.test(name) ? total + (value ?? 0) : total),
        0,
      )
      expect(told.naive.tokens - droppedOf(told)).toBe(counted)
      return told
    }
    expect(sum(SETTINGS).naive).toEqual({ rows: 1, tokens: 8280 })
    expect(sum({}).naive).toEqual({ rows: 0, tokens: 0 })
    for (const odd of [-1, 1.5, '7', MAX_COUNT * 2, {}]) {
      const told = sum({ tokenUsage: { ...USAGE, cacheReadTokens: odd } })
      expect(told.drops.implausible_count?.records, `${odd}`).toBeGreaterThan(0)
    }
    const timeless = [start(), { ...TALK[2], timestamp: 'yesterday' }]
    expect(sum({ tokenUsage: USAGE }, timeless).drops.no_time?.records).toBeGreaterThan(0)
  })

  it('of a session without a usable time are told when its provider was chosen', () => {
    expect(counters([start()], SETTINGS)).toContainEqual(['tokens_input', 1000, 0])
  })

  it('that are not told are unknown, not 0', () => {
    expect(counters(TALK, { tokenUsage: { inputTokens: 5 } })).toEqual([
      ['model_calls', 1, 2000],
      ['tokens_input', 5, 2000],
    ])
    for (const odd of [null, 7, 'x', [], { tokenUsage: [1] }, { tokenUsage: null }])
      expect(counters(TALK, odd), JSON.stringify(odd)).toEqual([['model_calls', 1, 2000]])
  })

  it('are of the model and provider that the last message names', () => {
    const named = (told: object, more: object = {}) =>
      factsOf(
        read([start(), message('2', 2, 'assistant', text('x'), told)], beside({ ...SETTINGS, ...more })),
        'counter',
      ).map(({ model, provider }) => `${provider} ${model}`)
    expect(new Set(named({ modelId: 'gpt-5.5', apiProvider: 'openai' }))).toEqual(new Set(['openai gpt-5.5']))
    const own = { model: 'custom:GLM-5.1-[Z.AI]-0', providerLock: 'generic-chat-completion-api' }
    expect(new Set(named({}, own))).toEqual(new Set(['null GLM-5.1']))
    expect(new Set(named({}, { ...own, apiProviderLock: 'fireworks' }))).toEqual(
      new Set(['fireworks GLM-5.1']),
    )
  })
})

it('hooks stand in messages of the user', () => {
  const told = read([start(), message('9', 1, 'user', [], { hookEventName: 'Stop', hookResults: [] })])
  expect(factsOf(told, 'feature_use')).toMatchObject([
    { kind: 'hook', name: 'Stop', event: 'Stop', keys: [key('9')] },
  ])
  expect(factsOf(told, 'message')).toEqual([])
})

it('a fork claims what it copies less than its parent does, and has the same keys', () => {
  const parent = [...TALK, message('3', 3, 'assistant', [use('Read')])]
  const fork = [
    start({ id: 'fork', parent: SESSION, forkedAtMessageId: 'message-00000000-2' }),
    ...TALK.slice(1),
    message('8', 9, 'assistant', text('x')),
  ]
  const of = (rows: object[]) => factsOf(read(rows), 'message').map((m) => [m.keys[0], m.owner_rank])
  expect(of(parent)).toEqual([
    [key('1'), 0],
    [key('2'), 0],
    [key('3'), 0],
  ])
  expect(of(fork)).toEqual([
    [key('1'), 1],
    [key('2'), 1],
    [key('8'), 0],
  ])
  const calls = (rows: object[]) => factsOf(read(rows), 'counter').map((c) => c.keys[0])
  expect(calls(fork)[0]).toBe(calls(parent)[0])
})

describe('hostile content', () => {
  const HOSTILE: object[] = [
    ...[
      [],
      { type: 'todo_state' },
      { type: 7 },
      { type: '__proto__' },
      { type: 'message' },
      { type: 'message', message: [] },
    ],
    { type: 'session_start', id: 7, cwd: ['/'], parent: {}, callingSessionId: 9 },
    message('a', 1e12, 'user', text('x')),
    message('b', 1, 'system', text('x')),
    message('c', 3, 'assistant', [
      null,
      7,
      'x',
      { type: 'tool_use' },
      use('__proto__', { command: 7 }),
      use('Create', { file_path: 9 }),
    ]),
    message('d', 4, 'user', [
      result('__proto__', { deep: [[[[]]]] }),
      result('nobody', 'x'),
      { type: 'tool_result' },
    ]),
    message('e', 5, 'assistant', 'x', { modelId: '\u001b[31mred\u001b[0m', apiProvider: 7 }),
    { type: 'message', id: {}, timestamp: 5, message: { role: 'assistant', content: 'x' } },
    { ...message('f', 6, 'user', text('x')), timestamp: AT + 6000 },
  ]

  it('is read to its end', () => {
    const told = read(HOSTILE, beside({ tokenUsage: { inputTokens: -5 }, model: ['x'] }))
    expect(told.drops.unknown_record?.records).toBe(5)
    expect(factsOf(told, 'tool_call')).toMatchObject([
      { raw_tool: '__proto__', status: 'ok' },
      { raw_tool: 'Create' },
    ])
    expect(factsOf(told, 'counter').map((c) => c.model)).toContain('[31mred[0m')
    expect(Object.hasOwn(Object.prototype, 'type')).toBe(false)
  })

  it('leaves no text in any fact', () => {
    const told = read([...TALK, ...HOSTILE], beside(SETTINGS))
    expect(JSON.stringify(told.facts)).not.toContain('confidential')
  })
})

it('files of settings and of others are none of it', () => {
  const [format] = droid.formats
  expect(format?.accepts(PATH)).toBe(true)
  expect(format?.accepts(PATH.replace('.jsonl', '.settings.json'))).toBe(false)
  expect(format?.beside?.(PATH)).toEqual([PATH.replace('.jsonl', '.settings.json')])
  const begins = (row: object) => format?.recognises({ path: PATH, text: '', rows: [row as never] })
  expect(begins(start())).toBe(true)
  expect(begins({ type: 'session', id: 'x' })).toBe(false)
  expect(begins({ type: 'message', id: 'x', message: { role: 'user' } })).toBe(false)
})

it('lies in the home folder, or where that is moved to', () => {
  expect(droid.roots({ home: '/home/ana', env: {} })).toEqual(['/home/ana/.factory/sessions'])
  expect(droid.roots({ home: '/home/ana', env: { FACTORY_HOME_OVERRIDE: '/x' } })).toEqual([
    '/x/.factory/sessions',
  ])
})
