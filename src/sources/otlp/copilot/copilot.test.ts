/** What each span, metric and log event of Copilot becomes, and what it is taken for when it is odd. */
import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../facts/index.ts'
import type { Attributes, LogRecord, MetricPoint, Span, Value } from '../../../otlp/signals.ts'
import { KEPT_NAMES, OTLP_AGENTS, readTelemetry } from '../../index.ts'

const AT = Date.parse('2026-03-04T10:00:00Z')
const TRACE = 'c3'.repeat(16)
const OWN = 'c3c3c3c3c3c30001'
const PARENT = 'c3c3c3c3c3c30000'

const attributes = (told: Record<string, Value>): Attributes => new Map(Object.entries(told))

const CHAT = { scope: { name: 'copilot-chat', version: '' }, resource: { 'service.name': 'copilot-chat' } }
const CLI = {
  scope: { name: 'github.copilot', version: '' },
  resource: { 'service.name': 'github-copilot', 'service.version': '1.0.84' },
}
type Program = { scope: { name: string; version: string }; resource: Record<string, Value> }

const span = (
  { scope, resource }: Program,
  name: string,
  told: Record<string, Value>,
  more: Partial<Span> = {},
): Span => ({
  scope,
  resource: attributes(resource),
  attributes: attributes({ 'gen_ai.conversation.id': 's1', 'gen_ai.provider.name': 'github', ...told }),
  flags: [],
  trace_id: TRACE,
  span_id: OWN,
  parent_span_id: PARENT,
  name,
  kind: 3,
  start: AT,
  end: AT + 2000,
  status: 0,
  status_message: '',
  events: [],
  ...more,
})

const readSpans = (...spans: Span[]) => readTelemetry(OTLP_AGENTS, 'traces', spans, AT)
const all = (...spans: Span[]): Fact[] => readSpans(...spans).told.flatMap((one) => one.facts)
/** Without the spans, which every one of them leaves. */
const facts = (...spans: Span[]): Fact[] => all(...spans).filter(({ type }) => type !== 'span')
const types = (...spans: Span[]): string[] => facts(...spans).map(({ type }) => type)
const agents = (...spans: Span[]): string[] => readSpans(...spans).told.map(({ agent }) => agent)

const chat = (program: Program, told: Record<string, Value> = {}, more: Partial<Span> = {}) =>
  span(program, 'chat gpt-5.4', { 'gen_ai.request.model': 'gpt-5.4', ...told }, more)
const usage = (input: Value, output: Value, more: Record<string, Value> = {}) => ({
  'gen_ai.response.id': 'r1',
  'gen_ai.usage.input_tokens': input,
  'gen_ai.usage.output_tokens': output,
  ...more,
})

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
        ...{ type: 'model_call', at: AT, keys: ['copilot/res:r1'], session: 's1', harness: 'copilot-cli' },
        ...{ provider: 'github', model: 'gpt-5.4-2026-02-01', client: null, source: 'copilot-cli/otlp' },
        ...{ in_uncached: 100, cache_read: 600, cache_write: 300, out: 120, reasoning: 20 },
        ...{ latency_ms: 2000, ttft_ms: 800, effort: 'high', status: 'ok', error_type: null },
        extra: { nano_aiu: 500_000_000.5, request_multiplier: 0.33 },
      }),
      expect.objectContaining({ type: 'message', role: 'assistant', human: false, keys: ['copilot/res:r1'] }),
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

