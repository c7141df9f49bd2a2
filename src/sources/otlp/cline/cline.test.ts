/** What each event and metric of Cline becomes, and what it is taken for when it is odd. */
import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../facts/index.ts'
import { YIELDS } from '../../../facts/precedence.ts'
import type { Attributes, LogRecord, Metric, MetricPoint, Value } from '../../../otlp/signals.ts'
import { OTLP_AGENTS, readTelemetry } from '../../index.ts'

const AT = Date.parse('2026-03-04T10:00:00Z')
const attributes = (told: Record<string, Value>): Attributes => new Map(Object.entries(told))
const SHARED = {
  resource: attributes({ 'service.name': 'cline' }),
  scope: { name: 'cline', version: '' },
  flags: [],
}
const META = { ulid: 'T1', user_id: 'user_ada', cline_type: 'VSCode Extension', extension_version: '3.80.0' }
/** What the SDK says of the agent of an event. */
const SDK = { agentId: 'a1', agentKind: 'root', isSubagent: false }

function record(event: string, told: Record<string, Value> = {}, more: Partial<LogRecord> = {}): LogRecord {
  return {
    ...SHARED,
    attributes: attributes({ ...META, ...told }),
    time: AT,
    observed: AT,
    event_name: '',
    severity: 9,
    body: event,
    trace_id: null,
    span_id: null,
    ...more,
  }
}
const read = (...records: LogRecord[]) => readTelemetry(OTLP_AGENTS, 'logs', records, AT + 60_000)
const facts = (...given: Parameters<typeof record>): Fact[] =>
  read(record(...given)).told.flatMap((one) => one.facts)
const keys = (all: readonly Fact[]) => all.flatMap((fact) => ('keys' in fact ? fact.keys : []))

const TOKENS = {
  ...{ provider: 'anthropic', model: 'claude-sonnet-4-5', tokensIn: 1200, tokensOut: 300 },
  ...{ cacheReadTokens: 5000, cacheWriteTokens: 400, totalCost: 0.0125 },
}

describe('task.tokens', () => {
  it('is a model call with disjoint tokens and the cost that Cline reports', () => {
    expect(facts('task.tokens', TOKENS)).toEqual([
      expect.objectContaining({
        ...{ type: 'model_call', at: AT, session: 'T1', user: 'user_ada', harness: 'cline', client: 'ide' },
        ...{ source: 'cline/otlp', provider: 'anthropic', model: 'claude-sonnet-4-5', status: 'ok' },
        ...{ in_uncached: 1200, cache_read: 5000, cache_write: 400, out: 300, reasoning: null },
        ...{ cost_usd: 0.0125, cost_source: 'reported' },
      }),
    ])
  })

  it('reads the spelling of the documentation, and numbers that come as strings', () => {
    const { ulid, ...meta } = META
    const told = {
      ...{ ...meta, task_id: ulid, provider: 'anthropic', model: 'claude-sonnet-4-5' },
      ...{ tokens_in: '1200', tokens_out: '300', cached_tokens: '5000', cost: '0.0125' },
    }
    expect(facts('', {}, { body: 'task.tokens', attributes: attributes(told) })).toMatchObject([
      { session: 'T1', in_uncached: 1200, cache_read: 5000, cache_write: null, out: 300, cost_usd: 0.0125 },
    ])
  })

  it('of the SDK that names no provider contains the cache, and its cost is not believed', () => {
    const { provider, ...told } = TOKENS
    expect(facts('task.tokens', { ...told, ...SDK, tokensIn: 6600 })).toMatchObject([
      { in_uncached: 1200, cache_read: 5000, cache_write: 400, cost_usd: null, cost_source: null },
    ])
    expect(facts('task.tokens', { ...told, ...SDK, provider })).toMatchObject([
      { in_uncached: 1200, cost_usd: 0.0125 },
    ])
    expect(facts('task.tokens', told)).toMatchObject([{ in_uncached: 1200, cost_usd: 0.0125 }])
  })

  it('knows that "undefined" is nothing, and nothing is not 0', () => {
    const told = { model: 'undefined', tokensIn: 7, tokensOut: 'null', cacheReadTokens: 'undefined' }
    expect(facts('task.tokens', { ...told, totalCost: 'undefined', user_id: 'undefined' })).toMatchObject([
      {
        model: null,
        in_uncached: 7,
        out: null,
        cache_read: null,
        cost_usd: null,
        cost_source: null,
        user: null,
      },
    ])
    expect(facts('task.tokens', { ...TOKENS, totalCost: 0 })).toMatchObject([{ cost_usd: 0 }])
  })

  it.each([
    ['tokensIn', -1],
    ['tokensOut', 1.5],
    ['cacheReadTokens', 'many'],
    ['cacheWriteTokens', 2n ** 63n],
    ['totalCost', 1e300],
  ])('with %s of %s is refused as a whole', (key, value) => {
    const { told } = read(record('task.tokens', { ...TOKENS, [key]: value }), record('task.tokens', TOKENS))
    expect(told[0]).toMatchObject({ facts: [], refused: { reason: 'implausible_count' } })
    expect(told[1]?.facts).toHaveLength(1)
  })
})

