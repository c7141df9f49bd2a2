/** Threads of Amp: what messages and ledger tell together, what is a copy, and what tools did. */
import { describe, expect, it } from 'vitest'
import { formatOf } from '../../importer/formats.ts'
import { droppedOf, factsOf, NOTHING_NEARBY, readTranscript, sumOf } from '../fixtures/reading.ts'
import { TRANSCRIPT_SOURCES } from '../index.ts'
import type { ReadResult } from '../source.ts'
import { toolName } from '../tool-names.ts'
import { amp } from './index.ts'

const AT = Date.parse('2026-01-20T10:00:00Z')
const iso = (after: number) => new Date(AT + after).toISOString()
const ID = 'T-11111111-2222-4333-8444-555555555555'

function read(messages: unknown, more: object = {}, id = ID): ReadResult {
  const whole = { v: 1, id, created: AT, messages, ...more }
  return readTranscript(amp, `/home/ada/.local/share/amp/threads/${id}.json`, {
    ...{ content: JSON.stringify(whole), nearby: NOTHING_NEARBY },
  })
}

const user = (
  messageId: number,
  content: unknown = [{ type: 'text', text: 'canary' }],
  more: object = {},
) => ({
  ...{ role: 'user', messageId, content, meta: { sentAt: AT + messageId * 1000 } },
  ...more,
})
const usage = (inputTokens: number, outputTokens: number, more: object = {}) => ({
  ...{
    model: 'claude-haiku-4-5',
    inputTokens,
    outputTokens,
    cacheCreationInputTokens: 900,
    cacheReadInputTokens: 4000,
  },
  ...{ totalInputTokens: inputTokens + 4900, timestamp: iso(500) },
  ...more,
})
const assistant = (messageId: number, told: object | null, content: readonly object[] = []) => ({
  ...{ role: 'assistant', messageId, content: [{ type: 'text', text: 'canary' }, ...content] },
  ...(told ? { usage: told } : {}),
})
const calls = (...given: Parameters<typeof read>) => factsOf(read(...given), 'model_call')

describe('a call', () => {
  it('is told by its message, with counts that do not overlap; credits are no money', () => {
    const result = read([user(0), assistant(1, usage(10, 70, { credits: 2.5 }))])
    expect(factsOf(result, 'model_call')).toMatchObject([
      {
        ...{ at: AT + 500, session: ID, model: 'claude-haiku-4-5', provider: 'anthropic', harness: 'amp' },
        ...{ keys: [`amp/msg:${ID}:1`, `amp/usage:${AT + 500}:10:4000:900:70`], extra: { credits: 2.5 } },
        ...{ in_uncached: 10, cache_read: 4000, cache_write: 900, out: 70 },
      },
    ])
    expect(factsOf(result, 'model_call')[0]).not.toHaveProperty('cost_usd')
    expect(result.naive).toEqual({ rows: 1, tokens: 4980 })
    expect(JSON.stringify(result.facts)).not.toContain('canary')
  })

  it('of a model of OpenAI tells what was not in the cache as written to it', () => {
    expect(calls([assistant(1, usage(0, 70, { model: 'gpt-5.2' }))])).toMatchObject([
      { in_uncached: 900, cache_read: 4000, cache_write: 0, provider: 'openai' },
    ])
  })

  it('of old rows has neither model nor time: it came behind what has one', () => {
    const { model: _, timestamp: __, ...told } = usage(10, 70)
    expect(calls([user(2), assistant(3, told)])).toMatchObject([
      { at: AT + 2000, model: null, provider: null, keys: [`amp/msg:${ID}:3`] },
    ])
    expect(calls([assistant(3, told)])).toMatchObject([{ at: AT }])
  })

  it('takes its time and latency from the traces, where there are any', () => {
    const trace = (name: string, from: number, to: number) => ({
      name,
      context: { messageId: 1 },
      startTime: iso(from),
      endTime: iso(to),
    })
    const meta = { traces: [trace('tools', 1, 2), trace('inference', 300, 1500)] }
    const { timestamp: _, ...told } = usage(10, 70)
    expect(calls([assistant(1, told)], { meta })).toMatchObject([{ at: AT + 300, latency_ms: 1200 }])
  })

  it('with a total in place of its input', () => {
    const told = {
      model: 'claude-x',
      totalInputTokens: 100,
      cacheReadInputTokens: 60,
      outputTokens: 5,
      timestamp: iso(1),
    }
    expect(calls([assistant(1, told)])).toMatchObject([
      { in_uncached: 40, cache_read: 60, cache_write: null, out: 5 },
    ])
  })

  it('without counts is a message', () => {
    const result = read([assistant(1, null), assistant(2, { model: 'x', inputTokens: 0, outputTokens: 0 })])
    expect([factsOf(result, 'model_call').length, factsOf(result, 'message').length]).toEqual([0, 2])
    expect(result.drops.no_usage?.records).toBe(2)
  })
})

