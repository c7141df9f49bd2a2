/** What each metric and content span of Factory Droid becomes, and what it is taken for when it is odd. */
import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../facts/index.ts'
import { YIELDS } from '../../../facts/precedence.ts'
import type { Attributes, Metric, MetricPoint, Span, Value } from '../../../otlp/signals.ts'
import { OTLP_AGENTS, readTelemetry } from '../../index.ts'

const AT = Date.parse('2026-03-04T10:01:00Z')
const attributes = (told: Record<string, Value>): Attributes => new Map(Object.entries(told))
const WHO = { 'session.id': 's1', 'user.id': 'user_ada', 'organization.id': 'org_acme' }
const SHARED = {
  resource: attributes({ 'service.name': 'cli', 'service.version': '0.229.0' }),
  scope: { name: 'droid', version: '' },
  flags: [],
}

function point(
  name: string,
  told: Record<string, Value> = {},
  more: Partial<Omit<MetricPoint, 'metric'>> & { metric?: Partial<Metric> } = {},
): MetricPoint {
  const { metric, ...rest } = more
  return {
    ...SHARED,
    attributes: attributes({ ...WHO, ...told }),
    start: AT - 60_000,
    time: AT,
    value: 2,
    count: null,
    sum: null,
    ...rest,
    metric: { name, unit: '', kind: 'sum', temporality: 'delta', monotonic: true, ...metric },
  }
}

const read = (...points: MetricPoint[]) => readTelemetry(OTLP_AGENTS, 'metrics', points, AT + 1000)
const facts = (...given: Parameters<typeof point>): Fact[] =>
  read(point(...given)).told.flatMap((one) => one.facts)

function span(name: string, told: Record<string, Value> = {}, more: Partial<Span> = {}): Span {
  return {
    ...SHARED,
    attributes: attributes({ ...WHO, ...told }),
    trace_id: 'd'.repeat(32),
    span_id: '1'.repeat(16),
    parent_span_id: null,
    name,
    kind: 1,
    start: AT,
    end: AT,
    status: 0,
    status_message: '',
    events: [],
    ...more,
  }
}
const spanFacts = (...given: Parameters<typeof span>): Fact[] =>
  readTelemetry(OTLP_AGENTS, 'traces', [span(...given)], AT + 1000).told.flatMap((one) => one.facts)
const only = (type: string, all: Fact[]) => all.filter((fact) => fact.type === type)

describe('a metric', () => {
  it.each([
    ['droid.code.files_modified', 'files_edited'],
    ['droid.code.files_read', 'files_read'],
    ['droid.code.lines_modified', 'lines_modified'],
    ['droid.git.commits', 'commits'],
    ['droid.git.pull_requests', 'pull_requests'],
    ['droid.tool.invocations', 'tool_calls'],
    ['droid.skill.invocations', 'skills'],
    ['droid.hook.invocations', 'hooks'],
    ['droid.slash_command.invocations', 'slash_commands'],
  ])('%s is the counter %s', (metric, name) => {
    expect(facts(metric)).toEqual([
      expect.objectContaining({
        ...{ type: 'counter', name, value: 2, temporality: 'delta', session: 's1', user: 'user_ada' },
        ...{ harness: 'droid', source: 'droid/otlp', at: AT },
      }),
    ])
  })

  it.each(['droid.mcp.tool_invocations', 'droid.auth.login_success', 'droid.repo.metadata'])(
    '%s is known and counts nothing',
    (name) => {
      const { told, sessions } = read(point(name))
      expect(told).toEqual([{ agent: 'droid', facts: [], refused: null, unknown: false }])
      expect(sessions).toHaveLength(1)
    },
  )

  it('of a name this version does not know is taken, and tells of its session', () => {
    const { told, sessions } = read(point('droid.compaction.count'))
    expect(told).toEqual([{ agent: 'droid', facts: [], refused: null, unknown: true }])
    expect(sessions).toMatchObject([{ id: 's1', version: '0.229.0', user: 'user_ada' }])
  })

  it.each(['cli.tool.invocations', 'claude_code.session.count', 'gen_ai.client.token.usage'])(
    '%s of a service that is called cli is not of Droid',
    (name) => {
      expect(read(point(name)).told[0]?.agent).not.toBe('droid')
    },
  )

  it('without a session keeps its series apart', () => {
    const [counter] = facts('droid.hook.invocations', { 'session.id': '' })
    expect(counter).toMatchObject({ session: expect.stringMatching(/^series:/) })
    expect(read(point('droid.hook.invocations', { 'session.id': '' })).sessions).toEqual([])
  })

  it.each([-1, -0.5, 1e15, 2n ** 63n])('of %s is refused, its neighbour is not', (value) => {
    const { told } = read(point('droid.tool.invocations', {}, { value }), point('droid.tool.invocations'))
    expect(told[0]).toMatchObject({ facts: [], refused: { reason: 'implausible_count' } })
    expect(told[1]?.facts).toHaveLength(1)
  })

  it('that is a gauge, or may fall, is no count', () => {
    expect(facts('droid.tool.invocations', {}, { metric: { kind: 'gauge', temporality: null } })).toEqual([])
    expect(facts('droid.tool.invocations', {}, { metric: { monotonic: false } })).toEqual([])
  })

  it('that grows keeps its temporality', () => {
    expect(facts('droid.tool.invocations', {}, { metric: { temporality: 'cumulative' } })).toMatchObject([
      { temporality: 'cumulative', value: 2 },
    ])
  })
})

