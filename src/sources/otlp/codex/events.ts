/** The log events of Codex, and the facts each of them tells. */
import type { Fact, ModelCall, SessionFact } from '../../../facts/index.ts'
import { YIELDS } from '../../../facts/precedence.ts'
import { usageKey } from '../../codex/names.ts'
import { label } from '../../label.ts'
import { providerNamed, vendorOf } from '../../provider.ts'
import { disjoint } from '../../tokens.ts'
import { sessionOf } from '../origin.ts'
import { count, ms, name, word } from '../values.ts'
import type { Event } from './event.ts'
import { stampOf, startOf } from './sessions.ts'
import { decision, result } from './tools.ts'

/** What names a record that has no id: its conversation and when it was made, to the ms. */
const placeOf = ({ record, at, who }: Event): string => `${who.session ?? 'none'}:${stampOf(record, at)}`

/**
 * A response that came to its end. The transport tells of the same end in a record without counts: only the one with
 * counts is the call, and a message of the assistant.
 */
function completed(event: Event): Fact[] {
  const { record, at, who } = event
  const { attributes } = record
  const told = {
    input: count(attributes, 'input_token_count'),
    cache_read: count(attributes, 'cached_token_count'),
    cache_write: count(attributes, 'cache_write_token_count'),
    output: count(attributes, 'output_token_count'),
    reasoning: count(attributes, 'reasoning_token_count'),
  }
  if (told.input === null && told.output === null) return []
  const model = name(attributes, 'model')
  const { input, cache_read, output, reasoning } = told
  const keys = [
    who.session === null
      ? `codex/response:${placeOf(event)}:${Object.values(told)
          .map((n) => n ?? '')
          .join(':')}`
      : usageKey(who.session, input, cache_read, output, reasoning),
  ]
  const call: ModelCall = {
    type: 'model_call',
    at,
    keys,
    completeness: 2,
    provider: vendorOf(model),
    model,
    ...disjoint(told, { cache: true, reasoning: true }),
    status: 'ok',
    ...who,
  }
  return [call, { type: 'message', at, keys, completeness: 1, role: 'assistant', human: false, ...who }]
}

const sseEvent = (event: Event): Fact[] =>
  word(event.record.attributes, 'event.kind') === 'response.completed' ? completed(event) : []

/** Answers after which Codex does not ask again: a request that is wrong, a limit that is reached. */
const FINAL = new Set(['400', '429'])

/**
 * One attempt over HTTP. Most that fail are made again, by the transport or by the turn, and records do not tell which
 * was the last one; of some kinds of answer it is certain.
 */
function request(event: Event): Fact[] {
  const { record, at, who } = event
  const { attributes } = record
  const status = word(attributes, 'http.response.status_code') ?? ''
  if (!FINAL.has(status) || name(attributes, 'endpoint') !== '/responses') return []
  const attempt = count(attributes, 'attempt')
  const model = name(attributes, 'model')
  return [
    {
      type: 'model_call',
      at,
      keys: [`codex/request:${placeOf(event)}:${status}:${attempt ?? ''}`],
      completeness: 1,
      provider: vendorOf(model),
      model,
      // The duration is that of the attempt: of a call only where it was the only one.
      latency_ms: attempt === 0 ? ms(attributes, 'duration_ms') : null,
      attempts: attempt === null ? null : attempt + 1,
      status: 'error',
      error_type: status,
      ...who,
    },
  ]
}

function prompt(event: Event): Fact[] {
  const { at, who } = event
  const key = `codex/prompt:${placeOf(event)}`
  return [
    {
      type: 'message',
      at,
      keys: [key],
      completeness: 1,
      role: 'user',
      human: true,
      ...who,
      // Transcripts name prompts otherwise.
      owner_rank: YIELDS,
    },
  ]
}

/** A conversation that begins, or goes on in a new process: what only this record says of it. */
function start({ record, at, who }: Event): SessionFact[] {
  const { attributes } = record
  const servers = attributes.get('mcp_servers')
  const session = sessionOf(record, who, at, {
    started_at: startOf(who.session, at),
    provider: providerNamed(name(attributes, 'provider_name')),
    mcp_servers_configured: typeof servers === 'string' ? namesIn(servers) : null,
  })
  return session ? [session] : []
}

const MOST_SERVERS = 200

const namesIn = (list: string): string[] => {
  const names = list.split(',', MOST_SERVERS).flatMap((one) => label(one.trim().toLowerCase()) ?? [])
  return [...new Set(names)]
}

const none = (): Fact[] => []

/** By `event.name`. What tells nothing that is counted stands here too: anything else is unknown to this version. */
export const EVENTS: ReadonlyMap<string, (event: Event) => Fact[]> = new Map<
  string,
  (event: Event) => Fact[]
>([
  ['codex.conversation_starts', start],
  ['codex.sse_event', sseEvent],
  ['codex.api_request', request],
  ['codex.user_prompt', prompt],
  ['codex.tool_result', result],
  ['codex.tool_decision', decision],
  ...(
    'sandbox_outcome websocket_connect websocket_request websocket_event turn_ttft startup_phase auth_recovery ' +
    'plugin_install_elicitation_sent plugin_install_suggestion'
  )
    .split(' ')
    .map((event) => [`codex.${event}`, none] as const),
])
