/** Prompts and model calls, as events tell them. */
import type { Fact, ModelCall } from '../../../facts/index.ts'
import { YIELDS } from '../../../facts/precedence.ts'
import type { Attributes } from '../../../otlp/signals.ts'
import { type Counts, usageKey } from '../../gemini-cli/keys.ts'
import { tokensOf } from '../../gemini-cli/tokens.ts'
import { count, errorType, ms, name, word } from '../values.ts'
import { type Event, keyOf } from './variant.ts'

/** Throws Implausible. */
const countsOf = (attributes: Attributes): Counts => ({
  input: count(attributes, 'input_token_count'),
  output: count(attributes, 'output_token_count'),
  cached: count(attributes, 'cached_content_token_count'),
  thoughts: count(attributes, 'thoughts_token_count'),
  tool: count(attributes, 'tool_token_count'),
  total: count(attributes, 'total_token_count'),
})

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
  const counts = countsOf(attributes)
  const tokens = tokensOf(counts, variant.thoughtsInOutput)
  const calls = isConversation(event)
  // Transcripts have these alone, without prompt, moment and duration.
  const shared = calls ? usageKey(variant.agent.harness, who.session, counts) : null
  const keys = shared ? [shared] : told.keys
  const facts: Fact[] = [{ ...told, keys, completeness: 2, ...tokens, status: 'ok', ...who }]
  if (calls)
    facts.push({
      type: 'message',
      at,
      keys,
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
      ...(event.variant.transcribed ? { owner_rank: YIELDS } : {}),
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
      // Transcripts name a prompt otherwise.
      owner_rank: YIELDS,
    },
  ]
}
