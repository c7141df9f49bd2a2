/** What requests of Amp used: told by the messages, by a ledger of the thread, or by both. */

import { vendorOf } from '../provider.ts'
import { count, instant, label, type Row, record, records, text } from '../row.ts'
import { tokensOf as sumOf } from '../telling.ts'
import type { Tokens } from '../tokens.ts'

export interface Use {
  tokens: Tokens
  model: string | null
  /** As told; null where it is not. */
  at: unknown
  credits: number | null
  sum: number
}

/**
 * Every token of a prompt lies in one of three counts. Only some makers charge for writing to a cache: of models of
 * OpenAI what was not in the cache is told as written to it.
 */
function tokensOf(told: Row, model: string | null): Tokens {
  const read = count(told.cacheReadInputTokens)
  const written = count(told.cacheCreationInputTokens)
  const whole = count(told.totalInputTokens)
  const rest = whole === null ? null : Math.max(whole - (read ?? 0) - (written ?? 0), 0)
  const fresh = count(told.inputTokens) ?? rest
  const out = count(told.outputTokens)
  return vendorOf(model) === 'openai'
    ? {
        in_uncached: fresh === null ? written : fresh + (written ?? 0),
        cache_read: read,
        cache_write: 0,
        out,
        reasoning: null,
      }
    : { in_uncached: fresh, cache_read: read, cache_write: written, out, reasoning: null }
}

export const isNothing = ({ in_uncached, cache_read, cache_write, out }: Tokens): boolean =>
  [in_uncached, cache_read, cache_write, out].every((n) => n === null || n === 0)

export function usageOf(message: Row): Use | null {
  const told = record(message.usage)
  if (!told) return null
  const model = label(told.model) ?? label(message.model)
  const tokens = tokensOf(told, model)
  const at = told.timestamp ?? message.timestamp ?? null
  return { tokens, model, at, credits: creditsOf(told.credits), sum: sumOf(tokens) }
}

const creditsOf = (told: unknown): number | null =>
  typeof told === 'number' && told > 0 && told < 1e9 ? told : null

/** An entry of the ledger. */
export interface Entry extends Use {
  id: string | null
  /** The message that came of it; null where it is of none. */
  message: string | null
}

export function entriesOf(thread: Row): Entry[] {
  return records(record(thread.usageLedger)?.events).map((event) => {
    const told = record(event.tokens) ?? {}
    const model = label(event.model)
    const tokens = tokensOf(
      {
        ...told,
        inputTokens: told.input ?? told.inputTokens,
        outputTokens: told.output ?? told.outputTokens,
      },
      model,
    )
    // A total that is not taken apart cannot be priced; it is known all the same.
    const sum = sumOf(tokens) || sumOf({ out: count(told.total) })
    const inference = text(event.operationType) ?? 'inference'
    const message = inference === 'inference' ? messageId(event.toMessageId) : null
    return {
      ...{ tokens, model, sum, message, id: label(event.id), at: event.timestamp ?? null },
      credits: creditsOf(event.credits),
    }
  })
}

/** Messages are numbered within a thread. */
export const messageId = (told: unknown): string | null =>
  typeof told === 'number' && Number.isInteger(told) ? `${told}` : label(told)

/** When requests were made, by the message that came of them, where the thread keeps traces. */
export function tracesOf(thread: Row): ReadonlyMap<string, { begun: number; ended: number | null }> {
  const traces = new Map<string, { begun: number; ended: number | null }>()
  for (const trace of records(record(thread.meta)?.traces)) {
    const message = messageId(record(trace.context)?.messageId)
    const begun = instant(trace.startTime)
    if (trace.name === 'inference' && message !== null && begun !== null && !traces.has(message))
      traces.set(message, { begun, ended: instant(trace.endTime) })
  }
  return traces
}
