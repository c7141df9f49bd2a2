/** What each record of Gemini CLI becomes, and what it is taken for when it is odd. */
import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../facts/index.ts'
import { YIELDS } from '../../../facts/precedence.ts'
import type { Attributes, LogRecord, MetricPoint, Span, Value } from '../../../otlp/signals.ts'
import { OTLP_AGENTS, readTelemetry } from '../../index.ts'

const AT = Date.parse('2026-09-10T10:00:00Z')
const STAMP = '2026-09-10T09:59:59.900Z'
const attributes = (told: Record<string, Value>): Attributes => new Map(Object.entries(told))
const RESOURCE = attributes({
  'service.name': 'gemini-cli',
  'service.version': 'v22.11.0',
  'session.id': 's1',
})
const COMMON = { 'session.id': 's1', 'installation.id': 'inst', interactive: true }

function record(event: string, told: Record<string, Value> = {}, more: Partial<LogRecord> = {}): LogRecord {
  return {
    resource: RESOURCE,
    scope: { name: 'gemini-cli', version: '' },
    attributes: attributes({
      ...COMMON,
      'event.name': `gemini_cli.${event}`,
      'event.timestamp': STAMP,
      ...told,
    }),
    flags: [],
    time: AT,
    observed: null,
    event_name: '',
    severity: 0,
    body: 'A sentence.',
    trace_id: null,
    span_id: null,
    ...more,
  }
}

const read = (...records: LogRecord[]) => readTelemetry(OTLP_AGENTS, 'logs', records, AT + 1000)
const facts = (event: string, told: Record<string, Value> = {}): Fact[] =>
  read(record(event, told)).told.flatMap((one) => one.facts)
const keysOf = (event: string, told: Record<string, Value>) =>
  (facts(event, told)[0] as { keys: string[] }).keys

const WHO = {
  session: 's1',
  user: 'inst',
  harness: 'gemini-cli',
  client: 'terminal',
  source: 'gemini-cli/otlp',
}
const RESPONSE = {
  model: 'gemini-2.5-pro',
  duration_ms: 3000,
  input_token_count: 1000,
  output_token_count: 50,
  cached_content_token_count: 400,
  thoughts_token_count: 30,
  tool_token_count: 0,
  total_token_count: 1080,
  prompt_id: 's1########0',
  auth_type: 'gemini-api-key',
  status_code: 200,
  role: 'main',
}

