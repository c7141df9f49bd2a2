/** What each log event of Claude Code becomes, and what it is taken for when it is odd. */
import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../facts/index.ts'
import type { Attributes, LogRecord, Value } from '../../../otlp/signals.ts'
import { OTLP_AGENTS, readTelemetry } from '../../index.ts'

const AT = Date.parse('2026-08-27T10:00:00Z')

const attributes = (told: Record<string, Value>): Attributes => new Map(Object.entries(told))

function record(event: string, told: Record<string, Value> = {}, more: Partial<LogRecord> = {}): LogRecord {
  return {
    resource: attributes({ 'service.name': 'claude-code', 'service.version': '2.1.247' }),
    scope: { name: 'com.anthropic.claude_code.events', version: '2.1.247' },
    attributes: attributes({
      'session.id': 's1',
      'user.email': 'ada@example.com',
      'event.name': event,
      'event.sequence': 7,
      'app.entrypoint': 'cli',
      ...told,
    }),
    flags: [],
    time: AT,
    observed: null,
    event_name: '',
    severity: 0,
    body: `claude_code.${event}`,
    trace_id: null,
    span_id: null,
    ...more,
  }
}

const read = (...records: LogRecord[]) => readTelemetry(OTLP_AGENTS, 'logs', records, AT + 1000)
const facts = (event: string, told: Record<string, Value> = {}, more: Partial<LogRecord> = {}): Fact[] =>
  read(record(event, told, more)).told.flatMap((one) => one.facts)

const REQUEST = {
  model: 'claude-haiku-4-5-20251001',
  input_tokens: 10,
  output_tokens: 237,
  cache_read_tokens: 18140,
  cache_creation_tokens: 19382,
  cost_usd: 0.041773,
  duration_ms: 3975,
  request_id: 'req_1',
  speed: 'normal',
  query_source: 'repl_main_thread',
}

const WHO = {
  session: 's1',
  user: 'ada@example.com',
  harness: 'claude-code',
  client: 'terminal',
  source: 'claude-code/otlp',
}

describe('api_request', () => {
  it('is a model call with disjoint tokens, latency and reported cost, and a message', () => {
    expect(facts('api_request', REQUEST)).toEqual([
      expect.objectContaining({
        ...WHO,
        type: 'model_call',
        at: AT,
        keys: ['claude-code/req:req_1'],
        model: 'claude-haiku-4-5-20251001',
        provider: 'anthropic',
        tier: 'standard',
        in_uncached: 10,
        out: 237,
        cache_read: 18140,
        cache_write: 19382,
        latency_ms: 3975,
        cost_usd: 0.041773,
        cost_source: 'reported',
        status: 'ok',
      }),
      expect.objectContaining({
        ...WHO,
        type: 'message',
        role: 'assistant',
        human: false,
        keys: ['claude-code/req:req_1'],
      }),
    ])
  })

  it('reads numbers that come as strings the same', () => {
    const strings = Object.fromEntries(Object.entries(REQUEST).map(([key, value]) => [key, String(value)]))
    expect(facts('api_request', strings)).toEqual(facts('api_request', REQUEST))
  })

  it.each(['compact', 'generate_session_title', 'hook_prompt', ''])(
    'of %j leaves no message',
    (query_source) => {
      expect(facts('api_request', { ...REQUEST, query_source }).map((f) => f.type)).toEqual(['model_call'])
    },
  )
  it.each(['repl_main_thread', 'repl_main_thread:compact', 'sdk', 'agent:explore'])(
    'of %j leaves one',
    (query_source) => {
      expect(facts('api_request', { ...REQUEST, query_source })).toHaveLength(2)
    },
  )

  it('keeps what is not told unknown', () => {
    const [call] = facts('api_request', { model: 'claude-x', request_id: 'r' })
    expect(call).toMatchObject({
      in_uncached: null,
      out: null,
      cost_usd: null,
      cost_source: null,
      latency_ms: null,
    })
  })

  it('in fast mode costs more, so its tier says so', () => {
    expect(facts('api_request', { ...REQUEST, speed: 'fast' })[0]).toMatchObject({ tier: 'fast' })
  })

  it('without a request id is named by the id of the client, else by its place in the session', () => {
    const { request_id, ...rest } = REQUEST
    const keys = (told: Record<string, Value>) => (facts('api_request', told)[0] as { keys: string[] }).keys
    expect(keys({ ...rest, client_request_id: 'c' })).toEqual(['claude-code/client-req:c'])
    expect(keys(rest)).toEqual(['claude-code/seq:s1:7'])
    expect(request_id).toBe('req_1')
  })

  it.each([
    ['input_tokens', -5],
    ['output_tokens', 1e18],
    ['cache_read_tokens', 'many'],
    ['cache_creation_tokens', 1.5],
    ['input_tokens', 2n ** 63n],
    ['cost_usd', 1e308],
  ])('with %s of %s is refused as a whole', (key, value) => {
    const { told } = read(record('api_request', { ...REQUEST, [key]: value }), record('api_request', REQUEST))
    expect(told[0]).toMatchObject({ facts: [], refused: { reason: 'implausible_count' } })
    expect(told[1]?.facts).toHaveLength(2)
  })

  it('keeps its counts when only its duration is odd', () => {
    expect(facts('api_request', { ...REQUEST, duration_ms: -1 })[0]).toMatchObject({
      latency_ms: null,
      out: 237,
    })
  })
})