describe('an execute_tool span', () => {
  const tool = (program: Program, name: string, told: Record<string, Value> = {}, more: Partial<Span> = {}) =>
    span(program, `execute_tool ${name}`, { 'gen_ai.tool.name': name, ...told }, { kind: 1, ...more })
  const id = { 'gen_ai.tool.call.id': 'call_1' }

  it('is a tool call, by its id', () => {
    expect(facts(tool(CLI, 'bash', id))).toEqual([
      expect.objectContaining({
        type: 'tool_call',
        keys: ['copilot/tool:call_1', `span-call:${TRACE}:${OWN}`],
        ...{ tool: 'Execute', kind: 'shell', raw_tool: 'bash', mcp_server: null },
        ...{ duration_ms: 2000, status: 'ok', validation: null },
      }),
    ])
    expect(all(tool(CLI, 'bash', id)).at(-1)).toMatchObject({ kind: 'tool', about: 'copilot/tool:call_1' })
  })

  it.each([
    ['insert_edit_into_file', 'Edit', 'file'],
    ['multi_replace_string_in_file', 'Edit', 'file'],
    ['create_file', 'Create', 'file'],
    ['run_in_terminal', 'Execute', 'shell'],
    ['stop_powershell', 'Execute', 'shell'],
    ['runSubagent', 'Task', 'agent'],
    ['list_agents', 'other', 'agent'],
    ['str_replace_editor', 'Edit', 'file'],
    ['fetch_webpage', 'Web', 'web'],
    ['manage_todo_list', 'Todo', 'other'],
    ['report_intent', 'other', 'other'],
  ])('%s is %s', (name, canonical, kind) => {
    expect(facts(tool(CHAT, name))[0]).toMatchObject({ tool: canonical, kind, raw_tool: name })
  })

  const P = 'github.copilot.tool.parameters.'
  it.each<[string, Record<string, Value>, string | null]>([
    ['mcp_docs_search', { [`${P}mcp_tool_name`]: 'search' }, 'docs'],
    ['mcp_my_docs_full_search', { [`${P}mcp_tool_name`]: 'full_search' }, 'my_docs'],
    ['mcp_docs_search', {}, null],
    [
      'github-search_code',
      { [`${P}mcp_server_name_hash`]: '0f', [`${P}mcp_server_name`]: 'GitHub' },
      'github',
    ],
    ['mcp__docs__search', {}, 'docs'],
  ])('%s is of an MCP server', (name, told, server) => {
    expect(facts(tool(CHAT, name, told))[0]).toMatchObject({ tool: 'MCP', kind: 'mcp', mcp_server: server })
  })

  it('says how it ended, and whether it was refused', () => {
    expect(facts(tool(CLI, 'bash', { 'error.type': 'Timeout' }))[0]).toMatchObject({ status: 'error' })
    expect(facts(tool(CLI, 'bash', {}, { status: 2 }))[0]).toMatchObject({ status: 'error' })
    expect(facts(tool(CLI, 'bash', { 'error.type': 'denied' }))[0]).toMatchObject({ status: 'rejected' })
  })

  it('looks at a command and keeps nothing of it', () => {
    const told = [
      tool(CHAT, 'run_in_terminal', { [`${P}command`]: 'npm test -- secret-4711' }),
      tool(CLI, 'bash', { 'gen_ai.tool.call.arguments': '{"command":"npm test -- secret-4711"}' }),
    ]
    for (const one of told) {
      expect(facts(one)[0]).toMatchObject({ validation: 'test' })
      expect(all(one).at(-1)).toMatchObject({ kind: 'validation', validation: 'test' })
    }
    expect(JSON.stringify(all(...told))).not.toContain('secret-4711')
    expect(facts(tool(CLI, 'bash', { 'gen_ai.tool.call.arguments': '{"command":' }))[0]).toMatchObject({
      validation: null,
    })
  })

  it('loads a skill in VS Code; in the CLI an event tells that', () => {
    const skill = { ...id, [`${P}skill_name`]: 'release-notes' }
    expect(facts(tool(CHAT, 'read_file', skill))[1]).toMatchObject({
      ...{ type: 'feature_use', kind: 'skill', name: 'release-notes', keys: ['copilot/tool:call_1'] },
    })
    expect(types(tool(CLI, 'skill', skill))).toEqual(['tool_call'])
  })
})

