/** What each entry of a conversation becomes. */
import { describe, expect, test } from 'vitest'
import { droppedOf, factsOf, readRows, readTranscript, sumOf, unfit } from '../fixtures/reading.ts'
import { pi } from './index.ts'

const AT = Date.parse('2026-03-04T10:00:00Z')
const iso = (at: number): string => new Date(at).toISOString()
const FILE = '/home/ana/.pi/agent/sessions/--work-api--/2026-03-04T10-00-00-000Z_0f6b1f0e.jsonl'

const header = (more: object = {}) => ({
  type: 'session',
  version: 3,
  id: '0f6b1f0e',
  timestamp: iso(AT),
  cwd: '/work/api',
  ...more,
})
/** An entry at a second of the conversation; a message began a second before it was written. */
const entry = (id: string, parentId: string | null, second: number, told: object) => ({
  id,
  parentId,
  timestamp: iso(AT + second * 1000),
  ...told,
})
const message = (id: string, parentId: string | null, second: number, told: object) =>
  entry(id, parentId, second, { type: 'message', message: { timestamp: AT + second * 1000 - 1000, ...told } })
const USAGE = {
  input: 100,
  output: 40,
  cacheRead: 2000,
  cacheWrite: 300,
  totalTokens: 2440,
  cost: { input: 0.1, output: 0.2, cacheRead: 0.3, cacheWrite: 0.4, total: 1 },
}
const said = (more: object = {}) => ({
  role: 'assistant',
  content: [{ type: 'text', text: 'confidential answer' }],
  provider: 'anthropic',
  model: 'claude-opus-4-8',
  usage: USAGE,
  stopReason: 'stop',
  ...more,
})
const call = (id: string, name: string, args: object) => ({ type: 'toolCall', id, name, arguments: args })
const answer = (toolCallId: string, text: string, more: object = {}) => ({
  role: 'toolResult',
  toolCallId,
  toolName: 'x',
  content: [{ type: 'text', text }],
  isError: false,
  ...more,
})
const read = (...rows: object[]) => readRows(pi, FILE, [header(), ...rows])
const calls = (...rows: object[]) => factsOf(read(...rows), 'model_call')

