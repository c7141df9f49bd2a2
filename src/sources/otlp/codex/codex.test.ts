/** What each record of Codex becomes, and what it is taken for when it is odd. */
import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../facts/index.ts'
import type { Attributes, LogRecord, MetricPoint, Span, Value } from '../../../otlp/signals.ts'
import { OTLP_AGENTS, readTelemetry } from '../../index.ts'
import { clientOf } from './sessions.ts'

const AT = Date.parse('2026-08-27T10:00:00Z')
const STAMP = '2026-08-27T09:59:59.990Z'
/** Ids of version 7 begin with their time. */
const BEGAN = AT - 60_000
const HEX = BEGAN.toString(16).padStart(12, '0')
const THREAD = `${HEX.slice(0, 8)}-${HEX.slice(8)}-7abc-8def-0123456789ab`

const attributes = (told: Record<string, Value>): Attributes => new Map(Object.entries(told))

const RESOURCE = attributes({ 'service.name': 'codex_cli_rs', 'service.version': '0.150.0', env: 'dev' })
const SCOPE = { name: 'codex_cli_rs', version: '' }

function record(event: string, told: Record<string, Value> = {}, more: Partial<LogRecord> = {}): LogRecord {
  return {
    resource: RESOURCE,
    scope: SCOPE,
    attributes: attributes({
      'event.name': event,
      'event.timestamp': STAMP,
      'conversation.id': THREAD,
      'app.version': '0.150.0',
      originator: 'codex_cli_rs',
      'user.email': 'ada@example.com',
      model: 'gpt-5.5',
      slug: 'gpt-5.5',
      ...told,
    }),
    flags: [],
    time: null,
    observed: AT,
    event_name: 'event otel/src/events/session_telemetry.rs:1',
    severity: 9,
    body: null,
    trace_id: null,
    span_id: null,
    ...more,
  }
}

const read = (...records: LogRecord[]) => readTelemetry(OTLP_AGENTS, 'logs', records, AT + 1000)
const facts = (event: string, told: Record<string, Value> = {}, more: Partial<LogRecord> = {}): Fact[] =>
  read(record(event, told, more)).told.flatMap((one) => one.facts)
const keysOf = (list: readonly Fact[]) => list.flatMap((fact) => ('keys' in fact ? fact.keys : []))

const WHO = {
  session: THREAD,
  user: 'ada@example.com',
  harness: 'codex',
  client: 'terminal',
  source: 'codex/otlp',
}

const COMPLETED = {
  'event.kind': 'response.completed',
  input_token_count: '13297',
  output_token_count: '23',
  cached_token_count: 4480,
  cache_write_token_count: 100,
  reasoning_token_count: 10,
  tool_token_count: '13320',
}