describe('api_response', () => {
  it('is a model call, and a message', () => {
    expect(facts('api_response', RESPONSE)).toEqual([
      expect.objectContaining({
        ...WHO,
        ...{ type: 'model_call', at: AT, provider: 'google', model: 'gemini-2.5-pro', status: 'ok' },
        ...{ in_uncached: 600, cache_read: 400, cache_write: null, out: 80, reasoning: 30, latency_ms: 3000 },
        keys: ['gemini-cli/usage:s1:1000:400:50:30'],
      }),
      expect.objectContaining({ ...WHO, type: 'message', role: 'assistant', human: false }),
    ])
    expect(facts('api_response', RESPONSE)[0]).not.toHaveProperty('cost_usd')
  })

  it('reads numbers that come as strings the same', () => {
    const strings = Object.fromEntries(Object.entries(RESPONSE).map(([key, value]) => [key, String(value)]))
    expect(facts('api_response', strings)).toEqual(facts('api_response', RESPONSE))
  })

  it.each<[string, Record<string, Value>, object]>([
    ['tools beside input', { tool_token_count: 40, total_token_count: 1120 }, { in_uncached: 640, out: 80 }],
    ['tools inside input', { tool_token_count: 40, total_token_count: 1080 }, { in_uncached: 600, out: 80 }],
    ['thoughts inside output', { total_token_count: 1050 }, { in_uncached: 600, out: 50, reasoning: 30 }],
    ['a total that fits nothing', { total_token_count: 7 }, { in_uncached: 600, out: 80 }],
    ['no total', { total_token_count: '' }, { in_uncached: 600, out: 80 }],
    ['only a cache', { cached_content_token_count: 1000 }, { in_uncached: 0, cache_read: 1000 }],
    ['more cache than input', { cached_content_token_count: 1001 }, { in_uncached: 0, cache_read: 1001 }],
    [
      'nothing counted',
      Object.fromEntries(Object.keys(RESPONSE).flatMap((k) => (k.endsWith('_count') ? [[k, 0]] : []))),
      { in_uncached: null, cache_read: null, out: null, reasoning: null },
    ],
  ])('with %s', (_, told, expected) => {
    expect(facts('api_response', { ...RESPONSE, ...told })[0]).toMatchObject(expected)
  })

  it.each([
    ['input_token_count', -5],
    ['output_token_count', 1e18],
    ['thoughts_token_count', 'many'],
    ['total_token_count', 1.5],
    ['cached_content_token_count', 2n ** 63n],
  ])('with %s of %s is refused as a whole', (key, value) => {
    const { told } = read(record('api_response', { ...RESPONSE, [key]: value }))
    expect(told[0]).toMatchObject({ facts: [], refused: { reason: 'implausible_count' } })
  })

  it.each([
    [{ role: 'subagent' }, 2],
    [{ role: 'utility_router' }, 1],
    [{ role: '' }, 2],
    [{ role: '', prompt_id: 'a1b2c3d4e5f60' }, 2],
    [{ role: '', prompt_id: 'next-speaker' }, 1],
  ])('of %j leaves a message or none', (told, n) => {
    expect(facts('api_response', { ...RESPONSE, ...told })).toHaveLength(n)
  })

  it('of the conversation is named by what it cost, as in transcripts, whenever it is sent', () => {
    const key = keysOf('api_response', RESPONSE)
    expect(keysOf('api_response', { ...RESPONSE, 'event.timestamp': '', duration_ms: 1 })).toEqual(key)
    expect(keysOf('api_response', { ...RESPONSE, output_token_count: 51 })).not.toEqual(key)
    const [call, message] = facts('api_response', RESPONSE) as { keys: string[] }[]
    expect(message?.keys).toEqual(call?.keys)
  })

  it.each<[string, Record<string, Value>]>([
    ['beside the conversation', { role: 'utility_router' }],
    ['without any output', { output_token_count: 0, thoughts_token_count: 0, total_token_count: 1000 }],
    ['without counts', { input_token_count: 0, output_token_count: 0, total_token_count: 0 }],
  ])('%s is named by its moment, and is the same in another batch', (_, more) => {
    const told = { ...RESPONSE, ...more }
    const key = keysOf('api_response', told)
    expect(key[0]).toMatch(`gemini-cli/call:s1:s1########0:${STAMP}:gemini-2.5-pro:3000:`)
    expect(keysOf('api_response', { ...told, 'event.timestamp': '2026-09-10T09:59:59.901Z' })).not.toEqual(
      key,
    )
    const [later] = read(record('api_response', told, { time: AT + 500 })).told
    expect(later?.facts[0]).toMatchObject({ keys: key })
  })

  it('with the cache beside the input, by its total', () => {
    const told = { ...RESPONSE, total_token_count: 1480 }
    expect(facts('api_response', told)[0]).toMatchObject({ in_uncached: 1000, cache_read: 400, out: 80 })
  })

  it.each([
    ['vertex-ai', 'vertex'],
    ['oauth-personal', 'google'],
    ['constructor', 'google'],
  ])('by way of %s is served by %s', (auth_type, provider) => {
    expect(facts('api_response', { ...RESPONSE, auth_type })[0]).toMatchObject({ provider })
  })
})

it('what stands beside a response tells the same call, and tells nothing', () => {
  const details = {
    'event.name': 'gen_ai.client.inference.operation.details',
    'gen_ai.request.model': 'gemini-2.5-pro',
    'gen_ai.usage.input_tokens': 1000,
    'gen_ai.usage.output_tokens': 50,
  }
  expect(read(record('', details)).told[0]).toMatchObject({ agent: 'gemini-cli', facts: [], unknown: false })
  expect(facts('api_request', { model: 'gemini-2.5-pro', request_text: 'secret' })).toEqual([])
})

