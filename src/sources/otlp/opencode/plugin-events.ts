/** The events of the plugin @devtheops/opencode-plugin-otel, and the facts each of them tells. */
import type { Fact } from '../../../facts/index.ts'
import { YIELDS } from '../../../facts/precedence.ts'
import type { Attributes, LogRecord } from '../../../otlp/signals.ts'
import { providerNamed, vendorOf } from '../../provider.ts'
import { disjoint } from '../../tokens.ts'
import { toolName } from '../../tool-names.ts'
import type { Context } from '../origin.ts'
import { count, flag, ms, name, usd, word } from '../values.ts'
import { KEYS, usageKey } from './sessions.ts'
import { toolFacts, UNTOLD } from './tools.ts'

interface Event {
  attributes: Attributes
  at: number
  who: Context
}

/** The attribute `event.name`, which the body says again; without the prefix that metrics and spans may have. */
export const eventName = ({ attributes, body }: LogRecord): string =>
  word(attributes, 'event.name') ?? (typeof body === 'string' ? body : '')

/** A call by the time of its message: its beginning, or in newer versions of the plugin its end. */
export const callKey = ({ session }: Context, at: number): string => KEYS.call(session, at)

/** What names a use of a tool where its id is not told; the event and the span of the plugin have all of it. */
export const untoldToolKey = (
  { session }: Context,
  told: { tool: string | null; at: number; duration: number | null; bytes: number | null },
): string => KEYS.untoldTool(session, told)

const servedBy = ({ attributes }: Event) => {
  const model = name(attributes, 'model')
  const told = name(attributes, 'provider') ?? name(attributes, 'gen_ai.provider.name')
  return { model, provider: providerNamed(told) ?? vendorOf(model) }
}

function request(event: Event): Fact[] {
  const { attributes, at, who } = event
  const output = count(attributes, 'output_tokens')
  const tokens = disjoint(
    {
      input: count(attributes, 'input_tokens'),
      cache_read: count(attributes, 'cache_read_tokens'),
      cache_write: count(attributes, 'cache_creation_tokens'),
      output,
      reasoning: count(attributes, 'reasoning_tokens'),
    },
    { cache: false, reasoning: false },
  )
  // Older versions of OpenCode told reasoning inside the output too; its own spans then have the output as it is.
  const usage = [...new Set([usageKey(who, tokens, tokens.out), usageKey(who, tokens, output)])]
  const cost = usd(attributes, 'cost_usd')
  const key = callKey(who, at)
  return [
    {
      type: 'model_call',
      at,
      keys: [key, ...usage.filter((k) => k !== null)],
      completeness: 2,
      ...servedBy(event),
      ...tokens,
      status: 'ok',
      // OpenCode says 0 for models whose price it does not know, and for subscriptions.
      ...(cost ? { cost_usd: cost, cost_source: 'reported' } : {}),
      ...who,
    },
    {
      ...{ type: 'message', at, keys: [key], completeness: 1, role: 'assistant', human: false, ...who },
      owner_rank: YIELDS,
    },
  ]
}

function failure(event: Event): Fact[] {
  const { at, who } = event
  return [
    {
      type: 'model_call',
      at,
      keys: [callKey(who, at)],
      completeness: 1,
      ...servedBy(event),
      status: 'error',
      error_type: 'error',
      ...who,
      owner_rank: YIELDS,
    },
  ]
}

/** Agents that start another one write its prompt. */
function prompt({ attributes, at, who }: Event): Fact[] {
  const human = word(attributes, 'agent.type') !== 'subagent'
  const keys = [KEYS.prompt(who.session, at)]
  return [{ type: 'message', at, keys, completeness: 2, role: 'user', human, ...who, owner_rank: YIELDS }]
}

/** Refused calls are among them, as failed ones. Their time is their beginning. */
function result({ attributes, at, who }: Event): Fact[] {
  const raw = name(attributes, 'tool_name')
  const duration = ms(attributes, 'duration_ms')
  const success = flag(attributes, 'success')
  const bytes = ms(attributes, 'tool_result_size_bytes')
  return toolFacts(
    {
      type: 'tool_call',
      at,
      keys: [untoldToolKey(who, { tool: raw, at, duration, bytes })],
      completeness: 2,
      ...toolName(raw ?? ''),
      raw_tool: raw,
      duration_ms: duration,
      status: success === null ? 'unknown' : success ? 'ok' : 'error',
      ...who,
    },
    UNTOLD,
    at,
    who,
  )
}

/** Skills that a model loads are told by the result of the tool that loads them. */
function skill({ attributes, at, who }: Event): Fact[] {
  if (word(attributes, 'invocation_type') !== 'command') return []
  const told = name(attributes, 'skill_name')
  const keys = [KEYS.skill(who.session, told, at)]
  return [{ type: 'feature_use', at, keys, completeness: 1, kind: 'skill', name: told, ...who }]
}

const none = (): Fact[] => []

/** By name. What tells nothing that is counted stands here too: anything else is unknown to this version. */
export const EVENTS: ReadonlyMap<string, (event: Event) => Fact[]> = new Map<
  string,
  (event: Event) => Fact[]
>([
  ['api_request', request],
  ['api_error', failure],
  ['user_prompt', prompt],
  ['tool_result', result],
  ['skill_invoked', skill],
  ...'session.created session.idle session.error tool_decision subtask_invoked commit'
    .split(' ')
    .map((event) => [event, none] as const),
])