describe('codex.sse_event', () => {
  it('of a completed response is a model call with disjoint tokens; the total is none of them', () => {
    expect(facts('codex.sse_event', COMPLETED)).toEqual([
      expect.objectContaining({
        ...WHO,
        type: 'model_call',
        at: AT,
        provider: 'openai',
        model: 'gpt-5.5',
        in_uncached: 13297 - 4480 - 100,
        cache_read: 4480,
        cache_write: 100,
        out: 23,
        reasoning: 10,
        status: 'ok',
      }),
      expect.objectContaining({ ...WHO, type: 'message', role: 'assistant', human: false }),
    ])
  })

  it('does not tell how long the call took: its duration is the wait for one event of the stream', () => {
    const [call] = facts('codex.sse_event', { ...COMPLETED, duration_ms: '3' })
    expect(call).not.toHaveProperty('latency_ms')
  })

  it('is the same call when it is sent again, and another one at another time, or with other counts', () => {
    const key = (told: Record<string, Value> = {}, more: Partial<LogRecord> = {}) =>
      keysOf(facts('codex.sse_event', { ...COMPLETED, ...told }, more).slice(0, 1)).join()
    expect(key()).toBe(`codex/response:${THREAD}:${STAMP}:13297:4480:100:23:10`)
    expect(key({}, { observed: AT + 500 })).toBe(key())
    const numbers = { input_token_count: 13297, output_token_count: 23, cached_token_count: '4480' }
    expect(key(numbers)).toBe(key())
    expect(key({ 'event.timestamp': '2026-08-27T09:59:59.991Z' })).not.toBe(key())
    expect(key({ output_token_count: '24' })).not.toBe(key())
    expect(key({ 'conversation.id': 'other' })).not.toBe(key())
  })

  it.each([
    ['another kind', { ...COMPLETED, 'event.kind': 'response.output_item.done' }],
    ['no kind', { duration_ms: '5', 'error.message': 'idle timeout waiting for SSE' }],
    ['the end of the stream, without counts', { 'event.kind': 'response.completed', duration_ms: '2' }],
    ['an end that cannot be read', { 'event.kind': 'response.completed', 'error.message': 'secret' }],
    ['a failure that is tried again', { 'event.kind': 'response.failed', 'error.message': 'secret' }],
  ])('of %s is no call', (_, told) => {
    expect(facts('codex.sse_event', told)).toEqual([])
  })

  it('keeps what is not told unknown', () => {
    const told = { 'event.kind': 'response.completed', input_token_count: '5', output_token_count: '1' }
    expect(facts('codex.sse_event', told)[0]).toMatchObject({
      in_uncached: 5,
      cache_read: null,
      cache_write: null,
      reasoning: null,
    })
  })

  it('with more in the cache than came in keeps what was told', () => {
    const [call] = facts('codex.sse_event', { ...COMPLETED, input_token_count: '10' })
    expect(call).toMatchObject({ in_uncached: 0, cache_read: 4480, extra: { told_input: 10 } })
  })

  it.each([
    ['input_token_count', '-5'],
    ['output_token_count', 1e18],
    ['cached_token_count', 'many'],
    ['reasoning_token_count', 1.5],
    ['cache_write_token_count', 2n ** 63n],
  ])('with %s of %s is refused as a whole', (key, value) => {
    const { told } = read(
      record('codex.sse_event', { ...COMPLETED, [key]: value }),
      record('codex.sse_event', COMPLETED),
    )
    expect(told[0]).toMatchObject({ agent: 'codex', facts: [], refused: { reason: 'implausible_count' } })
    expect(told[1]?.facts).toHaveLength(2)
  })
})

describe('codex.api_request', () => {
  const FAILED = { endpoint: '/responses', attempt: 0, duration_ms: '120', 'error.message': 'secret' }
  it.each([400, '429'])('that ends with %s is a call that failed: it is not made again', (status) => {
    const [call] = facts('codex.api_request', { ...FAILED, 'http.response.status_code': status })
    expect(call).toMatchObject({
      ...WHO,
      type: 'model_call',
      status: 'error',
      error_type: String(status),
      attempts: 1,
      latency_ms: 120,
    })
    expect(call).not.toHaveProperty('out')
    expect(JSON.stringify(call)).not.toContain('secret')
  })

  it('counts the attempts before it, whose durations it does not tell', () => {
    const [call] = facts('codex.api_request', { ...FAILED, attempt: 2, 'http.response.status_code': 429 })
    expect(call).toMatchObject({ attempts: 3, latency_ms: null })
  })

  it.each([
    ['a success', { 'http.response.status_code': 200 }],
    ['what may be tried again', { 'http.response.status_code': 503 }],
    ['no answer', {}],
    ['another endpoint', { 'http.response.status_code': 400, endpoint: '/models' }],
    ['no endpoint: an old version, which tries again', { 'http.response.status_code': 429, endpoint: '' }],
  ])('of %s tells nothing', (_, told) => {
    expect(facts('codex.api_request', { ...FAILED, ...told })).toEqual([])
  })
})