it('api_error is a call that failed, without its message', () => {
  const told = { model: 'gemini-2.5-pro', duration_ms: 500, error: 'secret', 'error.message': 'secret' }
  const [call] = facts('api_error', { ...told, status_code: 429, error_type: 'ApiError' })
  expect(call).toMatchObject({ type: 'model_call', status: 'error', error_type: '429', latency_ms: 500 })
  expect(call).not.toHaveProperty('out')
  expect(facts('api_error', { ...told, error_type: 'Timeout' })[0]).toMatchObject({ error_type: 'Timeout' })
  expect(facts('api_error', told)[0]).toMatchObject({ error_type: 'error' })
  expect(JSON.stringify(call)).not.toContain('secret')
})

it('user_prompt is a message of a person; numbers of prompts begin anew when a session is resumed', () => {
  const told = { prompt_id: 's1########0', prompt_length: 6, prompt: 'secret' }
  const [message] = facts('user_prompt', told)
  expect(message).toMatchObject({ ...WHO, type: 'message', role: 'user', human: true, owner_rank: YIELDS })
  expect(JSON.stringify(message)).not.toContain('secret')
  const resumed = { ...told, 'event.timestamp': '2026-09-11T09:00:00.000Z' }
  expect(keysOf('user_prompt', resumed)).not.toEqual(keysOf('user_prompt', told))
})