it('assistant_response is the message of its request', () => {
  const [message] = facts('assistant_response', {
    request_id: 'req_1',
    response: 'secret',
    response_length: 6,
  })
  expect(message).toMatchObject({ type: 'message', role: 'assistant', keys: ['claude-code/req:req_1'] })
  expect(JSON.stringify(message)).not.toContain('secret')
})

it('api_error is a call that failed', () => {
  const told = { model: 'claude-x', status_code: '529', duration_ms: '1200', attempt: '10', error: 'secret' }
  const [call] = facts('api_error', { ...told, request_id: 'req_9' })
  expect(call).toMatchObject({
    type: 'model_call',
    status: 'error',
    error_type: '529',
    attempts: 10,
    latency_ms: 1200,
    keys: ['claude-code/req:req_9'],
  })
  expect(call).not.toHaveProperty('out')
  expect(JSON.stringify(call)).not.toContain('secret')
})

describe('user_prompt', () => {
  it('is a message of a person, without its text', () => {
    const told = { prompt: 'secret', prompt_length: 6, 'message.uuid': 'u1', 'prompt.id': 'p1' }
    const [message] = facts('user_prompt', told)
    expect(message).toMatchObject({
      ...WHO,
      type: 'message',
      role: 'user',
      human: true,
      keys: ['claude-code/uuid:u1'],
    })
    expect(JSON.stringify(message)).not.toContain('secret')
    expect(facts('user_prompt', { 'prompt.id': 'p1' })[0]).toMatchObject({ keys: ['claude-code/prompt:p1'] })
  })

  it('that calls a command is a use of it', () => {
    const told = { 'message.uuid': 'u1', command_name: '/review', command_source: 'builtin' }
    expect(facts('user_prompt', told)).toEqual([
      expect.objectContaining({ type: 'feature_use', kind: 'slash_command', name: 'review' }),
    ])
    // The name of one of one's own is withheld; that there was one is not.
    expect(facts('user_prompt', { ...told, command_name: 'custom' })[0]).toMatchObject({ name: null })
  })
})

