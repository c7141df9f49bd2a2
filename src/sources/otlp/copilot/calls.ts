/** Model calls as Copilot tells them: tokens in the common counts, and units of its own bill that are no money. */
import type { Fact, ModelCall } from '../../../facts/index.ts'
import { YIELDS } from '../../../facts/precedence.ts'
import type { Attributes, Span } from '../../../otlp/signals.ts'
import { HARNESS, modelNamed, responseKey, usageKey } from '../../copilot-cli/keys.ts'
import { genai, modelCallOf, spanKey, tokensTold } from '../genai.ts'
import type { Context } from '../origin.ts'
import { fields, ms, name, word } from '../values.ts'
import { named } from './sessions.ts'

/** Units of the bill, by the name they are kept under. None is an amount of money. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  nano_aiu: ['github.copilot.nano_aiu', 'copilot_chat.copilot_usage_nano_aiu'],
  aiu: ['github.copilot.aiu'],
  request_multiplier: ['github.copilot.cost'],
}

function unitsIn(attributes: Attributes): Record<string, number> {
  const found = Object.entries(UNITS).flatMap(([unit, keys]): [string, number][] => {
    const told = keys.map((key) => word(attributes, key)).find((value) => value !== null)
    const n = told === undefined ? Number.NaN : Number(told)
    return Number.isFinite(n) && n >= 0 ? [[unit, n]] : []
  })
  return Object.fromEntries(found)
}

export const callKeys = (span: Span): string[] => [
  responseKey(genai(span.attributes, 'response')) ?? spanKey(span),
]

/**
 * The CLI keeps its calls in a database too, without the id of the response. One whose tokens are not told cannot be found
 * there, unless it failed: then the database has none.
 */
function sharing(span: Span, { session, harness }: Context, { status, out }: ModelCall): Partial<ModelCall> {
  if (harness !== HARNESS || session === null) return {}
  const told = tokensTold(span.attributes)
  if ((told.input ?? 0) > 0 && (told.output ?? 0) > 0)
    return { keys: [...callKeys(span), usageKey(session, told)] }
  return status === 'ok' && out === null ? { owner_rank: YIELDS } : {}
}

/** Throws Implausible. */
export function modelCall(span: Span, at: number, who: Context): ModelCall {
  const { attributes } = span
  const call = modelCallOf(span, at, who, {
    keys: callKeys(span),
    contains: { cache: true, reasoning: true },
  })
  const extra = { ...call.extra, ...unitsIn(attributes) }
  return {
    ...call,
    ...sharing(span, who, call),
    model: modelNamed(genai(attributes, 'model')),
    ttft_ms: ms(attributes, 'copilot_chat.time_to_first_token') ?? call.ttft_ms ?? null,
    effort: named(attributes, 'gen_ai.request.reasoning.level') ?? effortAsked(attributes),
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  }
}

const effortAsked = (attributes: Attributes): string | null =>
  name(fields(attributes, 'copilot_chat.request.options'), 'reasoning_effort')

/**
 * The assistant's message of a call, which older transcripts know by another id; calls that failed or make up titles and the like
 * leave none.
 */
export function reply({ attributes }: Span, { at, keys, status, out }: ModelCall, who: Context): Fact[] {
  const label = name(attributes, 'copilot_chat.debug_log_label')
  const isAside = label !== null && !label.startsWith('runSubagent')
  if (status !== 'ok' || out == null || who.session === null || isAside) return []
  const key = keys.slice(0, 1)
  return [
    {
      type: 'message',
      at,
      keys: key,
      completeness: 1,
      role: 'assistant',
      human: false,
      ...who,
      owner_rank: YIELDS,
    },
  ]
}