describe('a permission span', () => {
  const permission = (told: Record<string, Value>, more: Partial<Span> = {}) =>
    span(CLI, 'permission', told, more)
  const A = 'github.copilot.permission.'

  it.each<[string, Record<string, Value>, Record<string, Value>]>([
    [
      'a person',
      { [`${A}result`]: 'denied-interactively-by-user', [`${A}kind`]: 'shell' },
      { tool: 'Execute', decision: 'user' },
    ],
    [
      'a rule',
      { [`${A}result`]: 'denied-by-rules', [`${A}tool_name`]: 'edit' },
      { tool: 'Edit', decision: 'config' },
    ],
    [
      'nobody known',
      { [`${A}result`]: 'denied', [`${A}kind`]: 'mcp', [`${A}tool_name`]: 'search' },
      { tool: 'MCP', decision: null },
    ],
  ])('refused by %s tells it of the call around it', (_, told, expected) => {
    expect(facts(permission(told))).toEqual([
      expect.objectContaining({
        ...{ type: 'tool_call', status: 'rejected', keys: [`span-call:${TRACE}:${PARENT}`], completeness: 3 },
        ...expected,
      }),
    ])
  })

  it.each<[string, Span]>([
    ['granted', permission({ [`${A}result`]: 'approved', [`${A}tool_name`]: 'edit' })],
    ['without a tool', permission({ [`${A}result`]: 'denied' })],
    ['of a kind that is none', permission({ [`${A}result`]: 'denied', [`${A}kind`]: 'constructor' })],
    ['alone', permission({ [`${A}result`]: 'denied', [`${A}tool_name`]: 'edit' }, { parent_span_id: null })],
  ])('%s tells no call', (_, one) => {
    expect(all(one)).toEqual([expect.objectContaining({ type: 'span', kind: 'wait' })])
  })
})

describe('hooks', () => {
  const HOOK = { 'github.copilot.hook.type': 'preToolUse', 'github.copilot.hook.invocation_id': 'h1' }
  const ended = (told: Record<string, Value>) => ({
    name: 'github.copilot.hook.end',
    time: AT + 5,
    attributes: attributes(told),
  })

  it('of VS Code are spans', () => {
    const told = { 'gen_ai.operation.name': 'execute_hook', 'copilot_chat.hook_type': 'PreToolUse' }
    expect(facts(span(CHAT, 'execute_hook PreToolUse', told))).toEqual([
      expect.objectContaining({
        ...{ type: 'feature_use', kind: 'hook', name: 'PreToolUse', event: 'PreToolUse' },
        keys: [`span-call:${TRACE}:${OWN}`],
      }),
    ])
  })

  it('of the CLI are events, or spans, and one by their id', () => {
    const start = { name: 'github.copilot.hook.start', time: AT, attributes: attributes(HOOK) }
    const told = facts(
      chat(CLI, {}, { events: [start, ended(HOOK)] }),
      span(CLI, 'hook preToolUse', HOOK, { kind: 1 }),
    ).filter(({ type }) => type === 'feature_use')
    expect(told).toEqual([
      expect.objectContaining({ keys: ['copilot/hook:h1'], name: 'preToolUse', at: AT + 5 }),
      expect.objectContaining({ keys: ['copilot/hook:h1'] }),
    ])
  })

  it('without an id are told apart by their place', () => {
    const twice = chat(CLI, {}, { events: [ended({}), ended({})] })
    expect(facts(twice).flatMap((fact) => ('keys' in fact ? fact.keys : []))).toEqual([
      `span-call:${TRACE}:${OWN}`,
      `span-call:${TRACE}:${OWN}#0`,
      `span-call:${TRACE}:${OWN}#1`,
    ])
  })
})