describe('a call', () => {
  test('has disjoint counts, the cost of the file, and the time from its request to its last word', () => {
    const result = read(message('a', null, 5, said()))
    expect(factsOf(result, 'model_call')).toEqual([
      expect.objectContaining({
        at: AT + 4000,
        keys: [`pi/call:${AT + 4000}:claude-opus-4-8:100:40:2000:300`],
        source: 'pi/transcript',
        harness: 'pi',
        session: '0f6b1f0e',
        project: 'api',
        provider: 'anthropic',
        model: 'claude-opus-4-8',
        in_uncached: 100,
        cache_read: 2000,
        cache_write: 300,
        out: 40,
        reasoning: null,
        cost_usd: 1,
        cost_source: 'reported',
        latency_ms: 1000,
        status: 'ok',
        completeness: 2,
        owner_rank: 0,
      }),
    ])
    expect(factsOf(result, 'message')).toEqual([
      expect.objectContaining({ role: 'assistant', human: false, at: AT + 4000 }),
    ])
    expect(result.naive).toEqual({ rows: 1, tokens: 2440 })
  })

  test('reasoning and the long cache are parts of other counts', () => {
    const usage = { ...USAGE, reasoning: 30, cacheWrite1h: 200 }
    expect(calls(message('a', null, 5, said({ usage })))[0]).toMatchObject({
      out: 40,
      reasoning: 30,
      cache_write: 300,
      cache_write_1h: 200,
    })
  })

  test('the model that answered is told apart from the one that was asked', () => {
    const [one] = calls(message('a', null, 5, said({ provider: 'openrouter', responseModel: 'gpt-5.6' })))
    expect(one).toMatchObject({ provider: 'openrouter', model: 'gpt-5.6' })
  })

  test('a cost of 0 is that of a model without a known price', () => {
    const [one] = calls(message('a', null, 5, said({ usage: { ...USAGE, cost: { total: 0 } } })))
    expect(one?.cost_usd).toBeUndefined()
  })

  test('that was stopped counts what is told by then; without counts it is a message alone', () => {
    const none = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, cost: { total: 0 } }
    const result = read(
      message('a', null, 5, said({ stopReason: 'aborted' })),
      message('b', 'a', 7, said({ stopReason: 'aborted', usage: none, content: [] })),
      message('c', 'b', 9, said({ stopReason: 'error', usage: none, errorMessage: 'confidential' })),
      message('d', 'c', 11, said({ usage: none })),
    )
    expect(factsOf(result, 'model_call').map((c) => [c.status, c.completeness, c.in_uncached])).toEqual([
      ['ok', 1, 100],
      ['error', 1, undefined],
      ['ok', 2, undefined],
    ])
    expect(factsOf(result, 'message')).toHaveLength(4)
    expect(result.drops).toEqual({ no_usage: { records: 1, tokens: 0 } })
  })

  test('on a branch that was left counts like any other; one that stands twice counts once', () => {
    const result = read(
      message('a', null, 1, said()),
      message('b', 'a', 3, said()),
      message('c', 'a', 5, said()),
      message('b', 'a', 3, said()),
    )
    expect(factsOf(result, 'model_call')).toHaveLength(3)
    expect(result.drops).toEqual({ repeated_row: { records: 1, tokens: 2440 } })
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  })

  test('within a tool, and of a summary, is told with them; what a summary keeps is told again', () => {
    const result = read(
      message('a', null, 1, said({ content: [call('t1', 'subagent', { agent: 'scout' })] })),
      message('b', 'a', 3, answer('t1', 'found', { usage: { ...USAGE, input: 7 } })),
      entry('c', 'b', 5, {
        type: 'compaction',
        summary: 'confidential',
        usage: { ...USAGE, input: 8 },
        retainedTail: [said(), { role: 'user', content: 'confidential' }],
      }),
      entry('d', 'a', 7, { type: 'branch_summary', summary: 'confidential', usage: { ...USAGE, input: 9 } }),
    )
    expect(factsOf(result, 'model_call').map((c) => [c.in_uncached, c.model ?? null])).toEqual([
      [100, 'claude-opus-4-8'],
      [7, null],
      [8, null],
      [9, null],
    ])
    expect(factsOf(result, 'message')).toHaveLength(1)
    expect(result.drops).toEqual({ embedded_copy: { records: 1, tokens: 2440 } })
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  })

  test('has the thinking level of its branch', () => {
    const level = (id: string, parent: string | null, second: number, thinkingLevel: string) =>
      entry(id, parent, second, { type: 'thinking_level_change', thinkingLevel })
    const told = calls(
      level('l1', null, 1, 'high'),
      message('a', 'l1', 3, said()),
      level('l2', 'a', 4, 'minimal'),
      message('b', 'l2', 6, said()),
      message('c', 'a', 8, said()),
      message('d', null, 10, said()),
    )
    expect(told.map((c) => c.effort)).toEqual(['high', 'minimal', 'high', null])
  })
})

test('the first version has no tree: its entries follow each other', () => {
  const flat = (row: object) => ({ ...row, id: undefined, parentId: undefined })
  const result = readRows(pi, FILE, [
    header({ version: undefined, provider: 'anthropic', thinkingLevel: 'off' }),
    flat(message('', null, 2, said())),
    flat(entry('', null, 3, { type: 'thinking_level_change', thinkingLevel: 'low' })),
    flat(entry('', null, 4, { type: 'model_change', provider: 'openai', modelId: 'gpt-5.6' })),
    flat(message('', null, 6, said())),
  ])
  expect(factsOf(result, 'model_call').map((c) => c.effort)).toEqual(['off', 'low'])
  expect(factsOf(result, 'session')).toMatchObject([{ id: '0f6b1f0e', provider: 'openai', started_at: AT }])
})