describe('the ledger', () => {
  const event = (id: string, more: object = {}) => ({
    ...{
      id,
      timestamp: iso(700),
      model: 'gpt-5',
      credits: 3,
      tokens: { input: 40, output: 6 },
      toMessageId: 1,
    },
    ...more,
  })
  const ledger = (...events: object[]) => ({ usageLedger: { events } })

  it('and the message tell one call: the message tells more', () => {
    const { model: _, timestamp: __, ...told } = usage(40, 6)
    const result = read([assistant(1, told)], ledger(event('e1')))
    expect(factsOf(result, 'model_call')).toMatchObject([
      {
        ...{ at: AT + 700, model: 'gpt-5', cache_read: 4000, extra: { credits: 3 } },
        ...{ keys: [`amp/msg:${ID}:1`, 'amp/event:e1'] },
      },
    ])
    expect(result.drops).toEqual({ repeated_row: { records: 1, tokens: 46 } })
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  })

  it('counts alone where the message tells nothing, and for requests of no message', () => {
    const result = read(
      [assistant(1, null)],
      ledger(
        event('e1'),
        event('e2', { toMessageId: 9 }),
        event('e3', { operationType: 'title-generation' }),
      ),
    )
    expect(factsOf(result, 'model_call').map((c) => c.keys)).toEqual([
      [`amp/msg:${ID}:1`, 'amp/event:e1'],
      [`amp/msg:${ID}:9`, 'amp/event:e2'],
      ['amp/event:e3'],
    ])
    expect(factsOf(result, 'message')).toHaveLength(1)
  })

  it('may tell a total alone: it is known, and not made up', () => {
    const result = read([], ledger(event('e1', { tokens: { total: 345 } })))
    expect(factsOf(result, 'model_call')).toEqual([])
    expect([result.naive.tokens, result.drops.no_usage]).toEqual([345, { records: 1, tokens: 345 }])
  })
})

it('a thread that goes on in another is one: the times and counts of its requests are the same', () => {
  const told = [user(0), assistant(1, usage(10, 70))]
  const other = calls(told, {}, 'T-99999999-2222-4333-8444-555555555555')
  expect(other[0]?.keys[0]).not.toBe(calls(told)[0]?.keys[0])
  expect(other[0]?.keys[1]).toBe(calls(told)[0]?.keys[1])
})

it('prompts are what people say, not the results of tools', () => {
  const result = read([
    user(0),
    user(2, [{ type: 'tool_result', toolUseID: 'x', run: { status: 'done' } }]),
    user(4, 'plain'),
    { role: 'info', messageId: 5, content: [] },
  ])
  expect(factsOf(result, 'message').map((m) => m.keys[0])).toEqual([`amp/msg:${ID}:0`, `amp/msg:${ID}:4`])
  expect(result.drops).toEqual({})
})