describe('tools', () => {
  it.each<[Record<string, Value>, object]>([
    [{}, { tool: null, mcp_server: null, status: null }],
    [{ 'tool.name': 'Execute' }, { tool: 'Execute', mcp_server: null, status: null }],
    [
      { 'tool.name': 'ApplyPatch', success: true },
      { tool: 'Edit', status: 'ok' },
    ],
    [
      { 'tool.name': 'Read', 'tool.success': 'false' },
      { tool: 'Read', status: 'error' },
    ],
    [
      { 'tool.name': 'Read', 'tool.status': 'Rejected' },
      { tool: 'Read', status: 'rejected' },
    ],
    [
      { 'tool.name': 'Read', status: 'perhaps' },
      { tool: 'Read', status: null },
    ],
    [
      { 'tool.name': 'get_issue', 'mcp.server': 'Jira' },
      { tool: 'MCP', mcp_server: 'jira' },
    ],
    [{ 'tool.name': 'mcp__jira__get_issue' }, { tool: 'MCP', mcp_server: 'jira' }],
    [
      { 'tool.name': 'mcp_tool', 'mcp.server': '<REDACTED>' },
      { tool: null, mcp_server: null },
    ],
    [
      { 'tool.name': 7, 'mcp.server': ['x'] },
      { tool: 'other', mcp_server: null },
    ],
  ])('%j', (told, expected) => {
    expect(facts('droid.tool.invocations', told)).toMatchObject([expected])
  })

  const time = (unit: string, sum: number | null) =>
    facts(
      'droid.tool.execution_time',
      { 'tool.name': 'Execute' },
      { value: null, count: 2, sum, metric: { kind: 'histogram', unit, monotonic: false } },
    )

  it.each([
    ['', 1500],
    ['ms', 1500],
    ['s', 1_500_000],
    ['us', 2],
  ])('a histogram of time in %j is ms', (unit, value) => {
    expect(time(unit, 1500)).toMatchObject([{ name: 'tool_time', tool: 'Execute', value }])
  })

  it.each([
    ['fortnights', 1],
    ['constructor', 1],
    ['ms', null],
  ])('a histogram of time in %j of %s is none', (unit, sum) => {
    expect(time(unit, sum)).toEqual([])
  })
})