describe('a copy', () => {
  const copied = [
    message('p', null, 1, { role: 'user', content: 'do it' }),
    message('a', 'p', 3, said({ content: [call('t1', 'edit', { path: '/work/api/a.ts' })] })),
    message('r', 'a', 4, answer('t1', 'done', { details: { diff: '+ 1 const answer = 42' } })),
  ]
  const parent = readRows(pi, FILE, [header(), ...copied, message('b', 'r', 8, said())])
  const fork = (more: object) =>
    readRows(pi, FILE, [
      header({ id: 'fork', cwd: '/work/other', timestamp: iso(AT + 60_000), ...more }),
      ...copied,
      message('c', 'r', 70, said()),
    ])

  test.each([['parentSession'], ['branchedFrom']])(
    '(%s) has the keys of its original, and yields',
    (name) => {
      const result = fork({ [name]: FILE })
      const keyed = ({ facts }: typeof result, rank: number) =>
        facts.flatMap((f) => ('keys' in f && f.owner_rank === rank ? [`${f.type} ${f.keys[0]}`] : []))
      const originals = keyed(parent, 0)
      expect(keyed(result, 1)).toHaveLength(5)
      expect(originals).toEqual(expect.arrayContaining(keyed(result, 1)))
      expect(keyed(result, 0)).toHaveLength(2)
      expect(originals).not.toEqual(expect.arrayContaining(keyed(result, 0)))
      expect(factsOf(result, 'session')).toMatchObject([{ id: 'fork', started_at: AT + 60_000 }])
    },
  )

  test('a conversation that began before its header was written is none', () => {
    const late = readRows(pi, FILE, [header({ timestamp: iso(AT + 60_000) }), ...copied])
    expect(late.facts.filter((f) => 'owner_rank' in f && f.owner_rank > 0)).toEqual([])
    expect(factsOf(late, 'session')).toMatchObject([{ started_at: AT }])
  })
})

