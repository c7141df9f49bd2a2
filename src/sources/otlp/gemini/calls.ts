/** Prompts and model calls, as events tell them. */
import type { Fact, ModelCall } from '../../../facts/index.ts'
import type { Attributes } from '../../../otlp/signals.ts'
import { disjoint, type Tokens } from '../../tokens.ts'
import { count, errorType, ms, name, word } from '../values.ts'
import { type Event, keyOf, type Variant } from './variant.ts'

const UNKNOWN: Tokens = { in_uncached: null, cache_read: null, cache_write: null, out: null, reasoning: null }

/** What of thoughts and of the input of tools lies beside output and input. */
const BESIDE: readonly (readonly [thoughts: boolean, tool: boolean])[] = [
  [true, true],
  [true, false],
  [false, true],
  [false, false],
]

/**
 * Input contains what was read from the cache. Whether thoughts lie beside the output, and the input of tools beside
 * the input, the total tells: providers differ. Throws Implausible.
 */
export function tokensOf(attributes: Attributes, { thoughtsInOutput }: Variant): Tokens {
  const input = count(attributes, 'input_token_count')
  const output = count(attributes, 'output_token_count')
  const reasoning = count(attributes, 'thoughts_token_count')
  const cache_read = count(attributes, 'cached_content_token_count')
  const tool = count(attributes, 'tool_token_count') ?? 0
  const total = count(attributes, 'total_token_count')
  // A response that came without counts is told as one of no tokens.
  if (!input && !output && !total) return UNKNOWN
  const rest = total === null ? null : total - (input ?? 0) - (output ?? 0)
  const adds = ([thoughts, ofTool]: readonly [boolean, boolean]) =>
    (thoughts ? (reasoning ?? 0) : 0) + (ofTool ? tool : 0)
  const [thoughtsBeside, toolBeside] = BESIDE.find((way) => adds(way) === rest) ?? [!thoughtsInOutput, true]
  return disjoint(
    {
      input: input === null ? null : input + (toolBeside ? tool : 0),
      cache_read,
      cache_write: null,
      output,
      reasoning,
    },
    { cache: true, reasoning: !thoughtsBeside },
  )
}

/** What keeps two calls of one moment apart. */
const CALL = ['model', 'duration_ms', 'input_token_count', 'output_token_count']

function call(event: Event): Pick<ModelCall, 'type' | 'at' | 'keys' | 'provider' | 'model' | 'latency_ms'> {
  const { attributes, at, variant } = event
  const model = name(attributes, 'model') ?? name(attributes, 'model_name')
  return {
    type: 'model_call',
    at,
    keys: [keyOf(event, 'call', CALL, name(attributes, 'response_id'))],
    provider: variant.providerOf(word(attributes, 'auth_type'), model),
    model,
    latency_ms: ms(attributes, 'duration_ms'),
  }
}

/** Calls for the work itself; the others route, sum up, mend edits and the like, and leave no message. */
function isConversation({ attributes, who }: Event): boolean {
  const role = word(attributes, 'role')
  if (role !== null) return role === 'main' || role === 'subagent'
  // Older versions, and the fork, tell no role: there a prompt has the session in its id, or a random number for one.
  const prompt = name(attributes, 'prompt_id') ?? ''
  return (who.session !== null && prompt.startsWith(`${who.session}#`)) || /^[0-9a-f]{8,16}$/.test(prompt)
}

/** `api_response`: a call, and the message it left. Throws Implausible. */
export function response(event: Event): Fact[] {
  const { attributes, at, who, variant } = event
  const told = call(event)
  const facts: Fact[] = [{ ...told, completeness: 2, ...tokensOf(attributes, variant), status: 'ok', ...who }]
  if (isConversation(event))
    facts.push({
      type: 'message',
      at,
      keys: told.keys,
      completeness: 1,
      role: 'assistant',
      human: false,
      ...who,
    })
  return facts
}

/** `api_error`: a request that failed. Each attempt tells of itself. */
export function failure(event: Event): Fact[] {
  const { attributes, who } = event
  const error_type =
    name(attributes, 'status_code') ?? name(attributes, 'error_type') ?? name(attributes, 'error.type')
  return [
    {
      ...call(event),
      completeness: 1,
      status: 'error',
      error_type: errorType(error_type) ?? 'error',
      ...who,
    },
  ]
}

/** `user_prompt`. Numbers of prompts begin anew when a session is resumed, so its moment is part of the key. */
export function prompt(event: Event): Fact[] {
  const { at, who } = event
  return [
    {
      type: 'message',
      at,
      keys: [keyOf(event, 'prompt', [])],
      completeness: 2,
      role: 'user',
      human: true,
      ...who,
    },
  ]
}