it('codex.user_prompt is a message of a person, without its text', () => {
  const [message] = facts('codex.user_prompt', { prompt: 'secret', prompt_length: '6' })
  expect(message).toMatchObject({
    ...WHO,
    type: 'message',
    role: 'user',
    human: true,
    keys: [`codex/prompt:${THREAD}:${STAMP}`],
  })
  expect(JSON.stringify(message)).not.toContain('secret')
})

describe('codex.conversation_starts', () => {
  const STARTS = {
    provider_name: 'OpenAI',
    mcp_servers: 'GitHub, docs,  , docs',
    approval_policy: 'on-request',
    sandbox_policy: 'workspace-write',
    context_window: 400000,
  }
  it('is what a session tells of itself', () => {
    expect(facts('codex.conversation_starts', STARTS)).toEqual([
      expect.objectContaining({
        type: 'session',
        id: THREAD,
        observed_at: AT,
        started_at: BEGAN,
        provider: 'openai',
        mcp_servers_configured: ['github', 'docs'],
        user: 'ada@example.com',
        client: 'terminal',
        kind: 'interactive',
        version: '0.150.0',
      }),
    ])
  })

  it('again, of a session that goes on, does not move its start', () => {
    const later = { observed: AT + 500, time: null }
    expect(facts('codex.conversation_starts', STARTS, later)[0]).toMatchObject({ started_at: BEGAN })
  })

  it.each(['0f6b1f0e-1111-4222-8333-444455556666', 'ffffffff-ffff-7abc-8def-0123456789ab', 'x'])(
    'of %j does not tell when it began',
    (id) => {
      expect(facts('codex.conversation_starts', { ...STARTS, 'conversation.id': id })[0]).toMatchObject({
        started_at: null,
      })
    },
  )

  it('is told beside later records of the same request', () => {
    const { told, sessions } = read(
      record('codex.conversation_starts', STARTS),
      record('codex.user_prompt', {}, { observed: AT + 10 }),
    )
    expect(told[0]?.facts).toHaveLength(1)
    expect(sessions).toEqual([expect.objectContaining({ id: THREAD, observed_at: AT + 10 })])
  })
})

describe('codex.tool_result', () => {
  const SHELL = {
    tool_name: 'exec_command',
    call_id: 'call_1',
    arguments: '{"cmd":"npm test -- secret","workdir":"/home/ana"}',
    duration_ms: '1500',
    success: 'true',
    output: 'secret',
    mcp_server: '',
    mcp_server_origin: '',
  }

  it('is a tool call, at the time it began; of its command only what it checks is kept', () => {
    const found = facts('codex.tool_result', SHELL)
    expect(found).toEqual([
      expect.objectContaining({
        ...WHO,
        type: 'tool_call',
        at: AT - 1500,
        keys: ['codex/tool:call_1'],
        tool: 'Execute',
        raw_tool: 'exec_command',
        kind: 'shell',
        mcp_server: null,
        duration_ms: 1500,
        status: 'ok',
        validation: 'test',
      }),
    ])
    expect(JSON.stringify(found)).not.toMatch(/secret|workdir/)
  })

  it.each([
    ['shell', '{"command":["bash","-lc","cargo clippy"]}', 'lint'],
    ['shell_command', '{"command":"make build"}', 'build'],
    ['local_shell', 'bash -lc npm test', 'test'],
    ['container.exec', '{"command":["npm","run","lint"]}', 'lint'],
    ['exec_command', '{"cmd":"ls"}', null],
    ['exec_command', '{"cmd":7}', null],
    ['exec_command', '{"cmd":["a",1]}', null],
    ['exec_command', '{"cmd":"npm test', null],
    ['exec_command', '', null],
  ])('%s %s checks %s', (tool_name, given, validation) => {
    const [call] = facts('codex.tool_result', { ...SHELL, tool_name, arguments: given }) as Fact[]
    expect(call).toMatchObject({ tool: 'Execute' })
    expect((call as { validation?: unknown }).validation ?? null).toBe(validation)
  })

  it.each([
    ['true', 'ok'],
    [true, 'ok'],
    ['false', 'error'],
    [false, 'error'],
    ['', 'unknown'],
  ])('with success %j is %s', (success, status) => {
    expect(facts('codex.tool_result', { ...SHELL, success })[0]).toMatchObject({ status })
  })

  it('of an MCP server names it', () => {
    const told = { ...SHELL, tool_name: 'search', mcp_server: 'GitHub', arguments: '{"input":"x"}' }
    expect(facts('codex.tool_result', told)).toEqual([
      expect.objectContaining({ tool: 'MCP', kind: 'mcp', mcp_server: 'github', raw_tool: 'search' }),
    ])
  })

  it('of a script that calls tools is none: its calls tell of themselves', () => {
    expect(facts('codex.tool_result', { ...SHELL, tool_name: 'exec' })).toEqual([])
  })

  it('without an id is named by its place', () => {
    const { call_id, ...rest } = SHELL
    expect(keysOf(facts('codex.tool_result', rest))).toEqual([
      `codex/tool-at:${THREAD}:${STAMP}:exec_command`,
    ])
    expect(call_id).toBe('call_1')
  })

  it('that started an agent is a use of it', () => {
    const told = {
      ...SHELL,
      tool_name: 'spawn_agent',
      arguments: '{"agent_type":"explorer","message":"secret"}',
    }
    const found = facts('codex.tool_result', told)
    expect(found[0]).toMatchObject({ tool: 'Task', kind: 'agent' })
    expect(found[1]).toMatchObject({ type: 'feature_use', kind: 'subagent', name: 'explorer' })
    expect(JSON.stringify(found)).not.toContain('secret')
  })

  it('that claims to have run for years began a day before at most', () => {
    expect(facts('codex.tool_result', { ...SHELL, duration_ms: '1e11' })[0]).toMatchObject({
      at: AT - 24 * 3600_000,
    })
  })
})