describe('tools', () => {
  const told = (name: string, args: object, ...answers: object[]) =>
    read(
      message('a', null, 2, said({ content: [call('t1', name, args)] })),
      ...answers.map((one, i) => message(`r${i}`, 'a', 4 + i, one)),
    )

  test('are called once and end once', () => {
    const result = told(
      'bash',
      { command: 'npm test' },
      answer('t1', 'ok'),
      answer('t1', 'no', { isError: true }),
    )
    expect(factsOf(result, 'tool_call')).toEqual([
      expect.objectContaining({
        at: AT + 2000,
        keys: [`pi/tool:${AT + 1000}:t1`],
        tool: 'Execute',
        raw_tool: 'bash',
        status: 'ok',
        duration_ms: 2000,
        validation: 'test',
      }),
    ])
  })

  test.each([
    [{ isError: true }, 'Command exited with code 1', 'error'],
    [{ isError: true }, 'half done\n\nCommand aborted', 'unknown'],
    [{ isError: 'yes' }, '', 'unknown'],
  ])('that end with %j are told apart', (more, text, status) => {
    expect(factsOf(told('bash', {}, answer('t1', text, more)), 'tool_call')[0]?.status).toBe(status)
  })

  test('without an answer are unknown, and an answer without a call is nothing', () => {
    expect(factsOf(told('bash', {}, answer('t9', '')), 'tool_call')).toMatchObject([
      { status: 'unknown', completeness: 1, duration_ms: null },
    ])
  })

  test('the same id in another message is another call', () => {
    const one = said({ content: [call('call_0', 'ls', {})] })
    const result = read(
      message('a', null, 2, one),
      message('b', 'a', 3, answer('call_0', '')),
      message('c', 'b', 6, one),
      message('d', 'c', 9, answer('call_0', '', { isError: true })),
    )
    expect(factsOf(result, 'tool_call').map((t) => [t.status, t.duration_ms])).toEqual([
      ['ok', 1000],
      ['error', 3000],
    ])
  })

  test('an edit is the lines of its diff, without their numbers', () => {
    const diff = [
      '     ...',
      '  41 \treturn',
      '-  42 \tconst old = 1',
      '+  42 \tconst answer = 42',
      '+ 143 }',
    ].join('\n')
    const result = told('edit', { path: '/work/api/src/a.ts' }, answer('t1', 'ok', { details: { diff } }))
    expect(factsOf(result, 'file_change')).toEqual([
      expect.objectContaining({
        path: 'src/a.ts',
        op: 'edit',
        added: 2,
        removed: 1,
        line_hashes: ['#const answer = 42'],
        language: 'TypeScript',
      }),
    ])
  })

  test('what was written over is not told, nor is what an edit without a diff changed', () => {
    for (const [name, details] of [
      ['write', undefined],
      ['edit', { diff: 7 }],
    ] as const) {
      const result = told(name, { path: 'a.ts', content: 'confidential' }, answer('t1', 'ok', { details }))
      expect(factsOf(result, 'file_change')).toMatchObject([
        { path: 'a.ts', op: 'edit', added: null, removed: null },
      ])
    }
    expect(
      factsOf(told('write', { path: 'a.ts' }, answer('t1', '', { isError: true })), 'file_change'),
    ).toEqual([])
  })

  test('a skill is read, or called by the person', () => {
    const reading = told('read', { path: '/home/ana/.pi/agent/skills/release/SKILL.md' })
    expect(factsOf(reading, 'feature_use')).toMatchObject([{ kind: 'skill', name: 'release' }])
    const block = '<skill name="deploy" location="/x/SKILL.md">\nconfidential\n</skill>\n\nto staging'
    const called = read(message('p', null, 2, { role: 'user', content: [{ type: 'text', text: block }] }))
    expect(factsOf(called, 'feature_use')).toMatchObject([{ kind: 'skill', name: 'deploy' }])
    expect(factsOf(called, 'message')).toMatchObject([{ human: true }])
  })

  test('a sub-agent is a feature of its own', () => {
    expect(factsOf(told('subagent', { agent: 'scout', task: 'confidential' }), 'feature_use')).toMatchObject([
      { kind: 'subagent', name: 'scout' },
    ])
  })

  test('commits and pull requests come of what commands print', () => {
    const result = told(
      'bash',
      { command: 'git commit -m confidential && gh pr create' },
      answer(
        't1',
        '[main 1a2b3c4] confidential\n 1 file changed, 3 insertions(+)\nhttps://github.com/o/r/pull/7',
      ),
    )
    expect(factsOf(result, 'commit')).toMatchObject([{ sha: '1a2b3c4', branch: 'main', added: 3 }])
    expect(factsOf(result, 'pull_request')).toMatchObject([{ number: 7, sessions: ['0f6b1f0e'] }])
  })
})

describe('prompts', () => {
  const prompts = (...contents: unknown[]) =>
    factsOf(
      read(...contents.map((content, i) => message(`p${i}`, null, i + 1, { role: 'user', content }))),
      'message',
    )
  test('are texts or pictures; blank ones are none', () => {
    expect(prompts('do it', [{ type: 'image', data: 'x' }], ' ', [], null, 7)).toHaveLength(2)
  })
  test('of two people in the same millisecond are told apart by their length', () => {
    const at = (content: string) => prompts(content)[0]?.keys[0]
    expect(at('do it')).not.toBe(at('do that'))
    expect(at('do it')).toBe(at('do it'))
  })
})

test('nothing is told of what a person ran, of notes, labels and names', () => {
  const silent = ['custom', 'custom_message', 'label', 'session_info'].map((type, i) =>
    entry(`s${i}`, null, i, { type, usage: USAGE }),
  )
  const roles = ['bashExecution', 'custom', 'hookMessage', 'branchSummary', 'compactionSummary'].map(
    (role, i) => message(`r${i}`, null, i, { role, command: 'git commit' }),
  )
  const result = read(...silent, ...roles)
  expect(result.facts.map((f) => f.type)).toEqual(['session'])
  expect(result.drops).toEqual({})
})

