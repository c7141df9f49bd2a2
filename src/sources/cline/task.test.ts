/** Tasks of Cline, Roo Code and Kilo Code: what a row counts for, and what lies beside the rows. */
import { describe, expect, it } from 'vitest'
import { droppedOf, factsOf, sumOf } from '../fixtures/reading.ts'
import type { TranscriptSource } from '../source.ts'
import { AT, ask, readTask, request, say, TASK } from './fixtures/files.ts'
import { cline, kiloCode, rooCode } from './index.ts'

const calls = (...given: Parameters<typeof readTask>) => factsOf(readTask(...given), 'model_call')
const tokens = (tokensIn: number, tokensOut: number, cacheReads = 0, cacheWrites = 0) => ({
  ...{ tokensIn, tokensOut, cacheReads, cacheWrites },
})

describe('requests of Cline', () => {
  it('are calls with the cache beside the input, and the cost that is told', () => {
    const rows = [request(AT, { ...tokens(40, 300, 4000, 600), cost: 0.02 })]
    expect(calls(rows)).toMatchObject([
      {
        ...{ at: AT, session: TASK, keys: [`cline/task:${TASK}:api_req_started:${AT}`], harness: 'cline' },
        ...{ in_uncached: 40, cache_read: 4000, cache_write: 600, out: 300, client: 'ide' },
        ...{ cost_usd: 0.02, cost_source: 'reported', status: 'ok' },
      },
    ])
    expect(calls([request(AT, tokens(9000, 300, 4000))])).toMatchObject([
      { in_uncached: 9000, cache_read: 4000 },
    ])
  })

  it('have the model of the row, else the one that was chosen last, else none', () => {
    const at = (minute: number) => AT + minute * 60_000
    const chosen = (ts: number, model_id: string) => ({
      ts,
      model_id,
      model_provider_id: 'anthropic',
      mode: 'act',
    })
    const model_usage = [chosen(at(2), 'claude-a'), chosen(at(4), 'claude-b')]
    const own = { modelInfo: { providerId: 'openrouter', modelId: 'x/y', mode: 'plan' } }
    const rows = [1, 2, 3, 5].map((minute) => request(at(minute), tokens(1, 1)))
    const found = calls([...rows, request(at(6), tokens(1, 1), own)], {
      beside: { 'task_metadata.json': { model_usage } },
    })
    expect(found.map((c) => [c.model, c.provider, c.autonomy_mode])).toEqual([
      [null, null, null],
      ['claude-a', 'anthropic', null],
      ['claude-a', 'anthropic', null],
      ['claude-b', 'anthropic', null],
      ['x/y', 'openrouter', 'spec'],
    ])
  })

  it('cost 0 where that is the price, and nothing known where a subscription pays', () => {
    const cost = (providerId: string) =>
      calls([request(AT, { ...tokens(1, 1), cost: 0 }, { modelInfo: { providerId, modelId: 'm' } })])[0]
        ?.cost_usd ?? null
    expect([cost('openrouter'), cost('claude-code')]).toEqual([0, null])
  })

  it('that tell no usage are messages, if they were answered', () => {
    const result = readTask([
      request(AT, tokens(0, 0)),
      request(AT + 1, {}),
      request(AT + 2, { ...tokens(0, 0), cancelReason: 'user_cancelled' }),
    ])
    expect(factsOf(result, 'model_call')).toEqual([])
    expect(factsOf(result, 'message')).toHaveLength(1)
    expect(result.drops.no_usage).toEqual({ records: 3, tokens: 0 })
  })

  it('that failed are calls without counts, or with what was used', () => {
    const result = readTask([
      request(AT, { ...tokens(0, 0), cancelReason: 'streaming_failed', streamingFailedMessage: 'canary' }),
      request(AT + 1, { ...tokens(7, 1), cancelReason: 'retries_exhausted' }),
      request(AT + 2, { ...tokens(8, 1), cancelReason: 'user_cancelled' }),
    ])
    expect(
      factsOf(result, 'model_call').map((c) => [c.status, c.error_type ?? null, c.in_uncached ?? null]),
    ).toEqual([
      ['error', 'streaming_failed', null],
      ['error', 'retries_exhausted', 7],
      ['ok', null, 8],
    ])
    expect(factsOf(result, 'message')).toHaveLength(1)
    expect(JSON.stringify(result.facts)).not.toContain('canary')
  })

  it('that were taken back, and those of sub-agents, count without a message', () => {
    const result = readTask([
      say('deleted_api_reqs', AT, tokens(100, 10, 50, 5)),
      say('subagent_usage', AT + 1, { source: 'subagents', ...tokens(200, 20), cost: 0.1 }),
      request(AT + 2, tokens(1, 1)),
    ])
    expect(factsOf(result, 'model_call').map((c) => [c.in_uncached, c.agent])).toEqual([
      [100, null],
      [200, 'subagent'],
      [1, null],
    ])
    expect(factsOf(result, 'message')).toHaveLength(1)
  })

  it('are filled in later: the key stays, and reading twice changes nothing', () => {
    const [early, late] = [{}, { ...tokens(5, 5), cost: 0.1 }].map((told) => readTask([request(AT, told)]))
    expect(factsOf(early as never, 'model_call')).toEqual([])
    expect(late).toEqual(readTask([request(AT, { ...tokens(5, 5), cost: 0.1 })]))
  })
})