describe('a patch', () => {
  const PATCH = [
    '*** Begin Patch',
    '*** Add File: src/cart.ts',
    '+const secret = 1',
    '+',
    '*** Update File: README.md',
    '@@',
    '-old',
    '+new',
    '+more',
    '*** Delete File: old.py',
    '*** End Patch',
  ].join('\n')
  const told = (tool_name: string, given: string, success = 'true') =>
    facts('codex.tool_result', {
      tool_name,
      call_id: 'p',
      arguments: given,
      success,
      duration_ms: '5',
      output: 'Done!',
    })
  const CHANGES = [
    { path: 'src/cart.ts', op: 'create', added: 2, removed: 0, extension: '.ts', language: 'TypeScript' },
    { path: 'README.md', op: 'edit', added: 2, removed: 1, extension: '.md', language: 'Markdown' },
    { path: 'old.py', op: 'delete', added: 0, removed: null, extension: '.py', language: 'Python' },
  ].map((change) =>
    expect.objectContaining({
      ...WHO,
      ...change,
      type: 'file_change',
      keys: [`codex/tool:p#${change.path}`],
    }),
  )

  it.each([
    ['apply_patch', PATCH],
    ['apply_patch', JSON.stringify({ input: PATCH })],
    ['shell', JSON.stringify({ command: ['apply_patch', PATCH] })],
    ['shell', JSON.stringify({ command: ['bash', '-lc', `apply_patch <<'EOF'\n${PATCH}\nEOF`] })],
    ['exec_command', JSON.stringify({ cmd: `cd web && apply_patch <<'EOF'\n${PATCH}\nEOF` })],
    ['local_shell', `bash -lc apply_patch <<'EOF'\n${PATCH}\nEOF`],
  ])('of %s tells the files it changed, and nothing that stands in them', (tool, given) => {
    const [call, ...changes] = told(tool, given)
    expect(call).toMatchObject({ type: 'tool_call', status: 'ok' })
    expect(changes).toEqual(CHANGES)
    expect(JSON.stringify([call, changes])).not.toContain('secret')
  })

  it('that failed changed nothing', () => {
    expect(told('apply_patch', PATCH, 'false')).toHaveLength(1)
  })

  it('that is cut off does not tell the size of its last file', () => {
    const cut = told('apply_patch', PATCH.slice(0, PATCH.indexOf('+more') + 2))
    expect(cut.slice(1)).toEqual([CHANGES[0], expect.objectContaining({ path: 'README.md', added: null })])
  })

  it('in the argument of another tool is none', () => {
    expect(told('update_plan', PATCH)).toHaveLength(1)
    expect(told('exec_command', JSON.stringify({ cmd: `cat <<EOF\n${PATCH}\nEOF` }))).toHaveLength(1)
  })
})

