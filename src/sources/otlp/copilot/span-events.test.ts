/** What hooks and the events of spans become, and what they are taken for when they are odd. */
import { describe, expect, it } from 'vitest'
import type { Span, Value } from '../../../otlp/signals.ts'
import { AT, attributes, CHAT, CLI, chat, facts, OWN, readSpans, span, TRACE } from './fixtures/records.ts'

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