describe('the end of a session', () => {
  const shutdown = (
    told: Record<string, Value>,
    { version = '1.0.84', ...more }: Partial<Span> & { version?: string } = {},
  ) =>
    span(
      { ...CLI, resource: { 'service.version': version } },
      'invoke_agent',
      {},
      {
        parent_span_id: null,
        events: [
          {
            name: 'github.copilot.session.shutdown',
            time: AT + 1500,
            attributes: attributes(
              Object.fromEntries(
                Object.entries(told).map(([key, value]) => [`github.copilot.${key}`, value]),
              ),
            ),
          },
        ],
        ...more,
      },
    )
  const counters = (one: Span) => facts(one).filter(({ type }) => type === 'counter')

  it('tells when, how, and lines', () => {
    const one = shutdown({ shutdown_type: 'routine', lines_added: '12', lines_removed: 3 })
    expect(readSpans(one).sessions).toEqual([
      expect.objectContaining({ id: 's1', ended_at: AT + 1500, status: 'completed' }),
    ])
    expect(counters(one)).toEqual([
      expect.objectContaining({
        ...{ name: 'lines_added', value: 12, session: 's1', at: AT + 1500, temporality: 'cumulative' },
        ...{
          series: 'shutdown:lines_added:s1',
          keys: [`copilot-cli/counter:lines_added:span-call:${TRACE}:${OWN}#0`],
        },
      }),
      expect.objectContaining({ name: 'lines_removed', value: 3, series: 'shutdown:lines_removed:s1' }),
    ])
  })

  it.each([
    ['1.0.79', 'delta'],
    ['1.0.9', 'delta'],
    ['0.2.90', 'delta'],
    ['unknown', 'delta'],
    ['1.0.80', 'cumulative'],
    ['1.0.80-2', 'cumulative'],
    ['1.1.0', 'cumulative'],
    ['2.0.0', 'cumulative'],
  ])('by %s is told as %s', (version, temporality) => {
    expect(counters(shutdown({ lines_added: 1 }, { version }))).toEqual([
      expect.objectContaining({ temporality }),
    ])
  })

  it('of which the kind is not known has no status, and an absurd time is that of the span', () => {
    for (const time of [AT * 2, AT - 1000, null]) {
      const events = [{ name: 'github.copilot.session.shutdown', time, attributes: attributes({}) }]
      const [session] = readSpans(shutdown({}, { events })).sessions
      expect(session).toMatchObject({ ended_at: AT })
      expect(session).not.toHaveProperty('status')
    }
    const [odd] = readSpans(shutdown({ shutdown_type: 'constructor' })).sessions
    expect(odd).not.toHaveProperty('status')
  })

  it('with a negative count is refused', () => {
    expect(readSpans(shutdown({ lines_added: -1 })).told[0]?.refused).toMatchObject({
      reason: 'implausible_count',
    })
  })

  it('without a session counts no lines', () => {
    const one = shutdown({ lines_added: 1 })
    expect(counters({ ...one, attributes: attributes({ 'gen_ai.operation.name': 'invoke_agent' }) })).toEqual(
      [],
    )
  })

  it('comes after skills', () => {
    const skill = {
      name: 'github.copilot.skill.invoked',
      time: null,
      attributes: attributes({
        'github.copilot.skill.name': 'release',
        'github.copilot.skill.path': '/x/secret',
      }),
    }
    const told = facts(chat(CLI, {}, { events: [skill] }))
    expect(told[1]).toMatchObject({ kind: 'skill', name: 'release', at: AT })
    expect(JSON.stringify(told)).not.toContain('secret')
  })
})

