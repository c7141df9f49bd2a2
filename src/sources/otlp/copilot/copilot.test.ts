/** Whose a record is, what its metrics and log events become, and what stays of it when it is refused. */
import { describe, expect, it } from 'vitest'
import type { LogRecord, MetricPoint, Span, Value } from '../../../otlp/signals.ts'
import { keptOf, OTLP_AGENTS, readTelemetry } from '../../index.ts'
import {
  AT,
  agents,
  all,
  attributes,
  CHAT,
  CLI,
  chat,
  facts,
  readSpans,
  span,
  usage,
} from './fixtures/records.ts'

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
  for (const agent of ['copilot-chat', 'copilot-cli', 'unknown'])
    for (const text of texts.split(' ')) expect(keptOf(agent).names.has(text), text).toBe(false)
})
