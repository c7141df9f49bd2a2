/** What each row of a Droid transcript becomes, and its settings; what is odd, copied or hostile. */
import { describe, expect, it } from 'vitest'
import { MAX_COUNT } from '../../facts/field.ts'
import { droppedOf, factsOf, NOTHING_NEARBY, readRows } from '../fixtures/reading.ts'
import type { TranscriptFile } from '../source.ts'
import { droid } from './index.ts'

const SESSION = '6f1f6c3e-0d5c-4bd4-9a1e-2f6f0a1b2c3d'
const PATH = `/home/ana/.factory/sessions/-home-ana-shop/${SESSION}.jsonl`
const AT = Date.parse('2026-03-04T10:00:00Z')
const time = (s: number) => new Date(AT + s * 1000).toISOString()

const start = (more: object = {}) => ({
  ...{ type: 'session_start', id: SESSION, title: 'confidential', cwd: '/home/ana/shop', version: '0.229.0' },
  ...more,
})
const message = (id: string, s: number, role: string, content: unknown, more: object = {}) => ({
  ...{ type: 'message', id: `message-00000000-${id}`, timestamp: time(s) },
  message: { role, content, ...more },
})
const text = (told: string) => [{ type: 'text', text: told }]
const use = (name: string, input: object = {}, id = `toolu_000000000000_${name}`) => ({
  ...{ type: 'tool_use', id, name, input },
})
const result = (name: string, content: unknown, more: object = {}) => ({
  ...{ type: 'tool_result', tool_use_id: `toolu_000000000000_${name}`, content, ...more },
})
const key = (id: string) => `droid/message:message-00000000-${id}`

const USAGE = {
  ...{ inputTokens: 1000, outputTokens: 200, cacheCreationTokens: 50, cacheReadTokens: 7000 },
  ...{ thinkingTokens: 30, factoryCredits: 9999 },
}
const SETTINGS = {
  model: 'claude-opus-4-8',
  providerLock: 'anthropic',
  providerLockTimestamp: time(0),
  tokenUsage: USAGE,
  inclusiveTokenUsage: { inputTokens: 5000, outputTokens: 5000 },
}
const beside = (settings: unknown): Partial<TranscriptFile> => ({
  nearby: {
    ...NOTHING_NEARBY,
    read: (path) =>
      path === PATH.replace('.jsonl', '.settings.json') ? Buffer.from(JSON.stringify(settings)) : null,
  },
})

const read = (rows: object[], over: Partial<TranscriptFile> = { nearby: NOTHING_NEARBY }) =>
  readRows(droid, PATH, rows, over)
const counters = (rows: object[], settings: unknown) =>
  factsOf(read(rows, beside(settings)), 'counter').map(({ name, value, at }) => [name, value, at - AT])

const TALK = [
  start(),
  message('1', 1, 'user', text('confidential')),
  message('2', 2, 'assistant', text('confidential')),
]

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

describe('prompts', () => {
  const prompts = (content: unknown, more: object = {}) =>
    factsOf(read([start(), message('1', 1, 'user', content, more)]), 'message').length

  it.each([
    ['a text', text('confidential'), 1],
    ['a plain text', 'confidential', 1],
    [
      'behind reminders',
      text('<system-reminder>\na\n</system-reminder>\n<system-reminder>b</system-reminder> do'),
      1,
    ],
    ['beside a reminder', [...text('<system-reminder>a</system-reminder>'), ...text('do')], 1],
    ['a reminder alone', text('<system-reminder>a</system-reminder>\n'), 0],
    ['a reminder without an end', text(`<system-reminder>${'a'.repeat(1e6)}`), 0],
    ['what an interruption leaves', text('[Request interrupted by user]'), 0],
    ['nothing', [], 0],
    ['an image alone', [{ type: 'image' }], 0],
    ['something else', 7, 0],
  ])('%s', (_, content, count) => {
    expect(prompts(content)).toBe(count)
  })

  it.each([{ visibility: 'llm_only' }, { visibility: 'user_only' }, { userMessageSource: 'automation' }])(
    'are not typed where %j says otherwise',
    (more) => {
      expect(prompts(text('confidential'), more)).toBe(0)
      expect(prompts(text('confidential'), { userMessageSource: 'user' })).toBe(1)
    },
  )
})