describe('tool_call', () => {
  const EDIT = {
    function_name: 'replace',
    duration_ms: 120,
    success: true,
    decision: 'auto_accept',
    tool_type: 'native',
    prompt_id: 's1########0',
    metadata: '{"model_added_lines":7,"model_removed_lines":2,"user_added_lines":100}',
  }
  const ARGS = JSON.stringify({ file_path: '/home/ana/shop/a.ts', old_string: 'secret', new_string: 'x' })

  it('is a tool call, at the time it began', () => {
    expect(facts('tool_call', EDIT)).toEqual([
      expect.objectContaining({
        ...WHO,
        ...{ type: 'tool_call', at: AT - 120, tool: 'Edit', raw_tool: 'replace', kind: 'file' },
        ...{ status: 'ok', decision: 'auto', duration_ms: 120, mcp_server: null },
      }),
    ])
    expect(facts('tool_call', { ...EDIT, start_time: AT - 5000 })[0]).toMatchObject({ at: AT - 5000 })
    expect(facts('tool_call', { ...EDIT, start_time: AT - 5000.4 })[0]).toMatchObject({ at: AT - 5000 })
    for (const start_time of [0, AT + 1, 'soon', 1e300])
      expect(facts('tool_call', { ...EDIT, start_time })[0]).toMatchObject({ at: AT - 120 })
  })

  it('yields to transcripts, with the change it made, unless it has the id that they know', () => {
    const ranks = (told: Record<string, Value>) =>
      facts('tool_call', { ...EDIT, function_args: ARGS, ...told }).map((fact) => [
        ...(fact as { keys: string[] }).keys,
        (fact as { owner_rank: number }).owner_rank,
      ])
    const named = 'gemini-cli/tool:s1:c1'
    expect(ranks({ call_id: 'c1' })).toEqual([
      [named, 0],
      [`${named}#/home/ana/shop/a.ts`, 0],
    ])
    expect(ranks({}).map(([, rank]) => rank)).toEqual([YIELDS, YIELDS])
  })

  it.each([
    [{ decision: 'accept' }, 'ok', 'user'],
    [{ decision: 'modify' }, 'ok', 'user'],
    [{ decision: 'reject', success: false }, 'rejected', 'user'],
    [{ decision: '', success: 'false' }, 'error', null],
    [{ decision: 'toString', success: '' }, 'unknown', null],
  ])('with %j', (told, status, decision) => {
    expect(facts('tool_call', { ...EDIT, ...told })[0]).toMatchObject({ status, decision })
  })

  it('that tells the path changes the file; the lines are those of the model', () => {
    const [, change] = facts('tool_call', { ...EDIT, function_args: ARGS })
    expect(change).toMatchObject({
      ...{ type: 'file_change', path: '/home/ana/shop/a.ts', op: 'edit', added: 7, removed: 2 },
      ...{ extension: '.ts', language: 'TypeScript' },
    })
    expect(JSON.stringify(facts('tool_call', { ...EDIT, function_args: ARGS }))).not.toContain('secret')
    const created = JSON.stringify({ file_path: 'b.py', old_string: '', new_string: 'x' })
    expect(facts('tool_call', { ...EDIT, function_args: created })[1]).toMatchObject({ op: 'create' })
  })

  it.each<[string, Record<string, Value>, string | null]>([
    ['takes nothing away', { metadata: '{"model_added_lines":12,"model_removed_lines":0}' }, 'create'],
    ['takes something away', { metadata: '{"model_added_lines":12,"model_removed_lines":1}' }, 'edit'],
    ['changes nothing', { metadata: '{"model_added_lines":0,"model_removed_lines":0}' }, 'edit'],
    ['tells no lines', { metadata: '' }, null],
    ['failed', { success: false }, null],
    ['was rejected', { decision: 'reject' }, null],
  ])('of a whole file that %s', (_, told, op) => {
    const told_ = { ...EDIT, function_name: 'write_file', function_args: ARGS, ...told }
    const [, change] = facts('tool_call', told_)
    expect((change as { op?: string } | undefined)?.op ?? null).toBe(op)
  })

  it('finds the path in arguments that were cut or are too long', () => {
    const cut = `{\n  "file_path": "/a/\\"b\\".ts",\n  "content": "${'x'.repeat(70_000)}`
    expect(facts('tool_call', { ...EDIT, function_args: cut })[1]).toMatchObject({ path: '/a/"b".ts' })
    const quoted = `{"content": "\\"file_path\\": \\"/etc/passwd\\" ${'x'.repeat(70_000)}`
    expect(facts('tool_call', { ...EDIT, function_args: quoted })).toHaveLength(1)
  })

  it('is refused with lines that cannot be', () => {
    const told = {
      ...EDIT,
      function_args: ARGS,
      metadata: '{"model_added_lines":-1,"model_removed_lines":0}',
    }
    expect(read(record('tool_call', told)).told[0]?.refused?.reason).toBe('implausible_count')
  })

  it.each(['not json', '[1]', 'null', '{"__proto__":{"a":1}}', '{"file_path":{"a":1}}', '{"file_path":7}'])(
    'with arguments of %j is a call all the same',
    (function_args) => {
      expect(facts('tool_call', { ...EDIT, function_args })).toHaveLength(1)
    },
  )

  it('takes metadata that comes as a map', () => {
    const metadata = attributes({ model_added_lines: 3, model_removed_lines: 0 })
    expect(facts('tool_call', { ...EDIT, function_args: ARGS, metadata })[1]).toMatchObject({ added: 3 })
  })

  it('of an MCP server names it, and is no edit whatever it is called', () => {
    const told = { ...EDIT, tool_type: 'mcp', mcp_server_name: 'GitHub', function_args: ARGS }
    expect(facts('tool_call', told)).toEqual([
      expect.objectContaining({ tool: 'MCP', kind: 'mcp', mcp_server: 'github', raw_tool: 'replace' }),
    ])
  })

  it('of a shell says what the command checks, and not the command', () => {
    const told = {
      ...EDIT,
      function_name: 'run_shell_command',
      function_args: '{"command":"npm test secret"}',
    }
    const [call] = facts('tool_call', told)
    expect(call).toMatchObject({ tool: 'Execute', kind: 'shell', validation: 'test' })
    expect(JSON.stringify(call)).not.toContain('secret')
  })

  it('that loads a skill is a use of it', () => {
    const told = { ...EDIT, function_name: 'activate_skill', function_args: '{"name":"pdf"}' }
    expect(facts('tool_call', told)[1]).toMatchObject({ type: 'feature_use', kind: 'skill', name: 'pdf' })
  })

  it('is named by its id where it has one; those of one moment are kept apart by what is told of them', () => {
    expect(keysOf('tool_call', { ...EDIT, 'gen_ai.tool.call_id': 'c1' })).toEqual(['gemini-cli/tool:s1:c1'])
    const key = keysOf('tool_call', { ...EDIT, content_length: 10 })
    expect(keysOf('tool_call', { ...EDIT, content_length: 10 })).toEqual(key)
    expect(keysOf('tool_call', { ...EDIT, content_length: 11 })).not.toEqual(key)
    expect(keysOf('tool_call', { ...EDIT, content_length: 10, function_args: '{}' })).not.toEqual(key)
  })
})