describe('keys', () => {
  const told = (more: Record<string, Value> = {}, at = AT) =>
    keys(facts('task.tool_used', { tool: 'read_file', success: true, ...more }, { time: at }))[0]

  it('are the same for the same record, whatever the order and the type of its numbers', () => {
    expect(told()).toBe(told())
    const [one, other] = [
      { a: 1, b: 2 },
      { b: '2', a: '1' },
    ].map((more) => told(more))
    expect(one).toBe(other)
  })

  it('tell equal events at two times apart, and two events at one time', () => {
    expect(
      new Set([told(), told({}, AT + 1), told({ tool: 'write_to_file' }), told({ ulid: 'T2' })]).size,
    ).toBe(4)
  })

  it('of a failed request are its id, where it has one', () => {
    expect(keys(facts('task.provider_api_error', { requestId: 'r1' }))).toEqual(['cline/req:r1'])
    expect(keys(facts('task.provider_api_error', { requestId: 'undefined' }))[0]).toMatch(/^cline\/task/)
  })
})

it.each<[Record<string, Value>, string]>([
  [{ errorStatus: 529 }, '529'],
  [{ error_code: 'rate_limit' }, 'rate_limit'],
  [{}, 'error'],
])('task.provider_api_error with %j is a call that failed', (told, error_type) => {
  const all = facts('task.provider_api_error', { model: 'gpt-5', errorMessage: 'canary', ...told })
  expect(all).toMatchObject([{ type: 'model_call', status: 'error', error_type, provider: 'openai' }])
  expect(JSON.stringify(all)).not.toContain('canary')
})

describe('what a transcript tells too', () => {
  const ranks = (event: string, told: Record<string, Value>) =>
    facts(event, told).map((fact) => ('owner_rank' in fact ? fact.owner_rank : null))

  it('has the key of its counts, where the SDK tells it of the main agent', () => {
    const told = { ...TOKENS, ...SDK }
    expect(keys(facts('task.tokens', told))).toContain('cline/usage:T1:1200:5000:400:300')
    expect(ranks('task.tokens', told)).toEqual([0])
    for (const other of [TOKENS, { ...told, isSubagent: true }]) {
      expect(keys(facts('task.tokens', other))).toHaveLength(1)
      expect(ranks('task.tokens', other)).toEqual([YIELDS])
    }
  })

  it.each<[string, Record<string, Value>, number, number]>([
    ['task.conversation_turn', { source: 'assistant' }, YIELDS, YIELDS],
    ['task.tool_used', { tool: 'read_file' }, YIELDS, YIELDS],
    ['task.skill_used', { skillName: 'notes' }, YIELDS, YIELDS],
    ['task.provider_api_error', {}, YIELDS, 0],
    ['task.slash_command_used', { commandName: 'newtask' }, YIELDS, 0],
    ['hooks.execution', { hookName: 'Stop', status: 'completed' }, YIELDS, 0],
    ['task.subagent_started', { success: true }, YIELDS, 0],
  ])('else yields: %s', (event, told, older, sdk) => {
    expect(ranks(event, told)).toEqual([older])
    expect(ranks(event, { ...told, ...SDK })).toEqual([sdk])
  })

  it('costs nothing known where a subscription pays', () => {
    expect(facts('task.tokens', { ...TOKENS, provider: 'claude-code', totalCost: 0 })).toMatchObject([
      { cost_usd: null },
    ])
  })
})