describe('odd content', () => {
  const result = read(
    message('a', null, 1, said({ usage: { ...USAGE, input: -5 } })),
    message('b', 'a', 2, said({ usage: { ...USAGE, output: '40' } })),
    message('c', 'b', 3, said({ usage: { ...USAGE, cacheRead: 1e300 } })),
    message(
      'd',
      'c',
      4,
      said({ usage: [], content: 'text', model: '\u001b[31mred\u001b[0m', stopReason: {} }),
    ),
    message(
      'e',
      'd',
      5,
      said({ content: [call('__proto__', '__proto__', { path: [] }), null, 7, call('', 'x', {})] }),
    ),
    message('f', 'e', 6, answer('__proto__', '', { content: null, details: [] })),
    { ...message('g', 'f', 7, said()), timestamp: 'yesterday' },
    { ...message('h', 'g', 8, said()), timestamp: '1999-01-01T00:00:00Z' },
    { type: 'message', message: 'x', timestamp: iso(AT) },
    { type: 'message', message: { role: '__proto__' }, timestamp: iso(AT) },
    { type: 'invention', timestamp: iso(AT) },
    { type: {}, id: 7, parentId: {} },
    entry('i', '__proto__', 9, {
      type: 'compaction',
      retainedTail: [null, { usage: 7 }, said({ usage: { input: -1 } })],
    }),
    message('j', 'i', 10, said({ usage: { ...USAGE, cost: { total: -3 } }, timestamp: 'x' })),
    message('k', 'j', 11, { role: 'user', content: `<skill name="${'x'.repeat(500)}"` }),
  )

  test('is counted under its reason, and no call is half believed', () => {
    expect(result.drops).toMatchObject({
      implausible_count: { records: 3 },
      no_usage: { records: 1 },
      no_time: { records: 1, tokens: 2440 },
      time_out_of_range: { records: 1, tokens: 2440 },
      unknown_record: { records: 4 },
      embedded_copy: { records: 1 },
    })
    expect(factsOf(result, 'model_call').map((c) => [c.in_uncached, c.cost_usd ?? null])).toEqual([
      [100, 1],
      [100, null],
    ])
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  })

  test('yields facts that fit their types, without a word of people', () => {
    expect(unfit(result.facts)).toEqual([])
    expect(JSON.stringify(result.facts)).not.toMatch(/confidential|\\u001b/)
    expect(Object.hasOwn(Object.prototype, 'tool')).toBe(false)
  })

  test('lines that are broken, and a last one that is half written, are no rows', () => {
    const rows = [
      JSON.stringify(header()),
      '{"type":',
      '[]',
      '',
      JSON.stringify(message('a', null, 1, said())),
    ]
    const broken = readTranscript(pi, FILE, { content: `${rows.join('\n')}\n{"type":"mess` })
    expect(broken.drops).toEqual({ broken_line: { records: 3, tokens: 0 } })
    expect(factsOf(broken, 'model_call')).toHaveLength(1)
  })

  test('without a header the name of the file tells the session', () => {
    const entries = [message('a', null, 1, said())]
    expect(factsOf(readRows(pi, FILE, entries), 'model_call')[0]?.session).toBe('0f6b1f0e')
    const nameless = readRows(pi, '/x/y.jsonl', [...entries, header({ id: 7 })])
    expect(nameless).toMatchObject({ facts: [], drops: { invalid_fact: { records: 2, tokens: 2440 } } })
  })
})

test('more of the same file gives the same facts and more', () => {
  const rows = [
    header(),
    message('p', null, 1, { role: 'user', content: 'do it' }),
    message('a', 'p', 3, said({ content: [call('t1', 'bash', { command: 'ls' })] })),
    message('r', 'a', 4, answer('t1', 'x')),
    message('b', 'r', 8, said()),
  ]
  const keys = (count: number) =>
    readRows(pi, FILE, rows.slice(0, count)).facts.flatMap((f) =>
      'keys' in f ? [`${f.type} ${f.keys}`] : [],
    )
  for (let n = 1; n < rows.length; n++) expect(keys(n + 1)).toEqual(expect.arrayContaining(keys(n)))
})