describe('tools', () => {
  const call = (name: string, input: object, content: unknown = 'done', more: object = {}) =>
    read([
      start(),
      message('2', 2, 'assistant', [use(name, input)]),
      message('3', 5, 'user', [result(name, content, more)]),
    ])

  it('are told with how they ended and how long that took', () => {
    expect(factsOf(call('Execute', { command: 'npm test' }), 'tool_call')).toEqual([
      expect.objectContaining({
        ...{ keys: ['droid/tool:toolu_000000000000_Execute'], tool: 'Execute', raw_tool: 'Execute' },
        ...{ status: 'ok', duration_ms: 3000, validation: 'test', at: AT + 2000, completeness: 2 },
      }),
    ])
  })

  it.each([
    ['is_error', 'fine', { is_error: true }, 'error', null],
    ['no error although it begins like one', 'Error: in a log', { is_error: false }, 'ok', null],
    ['the beginning of the text', 'Error: Command failed (exit code: 1)\nls', {}, 'error', null],
    ['the end of the text', 'x\n\n[Process exited with code 2]', {}, 'error', null],
    ['success at the end', 'x\n\n[Process exited with code 0]\n', {}, 'ok', null],
    ['a refusal', 'Error: Tool execution cancelled by user', { is_error: true }, 'rejected', 'user'],
    ['a text in a list', [{ type: 'text', text: 'Error: no' }], {}, 'error', null],
  ])('fail by %s', (_, content, more, status, decision) => {
    expect(factsOf(call('Execute', {}, content, more), 'tool_call')[0]).toMatchObject({ status, decision })
  })

  it('without a result count, and their end is unknown', () => {
    const open = read([start(), message('2', 2, 'assistant', [use('Read')])])
    expect(factsOf(open, 'tool_call')[0]).toMatchObject({
      status: 'unknown',
      duration_ms: null,
      completeness: 1,
    })
  })

  it('of servers name them', () => {
    expect(factsOf(call('Linear___get_issue', {}), 'tool_call')[0]).toMatchObject({
      ...{ tool: 'MCP', mcp_server: 'linear', raw_tool: 'Linear___get_issue' },
    })
  })

  it('with an id that is counted anew in every session are named within theirs, without one by their place', () => {
    const rows = [use('Read', {}, 'call_1'), { type: 'tool_use', name: 'Grep' }]
    expect(
      factsOf(read([start(), message('2', 2, 'assistant', rows)]), 'tool_call').map((t) => t.keys),
    ).toEqual([[`droid/tool:${SESSION}:call_1`], [`${key('2')}#1`]])
  })

  it('start sub-agents and skills', () => {
    const rows = [
      use('Task', { subagent_type: 'reviewer', prompt: 'confidential' }),
      use('Skill', { skill: 'pdf' }),
    ]
    expect(
      factsOf(read([start(), message('2', 2, 'assistant', rows)]), 'feature_use').map((f) => [
        f.kind,
        f.name,
      ]),
    ).toEqual([
      ['subagent', 'reviewer'],
      ['skill', 'pdf'],
    ])
  })

  it('change files where they succeed', () => {
    const changed = (name: string, input: object, more: object = {}) =>
      factsOf(call(name, input, 'done', more), 'file_change').map((c) => [c.path, c.op, c.added, c.removed])
    const file = { file_path: '/home/ana/shop/src/a.ts' }
    expect(changed('Create', { ...file, content: 'one\ntwo\n' })).toEqual([['src/a.ts', 'create', 2, 0]])
    expect(changed('Create', { ...file, content: 'one\n' }, { is_error: true })).toEqual([])
    const one = { old_str: 'one\ntwo\n', new_str: 'one\n2\n3\n' }
    expect(changed('Edit', { ...file, ...one })).toEqual([['src/a.ts', 'edit', 2, 1]])
    expect(changed('Edit', { ...file, ...one, change_all: true })).toEqual([['src/a.ts', 'edit', null, null]])
    expect(changed('Edit', { ...one })).toEqual([])
    expect(changed('MultiEdit', { ...file, changes: [one, one] })).toEqual([['src/a.ts', 'edit', 4, 2]])
    expect(changed('MultiEdit', { ...file, changes: [one, {}] })).toEqual([['src/a.ts', 'edit', null, null]])
    const input = '*** Begin Patch\n*** Update File: b.ts\n-x\n+y\n*** Delete File: c.ts\n*** End Patch'
    expect(changed('ApplyPatch', { input })).toEqual([
      ['b.ts', 'edit', 1, 1],
      ['c.ts', 'delete', 0, null],
    ])
  })

  it('make commits', () => {
    const told = call(
      'Execute',
      { command: 'git commit -m confidential' },
      '[main 1a2b3c4] confidential\n 1 file changed, 2 insertions(+)',
    )
    expect(factsOf(told, 'commit')).toMatchObject([{ sha: '1a2b3c4', added: 2, branch: 'main' }])
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