describe('messages', () => {
  it.each<[string, Record<string, Value>, object[]]>([
    ['task.created', {}, [{ role: 'user', human: true }]],
    ['task.created', SDK, []],
    ['task.conversation_turn', { source: 'user' }, []],
    ['task.conversation_turn', { source: 'user', ...SDK }, [{ role: 'user', human: true }]],
    ['task.conversation_turn', { role: 'user', ...SDK, isSubagent: true }, []],
    ['task.conversation_turn', { source: 'assistant' }, [{ role: 'assistant', human: false }]],
    ['task.conversation_turn', { source: 'model', ...SDK }, [{ role: 'assistant', human: false }]],
    ['task.conversation_turn', {}, []],
  ])('of %s with %j', (event, told, expected) => {
    expect(facts(event, told)).toMatchObject(expected)
    expect(facts(event, told)).toHaveLength(expected.length)
  })
})

describe('task.tool_used', () => {
  it.each([
    ['read_file', 'Read', 'file'],
    ['read_files', 'Read', 'file'],
    ['write_to_file', 'Create', 'file'],
    ['replace_in_file', 'Edit', 'file'],
    ['editor', 'Edit', 'file'],
    ['execute_command', 'Execute', 'shell'],
    ['run_commands', 'Execute', 'shell'],
    ['search_files', 'Grep', 'search'],
    ['search_codebase', 'other', 'search'],
    ['fetch_web_content', 'Web', 'web'],
    ['use_subagents', 'Task', 'agent'],
    ['use_mcp_tool', 'MCP', 'mcp'],
    ['focus_chain', 'Todo', 'other'],
    ['attempt_completion', 'other', 'other'],
  ])('of %s is %s', (raw_tool, tool, kind) => {
    expect(facts('task.tool_used', { tool: raw_tool })).toMatchObject([{ raw_tool, tool, kind }])
  })

  it.each<[Record<string, Value>, string, string | null]>([
    [{ success: true, autoApproved: true }, 'unknown', 'auto'],
    [{ success: true, autoApproved: false }, 'unknown', 'user'],
    [{ success: false, autoApproved: false }, 'rejected', 'user'],
    [{ success: false, autoApproved: true }, 'error', 'auto'],
    [{ success: false }, 'error', null],
    [{}, 'unknown', null],
    [{ success: 'true', ...SDK }, 'ok', null],
    [{ success: 'false', autoApproved: 'undefined', ...SDK }, 'error', null],
    [{ success: true, auto_approved: true, ...SDK }, 'ok', 'auto'],
  ])('with %j ended as %s, decided by %s', (told, status, decision) => {
    expect(facts('task.tool_used', { tool: 'read_file', ...told })).toMatchObject([{ status, decision }])
  })

  it('is the one telling of the call of an MCP tool', () => {
    expect(facts('task.mcp_tool_called', { serverName: 'jira', status: 'success' })).toEqual([])
  })
})