describe('a command that ships', () => {
  const ran = (cmd: string, output: string, success = 'true') =>
    facts('codex.tool_result', {
      tool_name: 'exec_command',
      call_id: 'g',
      arguments: JSON.stringify({ cmd }),
      success,
      duration_ms: '5',
      output,
    }).slice(1)
  const PRINTED = 'Output:\n[main 1a2b3c4] secret subject\n 2 files changed, 5 insertions(+), 1 deletion(-)\n'

  it.each([PRINTED, JSON.stringify({ output: PRINTED, metadata: { exit_code: 0 } })])(
    'commits, as git printed it: %j',
    (output) => {
      const found = ran('git add -A && git commit -m "secret"', output)
      expect(found).toEqual([
        expect.objectContaining({
          ...WHO,
          type: 'commit',
          keys: ['codex/tool:g#1a2b3c4'],
          sha: '1a2b3c4',
          branch: 'main',
          added: 5,
          removed: 1,
          attribution: 'explicit',
        }),
      ])
      expect(JSON.stringify(found)).not.toContain('secret')
    },
  )

  it('opens a pull request', () => {
    expect(ran('gh pr create --fill', 'https://github.com/acme/shop/pull/7\n')).toEqual([
      expect.objectContaining({
        type: 'pull_request',
        id: 'https://github.com/acme/shop/pull/7',
        repo: 'github.com/acme/shop',
        number: 7,
        sessions: [THREAD],
      }),
    ])
  })

  it.each([
    ['git commit --dry-run', PRINTED, 'true'],
    ['git log', PRINTED, 'true'],
    ['git commit -m x', PRINTED, 'false'],
    ['git commit -qm x', '', 'true'],
    ['git commit -m x', '{"output":', 'true'],
  ])('is not %j with %j, %s', (cmd, output, success) => {
    expect(ran(cmd, output, success)).toEqual([])
  })
})

describe('codex.tool_decision', () => {
  const DENIED = { tool_name: 'exec_command', call_id: 'call_1', decision: 'denied', source: 'user' }
  it.each([
    ['denied', 'user', 'user'],
    ['abort', 'user', 'user'],
    ['timed_out', 'automated_reviewer', 'auto'],
    ['denied', 'config', 'config'],
    ['denied', 'toString', null],
  ])('%s by %s is a call that was rejected', (decision, source, who) => {
    expect(facts('codex.tool_decision', { ...DENIED, decision, source })).toEqual([
      expect.objectContaining({
        type: 'tool_call',
        keys: ['codex/tool:call_1'],
        status: 'rejected',
        decision: who,
      }),
    ])
  })

  it('says more than the failure that follows it, and less than a success', () => {
    const completeness = (event: string, more: Record<string, Value>) =>
      (facts(event, { ...DENIED, ...more })[0] as { completeness: number }).completeness
    const refused = completeness('codex.tool_decision', {})
    expect(refused).toBeGreaterThan(completeness('codex.tool_result', { success: 'false' }))
    expect(refused).toBeLessThan(completeness('codex.tool_result', { success: 'true' }))
  })

  it.each(['approved', 'approved_for_session', 'network_policy_amendment', ''])(
    '%j tells nothing: what was allowed tells of itself',
    (decision) => {
      expect(facts('codex.tool_decision', { ...DENIED, decision })).toEqual([])
    },
  )
})

