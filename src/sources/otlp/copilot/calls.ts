/** Model calls as Copilot tells them: tokens in the common counts, and units of its own bill that are no money. */
import type { Fact, ModelCall } from '../../../facts/index.ts'
import type { Attributes, Span } from '../../../otlp/signals.ts'
import { genai, modelCallOf, spanKey, uniqueId } from '../genai.ts'
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

/** `auto` lets Copilot choose: it is no model. */
const modelIn = (attributes: Attributes): string | null => {
  const model = genai(attributes, 'model')
  return model?.toLowerCase() === 'auto' ? null : model
}

export function callKeys(span: Span): string[] {
  const response = uniqueId(genai(span.attributes, 'response'))
  return [response === null ? spanKey(span) : `copilot/res:${response}`]
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
    model: modelIn(attributes),
    ttft_ms: ms(attributes, 'copilot_chat.time_to_first_token') ?? call.ttft_ms ?? null,
    effort: named(attributes, 'gen_ai.request.reasoning.level') ?? effortAsked(attributes),
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  }
}

const effortAsked = (attributes: Attributes): string | null =>
  name(fields(attributes, 'copilot_chat.request.options'), 'reasoning_effort')

/** The assistant's message of a call; calls that failed or make up titles and the like leave none. */
export function reply({ attributes }: Span, { at, keys, status, out }: ModelCall, who: Context): Fact[] {
  const label = name(attributes, 'copilot_chat.debug_log_label')
  const isAside = label !== null && !label.startsWith('runSubagent')
  if (status !== 'ok' || out == null || who.session === null || isAside) return []
  return [{ type: 'message', at, keys, completeness: 1, role: 'assistant', human: false, ...who }]
}