describe('features', () => {
  it.each<[string, Record<string, Value>, object[]]>([
    ['task.skill_used', { skillName: 'notes' }, [{ kind: 'skill', name: 'notes' }]],
    ['task.slash_command_used', { command_name: 'newtask' }, [{ kind: 'slash_command', name: 'newtask' }]],
    [
      'hooks.execution',
      { hookName: 'PreToolUse', status: 'failed' },
      [{ kind: 'hook', name: 'PreToolUse', event: 'PreToolUse' }],
    ],
    ['hooks.execution', { hookName: 'PreToolUse', status: 'started' }, []],
    ['task.subagent_completed', { success: true }, [{ kind: 'subagent' }]],
    ['task.subagent_started', { success: false }, [{ kind: 'subagent' }]],
    ['task.subagent_started', {}, []],
  ])('%s with %j', (event, told, expected) => {
    expect(facts(event, told)).toMatchObject(expected)
    expect(facts(event, told)).toHaveLength(expected.length)
  })

  it('of a sub-agent that started and ended are one', () => {
    const told = { ...SDK, agentId: 'a2', agentKind: 'subagent', isSubagent: true }
    const [start, end] = [facts('task.subagent_started', told), facts('task.subagent_completed', told)]
    expect(keys(start)).toEqual(keys(end))
    expect(start).toMatchObject([{ kind: 'subagent', agent: 'subagent' }])
  })
})

describe('edits', () => {
  const told = { tool: 'write_to_file', source: 'agent', linesAdded: 30, linesDeleted: 0, filesCreated: 1 }
  const counters = (event: string, more: Record<string, Value> = {}) =>
    facts(event, { ...told, ...more }).map(
      (fact) => fact.type === 'counter' && [fact.name, fact.value, fact.tool],
    )

  it('that were taken are counted with their lines, those that were not without', () => {
    expect(counters('task.ai_output.accepted')).toEqual([
      ['edits_accepted', 1, 'Create'],
      ['lines_added', 30, 'Create'],
      ['files_created', 1, 'Create'],
    ])
    expect(counters('task.ai_output.rejected')).toEqual([['edits_rejected', 1, 'Create']])
  })

  it('of a person are not those of the agent', () => {
    expect(counters('task.ai_output.accepted', { source: 'human' })).toEqual([])
  })

  it('at two times are counted twice, and sent again once', () => {
    const at = (time: number) => keys(facts('task.ai_output.accepted', told, { time }))
    expect(new Set([...at(AT), ...at(AT), ...at(AT + 1)]).size).toBe(6)
  })
})

describe('a record', () => {
  it('of another scope is not of Cline, whatever its body', () => {
    const { told } = read(record('task.created', {}, { scope: { name: 'somebody', version: '' } }))
    expect(told[0]?.agent).not.toBe('cline')
  })

  it.each([
    ['task.teleported', true],
    ['', true],
    ['user.opt_in', false],
    ['ui.button_clicked', false],
    ['workspace.initialized', false],
    ['task.focus_chain_enabled', false],
    ['task.compaction_executed', false],
  ])('%j is unknown: %s', (event, unknown) => {
    expect(read(record(event)).told).toEqual([{ agent: 'cline', facts: [], refused: null, unknown }])
  })

  it.each([[7], [null], [['task.tokens']]])('with the body %j is taken', (body) => {
    expect(read(record('', {}, { body })).told).toMatchObject([
      { agent: 'cline', refused: null, unknown: true },
    ])
  })

  it('without a task tells of no session', () => {
    const { sessions } = read(record('user.opt_in', {}, { attributes: attributes({ distinct_id: 'x' }) }))
    expect(sessions).toEqual([])
  })
})