describe('tool_result', () => {
  const BASH = {
    tool_name: 'Bash',
    tool_use_id: 'toolu_1',
    success: 'true',
    duration_ms: '1500',
    decision_source: 'user_temporary',
  }

  it('is a tool call, at the time it began', () => {
    expect(facts('tool_result', BASH)).toEqual([
      expect.objectContaining({
        ...WHO,
        type: 'tool_call',
        at: AT - 1500,
        keys: ['claude-code/tool:toolu_1'],
        tool: 'Execute',
        raw_tool: 'Bash',
        kind: 'shell',
        duration_ms: 1500,
        status: 'ok',
        decision: 'user',
      }),
    ])
  })

  it.each([
    ['true', 'ok'],
    [true, 'ok'],
    ['false', 'error'],
    [false, 'error'],
    ['', 'unknown'],
  ])('with success %j is %s', (success, status) => {
    expect(facts('tool_result', { ...BASH, success })[0]).toMatchObject({ status })
  })

  it.each([
    ['config', 'config'],
    ['hook', 'hook'],
    ['user_permanent', 'user'],
    ['classifier', 'auto'],
    ['', null],
  ])('decided by %j', (decision_source, decision) => {
    expect(facts('tool_result', { ...BASH, decision_source })[0]).toMatchObject({ decision })
  })

  it('of an MCP server names it where that is not withheld', () => {
    const told = { ...BASH, tool_name: 'mcp__GitHub__search', tool_parameters: '{}' }
    expect(facts('tool_result', told)[0]).toMatchObject({ tool: 'MCP', kind: 'mcp', mcp_server: 'github' })
    const withheld = { ...BASH, tool_name: 'mcp_tool' }
    expect(facts('tool_result', withheld)[0]).toMatchObject({ tool: 'MCP', kind: 'mcp', mcp_server: null })
    const detailed = { ...withheld, tool_parameters: '{"mcp_server_name":"Docs","mcp_tool_name":"find"}' }
    expect(facts('tool_result', detailed)[0]).toMatchObject({ mcp_server: 'docs', raw_tool: 'find' })
  })

  it('of a tool that loads a skill or starts an agent is a use of that too', () => {
    const skill = { ...BASH, tool_name: 'Skill', tool_parameters: '{"skill_name":"pdf"}' }
    expect(facts('tool_result', skill)[1]).toMatchObject({ type: 'feature_use', kind: 'skill', name: 'pdf' })
    const task = { ...BASH, tool_name: 'Task', tool_parameters: '{"subagent_type":"explore"}' }
    expect(facts('tool_result', task)[1]).toMatchObject({
      type: 'feature_use',
      kind: 'subagent',
      name: 'explore',
    })
  })

  it('of a shell that made a commit tells it', () => {
    const told = {
      ...BASH,
      tool_parameters: '{"full_command":"git commit -m secret","git_commit_id":"abc1234"}',
    }
    const [, commit] = facts('tool_result', told)
    expect(commit).toMatchObject({
      type: 'commit',
      sha: 'abc1234',
      keys: ['claude-code/tool:toolu_1#abc1234'],
    })
    expect(JSON.stringify(facts('tool_result', told))).not.toContain('secret')
  })

  it.each(['not json', '[1]', 'null', '{"__proto__":{"polluted":1}}', '{"git_commit_id":{"a":1}}'])(
    'with parameters of %j is a tool call all the same',
    (tool_parameters) => {
      expect(facts('tool_result', { ...BASH, tool_parameters })).toHaveLength(1)
      expect(({} as { polluted?: number }).polluted).toBeUndefined()
    },
  )
})

it('tool_decision tells refusals alone', () => {
  const told = { tool_name: 'Bash', tool_use_id: 't', source: 'user_reject' }
  expect(facts('tool_decision', { ...told, decision: 'accept' })).toEqual([])
  expect(facts('tool_decision', { ...told, decision: 'reject' })).toEqual([
    expect.objectContaining({
      type: 'tool_call',
      status: 'rejected',
      decision: 'user',
      keys: ['claude-code/tool:t'],
    }),
  ])
})

it('skills that people call are told by their event, those that a model loads by the tool', () => {
  const told = { 'skill.name': 'pdf', invocation_trigger: 'user-slash' }
  expect(facts('skill_activated', told)).toEqual([
    expect.objectContaining({ type: 'feature_use', kind: 'skill', name: 'pdf' }),
  ])
  expect(facts('skill_activated', { ...told, invocation_trigger: 'claude-proactive' })).toEqual([])
})