describe.each<[TranscriptSource]>([[rooCode], [kiloCode]])('requests of %o', (source) => {
  const inputs = (...told: object[]) =>
    calls(
      told.map((one, i) => request(AT + i, one)),
      { source },
    ).map((c) => [c.in_uncached, c.cache_read, c.cache_write])

  it('contain the cache in newer tasks', () => {
    expect(inputs({ apiProtocol: 'anthropic', ...tokens(5000, 9, 4000, 600) })).toEqual([[400, 4000, 600]])
    expect(inputs({ apiProtocol: 'openai', ...tokens(5000, 9, 4000) })).toEqual([[1000, 4000, 0]])
    expect(inputs(tokens(5000, 9, 4000))).toEqual([[1000, 4000, 0]])
  })

  it('do not in older ones, as an input shows that is less than its cache', () => {
    expect(inputs({ apiProtocol: 'anthropic', ...tokens(40, 9, 4000, 600) })).toEqual([[40, 4000, 600]])
  })

  it('did not before either, where a later one shows it', () => {
    const anthropic = { apiProtocol: 'anthropic' }
    expect(
      inputs(
        { ...anthropic, ...tokens(5000, 9, 1000) },
        { ...anthropic, ...tokens(40, 9, 6000) },
        { ...anthropic, ...tokens(7000, 9, 6500) },
      ),
    ).toEqual([
      [5000, 1000, 0],
      [40, 6000, 0],
      [500, 6500, 0],
    ])
  })

  it('of the protocol of OpenAI always did', () => {
    const openai = { apiProtocol: 'openai' }
    expect(inputs({ ...openai, ...tokens(5000, 9, 1000) }, { ...openai, ...tokens(40, 9, 6000) })[0]).toEqual(
      [4000, 1000, 0],
    )
  })

  it('lose no tokens by that', () => {
    const result = readTask(
      [request(AT, { apiProtocol: 'anthropic', ...tokens(5000, 9, 4000) }), request(AT + 1, tokens(3, 1))],
      { source },
    )
    expect(result.naive).toEqual({ rows: 2, tokens: 5013 })
    expect(sumOf(result) + droppedOf(result)).toBe(5013)
  })
})

it('Roo Code tells what it cost to sum up a conversation', () => {
  const row = say('condense_context', AT, '', {
    contextCondense: { summary: 'canary', cost: 0.03, newContextTokens: 9 },
  })
  const result = readTask([row], { source: rooCode })
  expect(factsOf(result, 'model_call')).toMatchObject([{ cost_usd: 0.03, cost_source: 'reported' }])
  expect([sumOf(result), factsOf(result, 'message').length]).toEqual([0, 0])
  expect(JSON.stringify(result.facts)).not.toContain('canary')
})

it('Roo Code names the model in the surroundings it tells the model', () => {
  const content = [
    {
      type: 'text',
      text: '<model>no</model><environment_details>\n<model>claude-x</model>\n</environment_details>',
    },
  ]
  const history = [{ role: 'user', ts: AT + 3, content }]
  const rows = [request(AT, { apiProtocol: 'anthropic', ...tokens(1, 1) })]
  expect(
    calls(rows, { source: rooCode, beside: { 'api_conversation_history.json': history } })[0]?.model,
  ).toBe('claude-x')
})

describe('a session', () => {
  it('is called as in telemetry, and knows folder, version and surface', () => {
    const result = readTask([say('task', AT, 'canary')], {
      state: {
        'state/taskHistory.json': [{ id: TASK, ulid: '01TASK', cwdOnTaskInitialization: '/home/ada/shop' }],
      },
      beside: {
        'task_metadata.json': {
          environment_history: [{ ts: AT - 5, host_name: 'Visual Studio Code', cline_version: '3.50.0' }],
        },
      },
    })
    expect(factsOf(result, 'session')).toMatchObject([
      { id: '01TASK', project: 'shop', version: '3.50.0', client: 'ide', started_at: AT },
    ])
    expect(factsOf(result, 'message')).toMatchObject([
      { human: true, keys: [`cline/task:${TASK}:prompt:${AT}`] },
    ])
  })

  it('finds its folder in what was sent to the model', () => {
    const sent =
      '<environment_details>\n# Current Working Directory (/home/ada/shop) Files\na.ts\n</environment_details>'
    for (const result of [
      readTask([request(AT, { request: sent, ...tokens(1, 1) })]),
      readTask([say('text', AT, 'x')], {
        source: rooCode,
        beside: { 'api_conversation_history.json': [{ role: 'user', ts: AT, content: sent }] },
      }),
    ])
      expect(factsOf(result, 'session')).toMatchObject([{ project: 'shop' }])
  })

  it('of a task that another one began has a parent, and its prompt was not typed', () => {
    const item = { id: 'child', parentTaskId: 'parent', workspace: '/home/ada/shop' }
    const result = readTask([say('text', AT, 'x'), say('user_feedback', AT + 1, 'y')], {
      ...{ source: rooCode, task: 'child', beside: { 'history_item.json': item } },
    })
    expect(factsOf(result, 'session')).toMatchObject([
      { id: 'child', parent_session: 'parent', project: 'shop' },
    ])
    expect(factsOf(result, 'message')).toMatchObject([{ at: AT + 1, human: true }])
  })

  it('of a task in two folders is one: the keys are the same', () => {
    const rows = [say('task', AT, 'x'), request(AT + 1, tokens(1, 1))]
    const keys = (over: object) => readTask(rows, { over }).facts.flatMap((f) => ('keys' in f ? f.keys : []))
    expect(keys({ path: `/home/ada/.cline/data/tasks/${TASK}/ui_messages.json` })).toEqual(keys({}))
  })
})