describe('uses of features', () => {
  it('are commands, hooks and subagents', () => {
    expect(facts('slash_command', { command: '/memory', subcommand: 'show' })).toEqual([
      expect.objectContaining({ type: 'feature_use', kind: 'slash_command', name: 'memory' }),
    ])
    expect(facts('agent.start', { agent_id: 'a-1', agent_name: 'investigator' })).toEqual([
      expect.objectContaining({ kind: 'subagent', name: 'investigator', keys: ['gemini-cli/agent:s1::a-1'] }),
    ])
    expect(facts('agent.finish', { agent_id: 'a-1', agent_name: 'investigator' })).toEqual([])
  })

  it.each([
    ['/home/ana/hooks/notify.sh', 'notify.sh'],
    ['notify', 'notify'],
    ['curl -H secret https://x', null],
    ['', null],
  ])('a hook called %j is named %j', (hook_name, expected) => {
    expect(facts('hook_call', { hook_name, hook_event_name: 'AfterTool', stdout: 'secret' })).toEqual([
      expect.objectContaining({ kind: 'hook', name: expected, event: 'AfterTool' }),
    ])
  })
})

describe('the session', () => {
  it('keeps what its configuration told, whatever follows in the request', () => {
    const told = {
      mcp_servers: 'GitHub, docs,,GitHub',
      github_workflow_name: 'fix issues',
      github_event_name: 'pull_request',
      github_pr_number: 42,
      github_repository_hash: 'abc',
      interactive: false,
    }
    const { sessions } = read(
      record('config', told),
      record('user_prompt', { interactive: false }, { time: AT + 5 }),
    )
    expect(sessions).toEqual([
      expect.objectContaining({
        ...{ id: 's1', observed_at: AT + 5, client: 'non-interactive', kind: 'headless', version: null },
        ...{ ci_workflow: 'fix issues', ci_event: 'pull_request', change: '42', repo: null },
        mcp_servers_configured: ['github', 'docs'],
      }),
    ])
    expect(sessions[0]).not.toHaveProperty('started_at')
  })

  it('without MCP servers has none configured', () => {
    expect(read(record('config', { mcp_servers: '' })).sessions[0]).toMatchObject({
      mcp_servers_configured: [],
    })
    expect(read(record('user_prompt')).sessions[0]).not.toHaveProperty('mcp_servers_configured')
  })

  it('ends when that is told', () => {
    expect(read(record('', { 'event.name': 'end_session' })).sessions[0]).toMatchObject({ ended_at: AT })
  })
})

it('records are known by their name or their scope, never by the name of a service', () => {
  const agent = (told: Record<string, Value>, scope: string) =>
    read(record('user_prompt', told, { scope: { name: scope, version: '' } })).told[0]?.agent
  expect(agent({}, '')).toBe('gemini-cli')
  expect(agent({ 'event.name': 'loop_detected' }, 'gemini-cli')).toBe('gemini-cli')
  expect(agent({ 'event.name': 'user_prompt' }, '')).toBe('unknown')
  expect(read(record('teleportation')).told[0]).toMatchObject({
    agent: 'gemini-cli',
    unknown: true,
    facts: [],
  })
})