it('hook_execution_complete is a use for each hook that ran', () => {
  const told = { hook_event: 'Stop', hook_name: 'Stop', num_hooks: '2', total_duration_ms: '113' }
  const uses = facts('hook_execution_complete', told)
  expect(uses.map((f) => 'keys' in f && f.keys[0])).toEqual([
    'claude-code/seq:s1:7#0',
    'claude-code/seq:s1:7#1',
  ])
  expect(uses[0]).toMatchObject({ type: 'feature_use', kind: 'hook', event: 'Stop' })
  expect(facts('hook_execution_complete', { ...told, num_hooks: 1_000_000 })).toHaveLength(100)
})

it('what tells nothing that is counted is taken, and what is new is noticed', () => {
  for (const event of ['hook_execution_start', 'mcp_server_connection', 'auth', 'compaction'])
    expect(read(record(event)).told[0]).toMatchObject({ facts: [], unknown: false, refused: null })
  expect(read(record('teleportation')).told[0]).toMatchObject({
    facts: [],
    unknown: true,
    agent: 'claude-code',
  })
})

describe('a record', () => {
  it('is known by its body, its event name or its scope, never by the name of a service', () => {
    const bare = { scope: { name: '', version: '' } }
    const agent = (more: Partial<LogRecord>) => read(record('api_request', REQUEST, more)).told[0]?.agent
    expect(agent(bare)).toBe('claude-code')
    expect(agent({ ...bare, body: null, event_name: 'claude_code.api_request' })).toBe('claude-code')
    expect(agent({ body: null })).toBe('claude-code')
    expect(agent({ ...bare, body: null })).toBe('unknown')
  })

  it('without a time of its own happened when it was observed, else when it came', () => {
    const at = (more: Partial<LogRecord>) => (facts('api_request', REQUEST, more)[0] as { at: number }).at
    expect(at({ time: null, observed: AT + 5 })).toBe(AT + 5)
    expect(at({ time: null })).toBe(AT + 1000)
    expect(at({ time: AT + 0.25 })).toBe(AT)
  })

  it.each([0.5, Date.parse('2019-12-31T23:59:59Z'), AT + 365 * 86_400_000, 1e300])(
    'at %s is refused',
    (time) => {
      expect(read(record('api_request', REQUEST, { time })).told[0]?.refused?.reason).toBe(
        'time_out_of_range',
      )
    },
  )

  it('without session or person is counted all the same', () => {
    const nobody = record('api_request', REQUEST)
    const told = new Map(
      [...nobody.attributes].filter(([key]) => key !== 'session.id' && key !== 'user.email'),
    )
    const {
      told: [first],
      sessions,
    } = read({ ...nobody, attributes: told })
    expect(first?.facts[0]).toMatchObject({ session: null, user: null })
    expect(sessions).toEqual([])
  })

  it('falls back from address to account to installation', () => {
    const user = (told: Record<string, Value>) =>
      (facts('api_request', { ...REQUEST, 'user.email': '', ...told })[0] as { user: string | null }).user
    expect(user({ 'user.account_uuid': 'acc', 'user.id': 'inst' })).toBe('acc')
    expect(user({ 'user.id': 'inst' })).toBe('inst')
    expect(user({})).toBeNull()
  })
})

describe('the session', () => {
  it('is told once a request, with version, surface and where it ran', () => {
    const resource = attributes({
      'service.version': '2.1.247',
      'vcs.repository.url.full': 'https://user:pass@GitHub.com/acme/shop.git',
      'vcs.ref.head.name': 'main',
      'deployment.environment.name': 'ci',
      'cicd.pipeline.name': 'nightly',
    })
    const later = record('user_prompt', {}, { resource, time: AT + 9 })
    const { sessions } = read(record('api_request', REQUEST, { resource }), later)
    expect(sessions).toEqual([
      expect.objectContaining({
        type: 'session',
        id: 's1',
        observed_at: AT + 9,
        user: 'ada@example.com',
        client: 'terminal',
        kind: 'interactive',
        version: '2.1.247',
        repo: 'github.com/acme/shop',
        branch: 'main',
        environment: 'ci',
        ci_workflow: 'nightly',
      }),
    ])
  })
})