describe('a session', () => {
  const session = (...records: LogRecord[]) => read(...records).sessions

  it('has the start that one record tells and the rest that another does, in any order', () => {
    const start = record('task.created', {}, { time: AT })
    const end = record('task.completed', { user_id: 'undefined' }, { time: AT + 5000 })
    for (const records of [
      [start, end],
      [end, start],
    ])
      expect(session(...records)).toEqual([
        expect.objectContaining({
          ...{ id: 'T1', user: 'user_ada', client: 'ide', kind: 'interactive', version: '3.80.0' },
          ...{ started_at: AT, status: 'completed', observed_at: AT + 5000 },
        }),
      ])
  })

  it('of the SDK begins and ends', () => {
    const told = { ulid: 'undefined', sessionId: 's1', cline_type: 'cli', account_email: 'ada@example.com' }
    expect(
      session(record('session.started', told), record('session.ended', told, { time: AT + 9000 })),
    ).toMatchObject([
      { id: 's1', client: 'terminal', user: 'ada@example.com', started_at: AT, ended_at: AT + 9000 },
    ])
  })

  it.each([
    ['JetBrains Plugin', 'ide'],
    ['CLI', 'terminal'],
    ['unknown', null],
    ['Fridge', null],
  ])('on %s ran in %s', (cline_type, client) => {
    expect(session(record('task.created', { cline_type }))[0]).toMatchObject({ client })
  })
})

describe('a metric', () => {
  function point(name: string, told: Record<string, Value> = {}, metric: Partial<Metric> = {}): MetricPoint {
    return {
      ...SHARED,
      attributes: attributes({ ...META, ...told }),
      metric: { name, unit: '', kind: 'sum', temporality: 'cumulative', monotonic: true, ...metric },
      start: AT - 60_000,
      time: AT,
      value: 5,
      count: 3,
      sum: 50,
    }
  }
  const readings = (...given: Parameters<typeof point>) =>
    readTelemetry(OTLP_AGENTS, 'metrics', [point(...given)], AT + 1000).told.flatMap((one) => one.facts)

  it.each([
    ['cline.tokens.input.total', 'tokens_input'],
    ['cline.tokens.output.total', 'tokens_output'],
    ['cline.cache.read.tokens.total', 'tokens_cache_read'],
    ['cline.cache.write.tokens.total', 'tokens_cache_write'],
    ['cline.tool.calls.total', 'tool_calls'],
    ['cline.hooks.executions.total', 'hooks'],
  ])('%s is the counter %s of its task', (metric, name) => {
    expect(readings(metric)).toMatchObject([{ name, value: 5, session: 'T1', temporality: 'cumulative' }])
  })

  it('of cost is money, and the number of its requests the calls', () => {
    expect(readings('cline.cost.total', { model: 'gpt-5' })).toMatchObject([
      { name: 'cost', usd: 5, value: null, model: 'gpt-5', provider: 'openai' },
    ])
    expect(readings('cline.tokens.input.per_response', {}, { kind: 'histogram' })).toMatchObject([
      { name: 'model_calls', value: 3 },
    ])
  })

  it.each(['cline.cost.total', 'cline.cache.read.tokens.total', 'cline.cache.write.tokens.total'])(
    '%s of a turn repeats that of its request',
    (metric) => {
      expect(readings(metric, { mode: 'act' })).toEqual([])
    },
  )

  it('of a call that was refused says so', () => {
    const told = { tool: 'execute_command', success: 'false', autoApproved: false }
    expect(readings('cline.tool.calls.total', told)).toMatchObject([{ tool: 'Execute', status: 'rejected' }])
  })

  it.each([
    ['cline.turns.total', false],
    ['cline.ai_output.accepted.lines_added.total', false],
    ['cline.jokes.total', true],
  ])('%s counts nothing; unknown: %s', (metric, unknown) => {
    const { told } = readTelemetry(OTLP_AGENTS, 'metrics', [point(metric)], AT + 1000)
    expect(told).toEqual([{ agent: 'cline', facts: [], refused: null, unknown }])
  })

  it('without a task counts nothing', () => {
    expect(readings('cline.tokens.input.total', { ulid: 'undefined' })).toEqual([])
  })
})