describe('commits and pull requests', () => {
  const SHA = '0123456789abcdef0123456789abcdef01234567'
  const repo = { 'vcs.repository.url.full': 'https://github.com/Acme/shop.git' }

  it('are told one by one as well where hash and address are told', () => {
    expect(facts('droid.git.commits', { 'commit.hash': SHA, ...repo }, { value: 1 })).toMatchObject([
      { type: 'counter', name: 'commits' },
      { type: 'commit', sha: SHA, keys: [`git/github.com/Acme/shop/sha:${SHA}`], attribution: 'explicit' },
    ])
    const url = 'https://github.com/acme/shop/pull/41'
    expect(facts('droid.git.pull_requests', { 'pr.url': url, 'pr.number': '41' })).toMatchObject([
      { type: 'counter', name: 'pull_requests' },
      { type: 'pull_request', id: url, number: 41, sessions: ['s1'], created_at: AT },
    ])
  })

  it('of no repository are told apart by session', () => {
    expect(only('commit', facts('droid.git.commits', { 'commit.hash': SHA }))).toMatchObject([
      { keys: [`git/s1/sha:${SHA}`] },
    ])
  })

  it.each(['HEAD', '', 7])('of the hash %j are counted only', (hash) => {
    expect(facts('droid.git.commits', { 'commit.hash': hash })).toHaveLength(1)
  })

  it('of none, or of an odd address or number, tell none', () => {
    expect(facts('droid.git.commits', { 'commit.hash': SHA }, { value: 0 })).toHaveLength(1)
    expect(facts('droid.git.pull_requests', { 'pr.url': 'javascript:1' })).toHaveLength(1)
    const odd = facts('droid.git.pull_requests', { 'pr.url': 'https://x.example/1', 'pr.number': -1 })
    expect(odd[1]).toMatchObject({ number: null })
  })

  it('of a total that is reported again are not opened again', () => {
    const told = { 'pr.url': 'https://github.com/acme/shop/pull/41' }
    const again = facts('droid.git.pull_requests', told, { metric: { temporality: 'cumulative' } })
    expect(again[1]).toMatchObject({ created_at: null })
  })
})

describe('where a session ran', () => {
  const session = (told: Record<string, Value>) => read(point('droid.repo.metadata', told)).sessions[0]

  it.each<[Record<string, Value>, object]>([
    [
      {
        'vcs.repository.url.full': 'https://github.com/acme/shop',
        'vcs.ref.head.name': 'main',
        'vcs.ref.head.revision': 'abcdef1',
      },
      { repo: 'github.com/acme/shop', branch: 'main', revision: 'abcdef1' },
    ],
    [
      { 'repo.url': 'git@github.com:acme/shop.git', 'repo.branch': 'fix', 'repo.commit': '1234567' },
      { repo: 'github.com/acme/shop', branch: 'fix', revision: '1234567' },
    ],
    [
      { 'git.remote.url': '/home/ada/shop', 'git.branch': '' },
      { repo: null, branch: null },
    ],
    [
      { 'repo.url': 'acme/shop', 'git.head': 'not a hash' },
      { repo: null, revision: null },
    ],
  ])('%j', (told, expected) => {
    expect(session(told)).toMatchObject(expected)
  })
})