it('a session tells where it ran', () => {
  const repository = {
    type: 'git',
    url: 'https://github.com/acme/shop.git',
    ref: 'refs/heads/main',
    sha: 'abc1234',
  }
  const trees = [{ displayName: 'shop', uri: 'file:///home/ada/my%20shop', repository }]
  const initial = { trees, platform: { client: 'CLI', clientVersion: '0.0.9' } }
  const result = read([user(0)], { env: { initial } })
  expect(factsOf(result, 'session')).toMatchObject([
    {
      ...{
        id: ID,
        client: 'terminal',
        version: '0.0.9',
        project: 'shop',
        branch: 'main',
        revision: 'abc1234',
      },
      ...{ repo: 'github.com/acme/shop', started_at: AT },
    },
  ])
  const folders = ['file:///c:/work/shop', 'file:///home/ada/my%20shop', '/plain', 'file://%zz']
  expect(
    folders.map((uri) => {
      const env = { initial: { trees: [{ uri }] } }
      return factsOf(read([user(0)], { env }), 'session')[0]?.project ?? null
    }),
  ).toEqual(['shop', 'my shop', 'plain', null])
  const client = (platform: object, more = {}) =>
    factsOf(read([user(0)], { env: { initial: { platform, ...more } } }), 'session')[0]?.client
  expect([
    client({ client: 'VS Code' }),
    client({ client: 'CLI' }, { interactive: false }),
    client({}),
  ]).toEqual(['ide', 'non-interactive', null])
})

describe('tools', () => {
  const use = (name: string, input: object, id = 'toolu_0123456789ab') => ({
    type: 'tool_use',
    id,
    name,
    input,
  })
  const ended = (run: object, toolUseID = 'toolu_0123456789ab') =>
    user(2, [{ type: 'tool_result', toolUseID, run }])
  const env = { env: { initial: { trees: [{ uri: 'file:///home/ada/shop' }] } } }
  const one = (tool: object, run: object) => read([assistant(1, null, [tool]), ended(run)], env)

  it.each<[object, string, string | null]>([
    [{ status: 'done', result: { output: 'x', exitCode: 0 } }, 'ok', null],
    [{ status: 'done', result: { output: 'x', exitCode: 2 } }, 'error', null],
    [{ status: 'done', result: { success: false } }, 'error', null],
    [{ status: 'error', error: { message: 'canary' } }, 'error', null],
    [{ status: 'rejected-by-user' }, 'rejected', 'user'],
    [{ status: 'cancelled' }, 'unknown', null],
    [{ status: 'in-progress' }, 'unknown', null],
  ])('that ran as %j', (run, status, decision) => {
    const result = one(use('Bash', { cmd: 'npm test' }), run)
    expect(factsOf(result, 'tool_call')).toMatchObject([
      {
        keys: ['amp/tool:toolu_0123456789ab'],
        tool: 'Execute',
        status,
        decision,
        duration_ms: null,
        validation: 'test',
      },
    ])
    expect(JSON.stringify(result.facts)).not.toContain('canary')
  })

  it('have short ids within their thread alone', () => {
    expect(factsOf(one(use('Bash', {}, 't1'), {}), 'tool_call')[0]?.keys).toEqual([`amp/tool:${ID}:1:t1`])
  })

  it.each<[string, object, object, object]>([
    ['create_file', { content: 'one\ntwo' }, {}, { op: 'create', added: 2, removed: 0 }],
    [
      'edit_file',
      { old_str: 'a', new_str: 'b' },
      { diff: '```diff\n@@ -1 +1,2 @@\n-a\n+the new line\n+c\n```' },
      { op: 'edit', added: 2, removed: 1, line_hashes: ['#the new line'] },
    ],
    ['edit_file', { old_str: 'a\nb', new_str: 'a' }, {}, { op: 'edit', added: 0, removed: 1 }],
    [
      'edit_file',
      { old_str: 'a', new_str: 'b', replace_all: true },
      {},
      { op: 'edit', added: null, removed: null },
    ],
  ])('change files: %s of %j', (name, input, result, expected) => {
    const told = one(use(name, { path: '/home/ada/shop/a.ts', ...input }), { status: 'done', result })
    expect(factsOf(told, 'file_change')).toMatchObject([{ path: 'a.ts', ...expected }])
  })

  it('commit and start agents', () => {
    const shipped = one(use('Bash', { cmd: 'git commit -m canary' }), {
      status: 'done',
      result: { output: '[main 1a2b3c4] canary', exitCode: 0 },
    })
    expect(factsOf(shipped, 'commit')).toMatchObject([{ sha: '1a2b3c4' }])
    expect(JSON.stringify(shipped.facts)).not.toContain('canary')
    expect(factsOf(one(use('oracle', { task: 'canary' }), {}), 'feature_use')).toMatchObject([
      { kind: 'subagent', name: 'oracle' },
    ])
  })

  it.each([
    ['Bash', 'Execute'],
    ['edit_file', 'Edit'],
    ['create_file', 'Create'],
    ['Read', 'Read'],
    ['glob', 'Glob'],
    ['Grep', 'Grep'],
    ['read_web_page', 'Web'],
    ['web_search', 'Web'],
    ['todo_write', 'Todo'],
    ['oracle', 'Task'],
    ['Task', 'Task'],
  ])('%s is %s', (raw, tool) => {
    expect(toolName(raw).tool).toBe(tool)
  })
})

