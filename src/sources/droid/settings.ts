/** The settings that Droid keeps beside a transcript: the tokens of the whole session, as one running total. */
import { providerNamed } from '../provider.ts'
import { count, label, type Row, record, wholeRow } from '../row.ts'
import type { TranscriptFile } from '../source.ts'
import { type Session, type Telling, tokensOf } from '../telling.ts'
import { areCounts, disjoint, type TokensTold } from '../tokens.ts'

export interface Settings {
  model: string | null
  provider: string | null
  /** When the provider was chosen: early in the session, and the same ever after. */
  chosen: unknown
  usage: Row | null
}

const NONE: Settings = { model: null, provider: null, chosen: null, usage: null }

export const settingsPath = (transcript: string): string => transcript.replace(/\.jsonl$/, '.settings.json')

/** Ways to speak to a provider, not providers. */
const NO_PROVIDER = new Set(['generic-chat-completion-api', 'factory'])

export function providerIn(told: unknown): string | null {
  const name = label(told)
  return name === null || NO_PROVIDER.has(name) ? null : providerNamed(name)
}

/** Models of one's own are called `custom:<name>-[<provider>]-<number>`. */
export const modelIn = (told: unknown): string | null =>
  label(
    label(told)
      ?.replace(/^custom:/, '')
      .replace(/[\s-]*\[[^\]]*\](?:-\d+)?$/, ''),
  )

export function settingsOf({ path, nearby }: TranscriptFile): Settings {
  const content = nearby.read(settingsPath(path))
  const row = content && wholeRow(content)
  if (!row) return NONE
  return {
    model: modelIn(row.model),
    provider: providerIn(row.apiProviderLock) ?? providerIn(row.providerLock),
    chosen: row.providerLockTimestamp,
    usage: record(row.tokenUsage),
  }
}

/** Of the session alone: `inclusiveTokenUsage` beside it holds those of its sub-agents, which have files of their own. */
export function tellUsage(
  telling: Telling,
  session: Session,
  { usage, chosen, ...served }: Settings,
  last: number | null,
): void {
  if (!usage) return
  const counts: TokensTold = {
    input: count(usage.inputTokens),
    cache_read: count(usage.cacheReadTokens),
    cache_write: count(usage.cacheCreationTokens),
    output: count(usage.outputTokens),
    reasoning: count(usage.thinkingTokens),
  }
  const { in_uncached, cache_read, cache_write, out, reasoning } = disjoint(counts, {
    cache: false,
    reasoning: false,
  })
  const told = [
    ['tokens_input', in_uncached],
    ['tokens_cache_read', cache_read],
    ['tokens_cache_write', cache_write],
    ['tokens_output', out],
  ] as const
  const tokens = tokensOf({ in_uncached, cache_read, cache_write, out })
  telling.naive(tokens)
  if (!areCounts(Object.values(counts))) {
    telling.drop('implausible_count', tokens)
    return
  }
  const at = last ?? telling.time(chosen, tokens)
  if (at === null) return
  for (const [name, value] of [...told, ['tokens_reasoning', reasoning] as const]) {
    if (value === null) continue
    // A reading at the same instant that is higher is another one: the settings are written after the message.
    session.counter(at, `${session.id}:${at}:${value}`, { name, value, temporality: 'cumulative', ...served })
  }
}