describe('a content span', () => {
  it('of a message is that message, without its text', () => {
    const told = { 'message.id': 'message-of-ada-0001', 'message.content': 'canary' }
    const all = spanFacts('droid.message.user', told)
    expect(all).toMatchObject([
      {
        type: 'message',
        role: 'user',
        human: true,
        keys: ['droid/message:message-of-ada-0001'],
        session: 's1',
      },
      { type: 'span', kind: 'prompt', about: 'droid/message:message-of-ada-0001' },
    ])
    expect(JSON.stringify(all)).not.toContain('canary')
    expect(spanFacts('droid.message.assistant', { 'message.id': 'message-of-ada-0002' })[0]).toMatchObject({
      ...{ role: 'assistant', human: false, keys: ['droid/message:message-of-ada-0002'] },
    })
  })

  it('of a message without an id is named by itself', () => {
    const [message, step] = spanFacts('droid.message.user')
    const key = `span-call:${'d'.repeat(32)}:${'1'.repeat(16)}`
    expect([message, step]).toMatchObject([{ keys: [key], owner_rank: YIELDS }, { about: key }])
    expect(spanFacts('droid.message.user', { 'message.id': 'message-of-ada-0001' })[0]).not.toHaveProperty(
      'owner_rank',
      YIELDS,
    )
  })

  it('with an id that may stand in other sessions as well is named within its own', () => {
    expect(spanFacts('droid.message.user', { 'message.id': 'm1' })).toMatchObject([
      { keys: ['droid/message:s1:m1'] },
      { about: 'droid/message:s1:m1' },
    ])
    expect(spanFacts('droid.tool.call', { 'tool.call.id': 'c1' })[0]).toMatchObject({
      keys: ['droid/tool:s1:c1'],
    })
  })

  it('of a call says tool, risk and what it checks, and nothing of its arguments', () => {
    const input = JSON.stringify({ command: 'npm test canary', riskLevel: 'high', riskLevelReason: 'canary' })
    const all = spanFacts('droid.tool.call', {
      ...{ 'tool.name': 'Execute', 'tool.call.id': 'call_of_ada_0001', 'tool.input': input },
    })
    expect(all).toMatchObject([
      {
        ...{
          type: 'tool_call',
          keys: ['droid/tool:call_of_ada_0001'],
          tool: 'Execute',
          raw_tool: 'Execute',
          status: null,
        },
        ...{ risk_proposed: 'high', validation: 'test', duration_ms: null, source: 'droid/otlp' },
      },
      { type: 'span', kind: 'validation', about: 'droid/tool:call_of_ada_0001' },
    ])
    expect(JSON.stringify(all)).not.toContain('canary')
  })

  it.each([
    ['Edit', 'edit'],
    ['Task', 'subagent'],
    ['Grep', 'tool'],
    ['', 'tool'],
  ])('of the tool %j is the step %s', (tool, kind) => {
    expect(only('span', spanFacts('droid.tool.call', { 'tool.name': tool }))).toMatchObject([{ kind }])
  })

  it.each<[Record<string, Value>, Partial<Span>, string]>([
    [{}, {}, 'ok'],
    [{ is_error: true }, {}, 'error'],
    [{ 'tool.is_error': 'false' }, {}, 'ok'],
    [{ success: 'false' }, {}, 'error'],
    [{ 'error.type': 'timeout' }, {}, 'error'],
    [{}, { status: 2 }, 'error'],
  ])('of a result with %j and %j ended with %s', (told, more, status) => {
    const all = spanFacts('droid.tool.result', { 'tool.call.id': 'call_of_ada_0001', ...told }, more)
    expect(all).toMatchObject([
      { type: 'tool_call', keys: ['droid/tool:call_of_ada_0001'], status, source: 'droid/result/otlp' },
      { type: 'span', status, about: 'droid/tool:call_of_ada_0001' },
    ])
  })

  it('of a result that names no call makes no call of its own', () => {
    expect(spanFacts('droid.tool.result', { 'tool.name': 'Read' }).map((fact) => fact.type)).toEqual(['span'])
  })

  it.each([
    ['risk_level', 'LOW', 'low'],
    ['risk.level', 'enormous', null],
    ['tool.risk_level', 5, null],
  ])('with %s of %s proposes %s', (key, value, risk_proposed) => {
    expect(spanFacts('droid.tool.call', { [key]: value })[0]).toMatchObject({ risk_proposed })
  })

  it.each(['{', '[1]', 'null', '', '{"command": 5}', `{"command": "${'x'.repeat(70_000)}"}`])(
    'with arguments that begin %.20s is a call all the same',
    (told) => {
      expect(spanFacts('droid.tool.call', { 'tool.input': told })[0]).toMatchObject({ validation: null })
    },
  )

  it('of another name is a step of its session', () => {
    const { told } = readTelemetry(OTLP_AGENTS, 'traces', [span('droid.agent.turn')], AT + 1000)
    expect(told).toMatchObject([{ agent: 'droid', unknown: true, facts: [{ type: 'span', kind: 'other' }] }])
  })
})