describe('whose a file is', () => {
  const path = `/tmp/${ID}.json`
  const text = JSON.stringify({ v: 1, id: ID, created: AT, messages: [] })

  it('is told by its name and its beginning', () => {
    expect(formatOf(TRANSCRIPT_SOURCES, path, () => ({ path, text, rows: [] }))?.source.id).toBe('amp')
    const format = amp.formats[0]
    expect(
      ['/x/T-1.json', '/x/t-1.json', '/x/history.json', '/x/T-1.jsonl'].map((p) => format?.accepts(p)),
    ).toEqual([...[true, false, false, false]])
    for (const other of ['', '[]', '{"id":"x","messages":[]}', '{"id":"T-1"}'])
      expect(format?.recognises({ path, text: other, rows: [] })).toBe(false)
  })

  it('follows the environment', () => {
    expect(amp.roots({ home: '/h', env: {} })).toEqual(['/h/.local/share/amp/threads'])
    expect(amp.roots({ home: '/h', env: { XDG_DATA_HOME: '/d' } })).toEqual(['/d/amp/threads'])
    expect(amp.roots({ home: '/h', env: { AMP_DATA_DIR: '/a' } })).toEqual(['/a/threads'])
  })
})

describe('hostile content', () => {
  it.each([null, 'x', {}, 7])('messages of %j tell nothing', (messages) => {
    expect(read(messages)).toMatchObject({ facts: [], drops: { broken_line: { records: 1 } } })
  })

  it('is counted or passed over, never thrown at', () => {
    const odd: unknown[] = [
      ...[null, 7, {}, { role: '__proto__' }, { role: 'user', content: [[null]], meta: 'x' }],
      assistant(1, usage(-1, 5)),
      assistant(2, usage(1e300, 5)),
      assistant(3, { inputTokens: 'many', outputTokens: 5 }),
      assistant(4, usage(7, 1, { model: '\u001b[31mclaude', credits: 1e300 })),
      assistant(4, usage(7, 1)),
      assistant(5, usage(5, 5, { timestamp: 'never' })),
      assistant(6, usage(5, 5, { timestamp: '1999-01-01T00:00:00Z' })),
      {
        role: 'assistant',
        messageId: {},
        content: [{ type: 'tool_use', id: '__proto__', name: '__proto__', input: 7 }],
      },
      user(8, [{ type: 'tool_result', toolUseID: '__proto__', run: { status: '__proto__', result: [7] } }]),
    ]
    const more = {
      ...{
        env: { initial: { trees: [{ uri: 'file://%zz', repository: 'x' }], platform: [] } },
        meta: { traces: 'x' },
      },
      usageLedger: { events: [null, 7, { tokens: 'x' }, { tokens: { input: -1 }, timestamp: {} }] },
    }
    const result = read(odd, more)
    expect(factsOf(result, 'model_call')).toMatchObject([{ in_uncached: 7, model: '[31mclaude' }])
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
    expect(result.drops).toMatchObject({ implausible_count: { records: 3 }, repeated_row: { records: 1 } })
  })
})