describe('whose a span is', () => {
  const nowhere = { scope: { name: '', version: '' }, resource: {} }

  it.each<[string, Span, string]>([
    ['VS Code by its scope', span(CHAT, 'anything', {}), 'copilot-chat'],
    [
      'VS Code under another name of the service',
      span(
        { scope: { name: 'my-editor', version: '' }, resource: { 'service.name': 'my-editor' } },
        'chat x',
        {
          'copilot_chat.session_id': 's1',
          'github.copilot.agent.type': 'builtin',
        },
      ),
      'copilot-chat',
    ],
    ['the CLI by its scope', span(CLI, 'execute_tool bash', {}), 'copilot-cli'],
    ['the CLI under another scope', span(nowhere, 'chat x', { 'github.copilot.nano_aiu': 1 }), 'copilot-cli'],
    [
      'the CLI by its service and provider',
      span({ ...nowhere, resource: { 'service.name': 'github-copilot' } }, 'execute_tool bash', {}),
      'copilot-cli',
    ],
    ['the host of agents', span(nowhere, 'vscode.agent_host.session', {}), 'copilot-cli'],
    ['its inner steps', span(nowhere, 'vscode_agent_host.create_session', {}), 'copilot-cli'],
    [
      'Visual Studio',
      span(
        { ...nowhere, resource: { 'service.name': 'vs-copilot', 'service.namespace': 'visualstudio' } },
        'execute_tool code_search',
        {},
      ),
      'copilot-chat',
    ],
    [
      'none of these, by the name of the service alone',
      span({ ...nowhere, resource: { 'service.name': 'github-copilot' } }, 'chat x', {
        'gen_ai.provider.name': 'openai',
      }),
      'genai',
    ],
  ])('%s', (_, one, agent) => {
    expect(agents(one)).toEqual([agent])
  })

  it('of the host of agents tells of its session, in an editor', () => {
    const hosted = { ...CLI, resource: { ...CLI.resource, 'service.namespace': 'vscode.agent-host' } }
    expect(facts(chat(hosted, usage(1, 1)))[0]).toMatchObject({ harness: 'copilot-cli', client: 'ide' })
    const anchor = span(hosted, 'vscode.agent_host.session', {})
    expect(all(anchor)).toEqual([expect.objectContaining({ type: 'span', kind: 'session' })])
    const titled = { 'vscode.agent_host.session.title': 'secret' }
    expect(
      JSON.stringify(all(span(hosted, 'vscode.agent_host.session.title_changed', titled))),
    ).not.toContain('secret')
  })

  it('the window of an editor is no session', () => {
    const window = { ...CHAT, resource: { 'session.id': 'window-1' } }
    const one = span(window, 'execute_tool read_file', { 'gen_ai.conversation.id': null })
    expect(readSpans(one).sessions).toEqual([])
  })
})

describe('metrics', () => {
  const point = (
    name: string,
    told: Record<string, Value>,
    more: Partial<MetricPoint> = {},
  ): MetricPoint => ({
    scope: CHAT.scope,
    resource: attributes({ 'session.id': 'window-1' }),
    attributes: attributes(told),
    flags: [],
    metric: { name, unit: '', kind: 'sum', temporality: 'cumulative', monotonic: true },
    start: AT,
    time: AT + 10_000,
    value: 3,
    count: null,
    sum: null,
    ...more,
  })
  const read = (one: MetricPoint) => readTelemetry(OTLP_AGENTS, 'metrics', [one], AT)

  it.each<[string, Record<string, Value>, string, string | null]>([
    ['lines_of_code.count', { type: 'added', 'copilot_chat.language_id': 'csharp' }, 'lines_added', 'C#'],
    ['lines_of_code.count', { type: 'removed' }, 'lines_removed', null],
    [
      'edit.acceptance.count',
      { 'copilot_chat.edit.outcome': 'accepted', 'copilot_chat.language_id': 'shellscript' },
      'edits_accepted',
      'Shell',
    ],
    [
      'edit.acceptance.count',
      { 'copilot_chat.edit.outcome': 'rejected', 'copilot_chat.language_id': 'my-own' },
      'edits_rejected',
      'my-own',
    ],
    ['pull_request.count', {}, 'pull_requests', null],
  ])('%s of %j counts', (name, told, counter, language) => {
    const { told: taken, sessions } = read(point(`copilot_chat.${name}`, told))
    expect(sessions).toEqual([])
    expect(taken[0]?.facts).toEqual([
      expect.objectContaining({ type: 'counter', name: counter, value: 3, temporality: 'cumulative' }),
    ])
    const [fact] = taken[0]?.facts ?? []
    expect(fact).toMatchObject({ session: expect.stringMatching(/^series:/), harness: 'copilot-chat' })
    expect((fact as { language?: string | null }).language ?? null).toBe(language)
  })

  it.each<[string, Record<string, Value>]>([
    ['copilot_chat.edit.acceptance.count', { 'copilot_chat.edit.outcome': 'saved' }],
    ['copilot_chat.lines_of_code.count', { type: 'constructor' }],
    ['copilot_chat.session.count', {}],
    ['copilot_chat.tool.call.count', { 'gen_ai.tool.name': 'read_file', success: true }],
    ['gen_ai.client.token.usage', { 'gen_ai.token.type': 'input' }],
    ['github.copilot.code.lines_added', {}],
  ])('%s of %j tells nothing that is counted', (name, told) => {
    expect(read(point(name, told)).told[0]).toMatchObject({ facts: [], refused: null, unknown: false })
  })

  it('that nobody knows are unused, and a negative count is refused', () => {
    expect(read(point('copilot_chat.brand.new', {})).told[0]).toMatchObject({ unknown: true })
    const negative = point('copilot_chat.pull_request.count', {}, { value: -1 })
    expect(read(negative).told[0]?.refused).toMatchObject({ reason: 'implausible_count' })
  })
})