describe('prompts', () => {
  it('are the task and what is added to it; no other text is one', () => {
    const rows = [
      say('text', AT, 'do it'),
      say('text', AT + 1, 'I shall'),
      say('user_feedback', AT + 2, 'go on'),
      say('user_feedback_diff', AT + 3, '{}'),
      ask('followup', AT + 4, 'which?'),
    ]
    expect(factsOf(readTask(rows), 'message').map((m) => m.at)).toEqual([AT, AT + 2])
  })

  it.each([
    ['/newtask go on', 'newtask'],
    ['/my-flow.md', 'my-flow.md'],
    ['/home/ada/x is broken', null],
    ['look at /newtask', null],
  ])('%s uses the command %s', (told, name) => {
    const found = factsOf(readTask([say('task', AT, told)]), 'feature_use').map((f) => [f.kind, f.name])
    expect(found).toEqual(name === null ? [] : [['slash_command', name]])
  })
})

describe('features', () => {
  it('are hooks, skills and sub-agents', () => {
    const rows = [
      say('hook_status', AT, { hookName: 'PreToolUse', status: 'completed' }),
      say('tool', AT + 1, { tool: 'useSkill', path: 'notes' }),
      say('subagent', AT + 2, { items: [{ index: 0, prompt: 'canary' }, { index: 1 }] }),
    ]
    const result = readTask(rows)
    expect(factsOf(result, 'feature_use').map((f) => [f.kind, f.name, f.event ?? null])).toEqual([
      ['hook', 'PreToolUse', 'PreToolUse'],
      ['skill', 'notes', null],
      ['subagent', null, null],
      ['subagent', null, null],
    ])
    expect(JSON.stringify(result.facts)).not.toContain('canary')
  })
})

describe('hostile content', () => {
  it.each(['', '{}', '[', 'null', '[[]]', '\uFEFF[]'])('%j tells nothing', (content) => {
    expect(readTask([], { over: { content } }).facts).toEqual([])
  })

  it('is counted or passed over, never thrown at', () => {
    const rows = [
      ...[null, 7, 'x', {}, { ts: AT }, { ts: AT, say: '__proto__' }, { ts: AT, ask: 'nobody_knows' }],
      ...[request('x' as never, tokens(5, 5)), request(1, tokens(5, 5)), request(AT, tokens(-5, 5))],
      request(AT + 1, { tokensIn: 'many', tokensOut: {} }),
      request(AT + 2, tokens(1e300, 5)),
      say('api_req_started', AT + 3, '{"tokensIn": 5,'),
      { ...request(AT + 4, { ...tokens(7, 1), cost: 1e300, cancelReason: {} }), modelInfo: 'x' },
      request(AT + 4, tokens(7, 1)),
      say('tool', AT + 5, { tool: '__proto__', path: {}, batchDiffs: [null, {}] }),
      say('command', AT + 6, `${'a '.repeat(50_000)}git commit`),
      { ...ask('use_mcp_server', AT + 7, { serverName: 7 }), conversationHistoryIndex: Number.NaN },
      say('condense_context', AT + 8, '', { contextCondense: 'x' }),
      say('subagent', AT + 9, { items: 'x' }),
    ]
    const beside = {
      'api_conversation_history.json': [
        null,
        { role: 'user', ts: 'x', content: [null, { type: 'text' }, 7] },
      ],
      'task_metadata.json': { model_usage: 'x', environment_history: [null, { ts: {} }] },
      'history_item.json': { id: {}, ulid: 7, workspace: [] },
    }
    for (const source of [cline, rooCode]) {
      const result = readTask(rows, { source, beside, state: { 'state/taskHistory.json': { a: 1 } } })
      expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
      expect(factsOf(result, 'model_call')).toMatchObject([{ in_uncached: 7, out: 1 }])
      expect(factsOf(result, 'model_call')[0]).not.toHaveProperty('cost_usd')
      expect(result.drops).toMatchObject({
        ...{ implausible_count: { records: 3 }, broken_line: { records: 1 }, repeated_row: { records: 1 } },
        ...{ no_time: { records: 2 }, time_out_of_range: { records: 1 }, unknown_record: { records: 3 } },
      })
    }
  })
})