describe('other records', () => {
  it.each(['sandbox_outcome', 'websocket_request', 'websocket_connect', 'turn_ttft', 'auth_recovery'])(
    'codex.%s is known and tells nothing',
    (event) => {
      const told = { tool_name: 'exec_command', call_id: 'c', success: 'false', duration_ms: '5' }
      const { told: read1 } = read(record(`codex.${event}`, told))
      expect(read1[0]).toEqual({ agent: 'codex', facts: [], refused: null, unknown: false })
    },
  )

  it('of a new kind are taken as unknown', () => {
    const { told, sessions } = read(record('codex.something_new'))
    expect(told[0]).toMatchObject({ agent: 'codex', facts: [], unknown: true })
    expect(sessions).toHaveLength(1)
  })

  it('without a conversation open no session', () => {
    const told = attributes({ 'event.name': 'codex.auth_recovery', 'user.email': 'ada@example.com' })
    const { told: one, sessions } = read(record('', {}, { attributes: told }))
    expect(one[0]?.agent).toBe('codex')
    expect(sessions).toEqual([])
  })

  it('of another agent are left to it, whatever the service is called', () => {
    expect(read(record('gemini_cli.api_response')).told[0]?.agent).not.toBe('codex')
    expect(read(record('api_request')).told[0]?.agent).not.toBe('codex')
  })

  it('metrics name no session: they are taken and not used', () => {
    const point = {
      ...{ resource: RESOURCE, scope: { name: 'codex', version: '' }, flags: [], start: AT, time: AT },
      attributes: attributes({ token_type: 'total', model: 'gpt-5.5' }),
      metric: {
        ...{ name: 'codex.turn.token_usage', unit: '', kind: 'histogram', temporality: 'delta' },
        monotonic: false,
      },
      ...{ value: null, count: 1, sum: 13320 },
    } as MetricPoint
    const { told, sessions } = readTelemetry(OTLP_AGENTS, 'metrics', [point], AT)
    expect(told).toEqual([{ agent: 'codex', facts: [], refused: null, unknown: true }])
    expect(sessions).toEqual([])
  })
})

describe('the surface', () => {
  it.each([
    ['codex_cli_rs', 'terminal'],
    ['codex-tui', 'terminal'],
    ['codex_exec', 'non-interactive'],
    ['Codex Desktop', 'desktop'],
    ['Codex_Desktop', 'desktop'],
    ['codex_vscode', 'ide'],
    ['codex-app-server', 'ide'],
    ['codex_sdk_ts', 'sdk'],
    ['codex_github_action', 'ci'],
    ['somebody', null],
    [null, null],
  ])('of %j is %s', (originator, client) => {
    expect(clientOf(originator)).toBe(client)
  })

  it('is told by the service where the record does not', () => {
    const told = record('codex.user_prompt')
    const without = new Map([...told.attributes].filter(([key]) => key !== 'originator'))
    expect(read({ ...told, attributes: without }).told[0]?.facts[0]).toMatchObject({ client: 'terminal' })
  })
})

