/** One bad record costs one record, whatever is wrong with it. */
import { describe, expect, it } from 'vitest'
import { MAX_AHEAD } from '../../facts/field.ts'
import type { Fact, SessionFact } from '../../facts/index.ts'
import type { LogRecord } from '../../otlp/signals.ts'
import { OTLP_AGENTS } from '../index.ts'
import type { OtlpAgent } from './agent.ts'
import { readTelemetry } from './read.ts'

const AT = Date.parse('2026-03-04T10:00:00Z')
const log = (body: string, told: Record<string, string | number> = {}): LogRecord => ({
  ...{ resource: new Map(), scope: { name: '', version: '' }, flags: [], body },
  ...{ time: AT, observed: null, event_name: '', severity: 0, trace_id: null, span_id: null },
  attributes: new Map(Object.entries({ 'session.id': 's', ...told })),
})
const FACT = { type: 'message', at: AT, keys: ['k'], source: 'x/otlp', role: 'user' } as unknown as Fact
const SESSION = { type: 'session', id: 's', observed_at: AT, source: 'x/otlp' } as unknown as SessionFact

/** An agent whose record with the body `bad` does what is asked for. */
const agentThat = (bad: () => { fact?: object; session?: object }): OtlpAgent => ({
  ...{ id: 'x', title: 'X', names: [] },
  reads: {
    logs: {
      owns: () => true,
      read: ({ body }) => {
        const { fact = {}, session } = body === 'bad' ? bad() : {}
        return {
          facts: [{ ...FACT, ...fact } as Fact],
          session: session ? ({ ...SESSION, ...session } as SessionFact) : null,
        }
      },
    },
  },
})
const among = (agent: OtlpAgent) => readTelemetry([agent], 'logs', [log('good'), log('bad'), log('good')], AT)

describe('a record is refused alone', () => {
  it('where its reader throws, and nothing of it is told', () => {
    const { told } = among(
      agentThat(() => {
        throw new RangeError('my secret')
      }),
    )
    expect(told.map(({ refused }) => refused?.reason ?? null)).toEqual([null, 'invalid_fact', null])
    expect(told.map(({ facts }) => facts.length)).toEqual([1, 0, 1])
    expect(told[1]?.refused?.detail).toContain('RangeError')
    expect(JSON.stringify(told)).not.toContain('secret')
  })

  it.each([
    [{ at: AT + 0.5 }, 'invalid_fact'],
    [{ at: Number.NaN }, 'invalid_fact'],
    [{ at: 5 }, 'time_out_of_range'],
    [{ at: AT + MAX_AHEAD + 1 }, 'time_out_of_range'],
    [{ model: 'm'.repeat(4097) }, 'invalid_fact'],
    [{ keys: ['k', 'k'.repeat(4097)] }, 'invalid_fact'],
    [{ type: 'model_call', out: 1e12 + 1 }, 'invalid_fact'],
    [{ type: 'model_call', out: -1 }, 'invalid_fact'],
    [{ type: 'model_call', latency_ms: 1.5 }, 'invalid_fact'],
    [{ type: 'model_call', cost_usd: Number.POSITIVE_INFINITY }, 'invalid_fact'],
    [{ type: 'no_such_type' }, 'invalid_fact'],
  ])('with a fact of %j', (fact, reason) => {
    const { told } = among(agentThat(() => ({ fact })))
    expect(told.map(({ refused }) => refused?.reason ?? null)).toEqual([null, reason, null])
  })

  it('with a session that cannot be stored, which is not told then', () => {
    for (const session of [{ ended_at: AT + 0.5 }, { mcp_servers_configured: ['m'.repeat(4097)] }]) {
      const { told, sessions } = among(agentThat(() => ({ session })))
      expect(told.map(({ refused }) => refused?.reason ?? null)).toEqual([null, 'invalid_fact', null])
      expect(sessions).toEqual([])
    }
  })
})

it('what can be stored is', () => {
  const fact = { type: 'model_call', cost_usd: 0.25, out: 1e12, model: 'm'.repeat(4096), user: null }
  const { told, sessions } = among(agentThat(() => ({ fact, session: { ended_at: AT } })))
  expect(told.map(({ refused }) => refused)).toEqual([null, null, null])
  expect(sessions).toHaveLength(1)
})

it('names that an agent tells are bounded and have no control characters', () => {
  const tool = log('claude_code.tool_result', { tool_name: `My\u001b[31mTool${'x'.repeat(5000)}` })
  const servers = log('', { 'event.name': 'gemini_cli.config', mcp_servers: `a\u0007b,${'y'.repeat(5000)}` })
  const { told, sessions } = readTelemetry(OTLP_AGENTS, 'logs', [tool, servers], AT)
  expect(told.map(({ refused }) => refused)).toEqual([null, null])
  const [call] = (told[0]?.facts ?? []) as { raw_tool: string }[]
  expect(call?.raw_tool).toMatch(/^My\[31mToolx{100,200}$/)
  const listed = sessions.find(({ harness }) => harness === 'gemini-cli')?.mcp_servers_configured
  expect(listed).toEqual(['ab', 'y'.repeat(200)])
})