describe('metrics', () => {
  const point = (
    name: string,
    told: Record<string, Value>,
    more: Partial<MetricPoint> = {},
  ): MetricPoint => ({
    metric: { name, unit: '', kind: 'sum', temporality: 'cumulative', monotonic: true },
    resource: RESOURCE,
    scope: { name: 'gemini-cli', version: '' },
    attributes: attributes({ ...COMMON, ...told }),
    flags: [],
    start: AT - 1000,
    time: AT,
    value: 7,
    count: null,
    sum: null,
    ...more,
  })
  const counted = (...points: MetricPoint[]) => readTelemetry(OTLP_AGENTS, 'metrics', points, AT).told

  it.each<[string, Record<string, Value>, object]>([
    ['lines.changed', { type: 'added' }, { name: 'lines_added', value: 7, temporality: 'cumulative' }],
    ['lines.changed', { type: 'removed' }, { name: 'lines_removed' }],
    [
      'file.operation.count',
      { operation: 'create', programming_language: 'Go' },
      { name: 'files_created', language: 'Go' },
    ],
    ['file.operation.count', { operation: 'update' }, { name: 'files_edited' }],
    [
      'tool.call.count',
      { function_name: 'glob', success: true },
      { name: 'tool_calls', tool: 'Glob', status: 'ok' },
    ],
    [
      'tool.call.count',
      { function_name: 'x', tool_type: 'mcp', decision: 'reject' },
      { tool: 'MCP', status: 'rejected' },
    ],
    ['agent.run.count', {}, { name: 'subagents' }],
  ])('%s of %j is a counter of its session', (name, told, expected) => {
    const [first] = counted(point(`gemini_cli.${name}`, told))
    expect(first?.facts).toEqual([expect.objectContaining({ ...WHO, type: 'counter', ...expected })])
  })

  it.each([
    ['gemini_cli.token.usage', { type: 'input' }],
    ['gemini_cli.api.request.count', {}],
    ['gemini_cli.session.count', {}],
    ['gen_ai.client.token.usage', {}],
    ['gemini_cli.lines.changed', { type: 'constructor' }],
    ['gemini_cli.file.operation.count', { operation: 'delete' }],
  ])('%s of %j counts nothing', (name, told) => {
    expect(counted(point(name, told))).toEqual([
      { agent: 'gemini-cli', facts: [], refused: null, unknown: false },
    ])
  })

  it('of no session count nothing, and new ones are noticed', () => {
    const nobody = { resource: attributes({}), attributes: attributes({ type: 'added' }) }
    expect(counted(point('gemini_cli.lines.changed', {}, nobody))[0]?.facts).toEqual([])
    expect(counted(point('gemini_cli.teleportation', {}))[0]).toMatchObject({ facts: [], unknown: true })
  })
})

describe('spans', () => {
  const span = (name: string, told: Record<string, Value> = {}, more: Partial<Span> = {}): Span => ({
    resource: RESOURCE,
    scope: { name: 'gemini-cli', version: 'v1' },
    attributes: attributes({ 'gen_ai.conversation.id': 's1', ...told }),
    flags: [],
    trace_id: 'a'.repeat(32),
    span_id: 'b'.repeat(16),
    parent_span_id: null,
    name,
    kind: 1,
    start: AT,
    end: AT + 50,
    status: 1,
    status_message: 'secret',
    events: [],
    ...more,
  })
  const steps = (...spans: Span[]) => readTelemetry(OTLP_AGENTS, 'traces', spans, AT + 1000).told

  it.each<[string, Record<string, Value>, object]>([
    ['user_prompt', {}, { kind: 'prompt' }],
    [
      'llm_call',
      { 'gen_ai.request.model': 'gemini-2.5-pro' },
      { kind: 'model_call', model: 'gemini-2.5-pro' },
    ],
    [
      'tool_call',
      { 'gen_ai.tool.name': 'replace', 'gen_ai.tool.call_id': 'c1' },
      { kind: 'edit', tool: 'Edit', about: 'gemini-cli/tool:s1:c1' },
    ],
    ['tool_call', { 'gen_ai.tool.name': 'glob' }, { kind: 'tool', about: null }],
    ['agent_call', {}, { kind: 'subagent' }],
    ['schedule_tool_calls', {}, { kind: 'other' }],
  ])('%s with %j is a step, and no call', (name, told, expected) => {
    expect(steps(span(name, { 'gen_ai.usage.input_tokens': 5, ...told }))[0]?.facts).toEqual([
      expect.objectContaining({ type: 'span', session: 's1', duration_ms: 50, status: 'ok', ...expected }),
    ])
  })

  it('of the HTTP library tell nothing; those of another program are not ours', () => {
    const http = { scope: { name: '@opentelemetry/instrumentation-http', version: '1' } }
    expect(steps(span('POST', {}, http))).toEqual([
      { agent: 'gemini-cli', facts: [], refused: null, unknown: false },
    ])
    const other = { ...http, resource: attributes({ 'service.name': 'shop' }) }
    expect(steps(span('POST', {}, other))[0]?.agent).toBe('genai')
  })

  it('carry no text', () => {
    const told = steps(span('llm_call', { 'gen_ai.input.messages': 'secret', 'gen_ai.prompt.name': 'p' }))
    expect(JSON.stringify(told)).not.toContain('secret')
  })
})