describe('spans', () => {
  const span = (name: string, told: Record<string, Value> = {}, more: Partial<Span> = {}): Span => ({
    ...{ resource: RESOURCE, scope: SCOPE, flags: [], name, kind: 1, events: [] },
    attributes: attributes({ target: 'codex_core::tasks', 'thread.id': THREAD, ...told }),
    trace_id: 'a'.repeat(32),
    span_id: 'b'.repeat(16),
    parent_span_id: null,
    ...{ start: AT, end: AT + 1500, status: 0, status_message: '' },
    ...more,
  })
  const readSpans = (...spans: Span[]) => readTelemetry(OTLP_AGENTS, 'traces', spans, AT + 9000)
  const one = (name: string, told: Record<string, Value> = {}, more: Partial<Span> = {}) =>
    readSpans(span(name, told, more)).told[0]

  const USAGE = {
    model: 'gpt-5.5',
    'codex.turn.token_usage.input_tokens': 13297,
    'codex.turn.token_usage.cached_input_tokens': 4480,
    'codex.turn.token_usage.non_cached_input_tokens': 8817,
    'codex.turn.token_usage.output_tokens': 23,
    'codex.turn.token_usage.reasoning_output_tokens': 10,
    'codex.turn.token_usage.total_tokens': 13320,
  }

  it('of a turn are a step, and what it used for a session that tells no calls', () => {
    const { facts: found, agent } = one('session_task.turn', USAGE) ?? { facts: [] }
    expect(agent).toBe('codex')
    expect(found[0]).toMatchObject({
      type: 'span',
      kind: 'prompt',
      model: 'gpt-5.5',
      duration_ms: 1500,
      session: THREAD,
      status: 'unset',
    })
    expect(found.slice(1)).toEqual(
      (
        [
          ['tokens_input', 8817],
          ['tokens_cache_read', 4480],
          ['tokens_output', 23],
          ['tokens_reasoning', 10],
        ] as const
      ).map(([name, value]) =>
        expect.objectContaining({
          ...{ type: 'counter', name, value, temporality: 'delta', session: THREAD, model: 'gpt-5.5' },
          keys: [`codex/counter:${name}:span:${'a'.repeat(32)}:${'b'.repeat(16)}`],
        }),
      ),
    )
  })

  it('of a turn that names a worker in place of a conversation use nothing', () => {
    const told = one('session_task.turn', { ...USAGE, 'thread.id': 12 })
    expect(told?.facts).toEqual([expect.objectContaining({ type: 'span', session: null })])
  })

  it('with a count beyond belief are refused', () => {
    const told = one('session_task.turn', { ...USAGE, 'codex.turn.token_usage.output_tokens': -1 })
    expect(told?.refused).toMatchObject({ reason: 'implausible_count' })
  })

  it.each([
    ['run_sampling_request', { model: 'gpt-5.5' }, { kind: 'model_call', model: 'gpt-5.5' }],
    ['session_loop', {}, { kind: 'session' }],
    ['session_task.compact', {}, { kind: 'other' }],
    ['session_task.review', {}, { kind: 'subagent' }],
    [
      'exec_command',
      { tool_name: 'exec_command', call_id: 'c' },
      { kind: 'tool', tool: 'Execute', about: 'codex/tool:c' },
    ],
    [
      'dispatch_tool_call_with_terminal_outcome',
      { tool_name: 'apply_patch', call_id: 'c' },
      { kind: 'edit', tool: 'Edit', about: 'codex/tool:c' },
    ],
    ['exec', { tool_name: 'exec', call_id: 'c' }, { kind: 'other', about: null }],
  ])('%s %j are steps', (name, told, step) => {
    expect(one(name, told)?.facts).toEqual([expect.objectContaining({ type: 'span', ...step })])
  })

  it.each([
    ['auth', {}],
    ['handle_responses', { tool_name: 'x', 'gen_ai.usage.input_tokens': 5, 'thread.id': 3 }],
    ['handle_tool_call', { tool_name: 'exec_command', call_id: 'c' }],
    ['toString', {}],
    ['', {}],
  ])('%s %j are noise, and open no session', (name, told) => {
    const { told: found, sessions } = readSpans(span(name, told))
    expect(found).toEqual([{ agent: 'codex', facts: [], refused: null, unknown: true }])
    expect(sessions).toEqual([])
  })

  it('that failed say so', () => {
    expect(one('run_sampling_request', {}, { status: 2 })?.facts[0]).toMatchObject({
      status: 'error',
      error_type: 'error',
    })
  })

  it('are known by their module or scope, not by the service', () => {
    const bare = { attributes: attributes({}) }
    expect(
      one('session_task.turn', {}, { ...bare, scope: { name: 'Codex Desktop', version: '' } })?.agent,
    ).toBe('codex')
    expect(one('session_task.turn', {}, { ...bare, scope: { name: 'codexia', version: '' } })?.agent).toBe(
      'unknown',
    )
  })
})