describe('log events', () => {
  const record = (
    event: string,
    told: Record<string, Value> = {},
    more: Partial<LogRecord> = {},
  ): LogRecord => ({
    scope: CHAT.scope,
    resource: attributes({ 'session.id': 'window-1' }),
    attributes: attributes({ 'event.name': event, ...told }),
    flags: [],
    time: AT,
    observed: null,
    event_name: '',
    severity: 0,
    body: event,
    trace_id: null,
    span_id: null,
    ...more,
  })
  const read = (one: LogRecord) => readTelemetry(OTLP_AGENTS, 'logs', [one], AT)

  it('of a start tells of its session, not of the window', () => {
    const { told, sessions } = read(record('copilot_chat.session.start', { 'session.id': 's1' }))
    expect(told[0]?.facts).toEqual([])
    expect(sessions).toEqual([expect.objectContaining({ id: 's1', harness: 'copilot-chat', client: 'ide' })])
    expect(sessions[0]).not.toHaveProperty('started_at')
  })

  it.each([
    ['gen_ai.client.inference.operation.details'],
    ['copilot_chat.tool.call'],
    ['copilot_chat.agent.turn'],
    ['copilot_chat.edit.hunk.action'],
  ])('%s tells what others tell', (event) => {
    const { told, sessions } = read(record(event, usage(10, 5)))
    expect(told[0]).toMatchObject({ agent: 'copilot-chat', facts: [], refused: null, unknown: false })
    expect(sessions).toEqual([])
  })

  it('are known by their names, whatever the service is called', () => {
    const scope = { name: 'my-editor', version: '' }
    const named = record('copilot_chat.tool.call', {}, { scope })
    const inBody = record('', { 'event.name': null }, { scope, body: 'copilot_chat.tool.call: read_file' })
    const inference = record(
      'gen_ai.client.inference.operation.details',
      {},
      { scope, body: 'GenAI inference: gpt-5.4' },
    )
    const others = record('gen_ai.client.inference.operation.details', {}, { scope, body: 'x' })
    expect([named, inBody, inference, others].map((one) => read(one).told[0]?.agent)).toEqual([
      'copilot-chat',
      'copilot-chat',
      'copilot-chat',
      'genai',
    ])
    expect(read(record('copilot_chat.brand_new')).told[0]).toMatchObject({ unknown: true })
  })
})

it('no attribute with a text of people stays in refused records', () => {
  const texts =
    'gen_ai.input.messages gen_ai.output.messages gen_ai.system_instructions gen_ai.tool.definitions ' +
    'gen_ai.tool.call.arguments gen_ai.tool.call.result copilot_chat.user_request copilot_chat.hook_input ' +
    'copilot_chat.hook_output copilot_chat.hook_command copilot_chat.reasoning_content copilot_chat.prompt_context ' +
    'github.copilot.tool.parameters.command github.copilot.tool.parameters.file_path github.copilot.message ' +
    'github.copilot.hook.error_message github.copilot.abort_reason vscode.agent_host.session.title'
  for (const text of texts.split(' ')) expect(KEPT_NAMES.has(text), text).toBe(false)
})
