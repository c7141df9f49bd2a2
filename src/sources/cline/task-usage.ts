/** What a request of a task used: counts, which contain the cache in some versions and do not in others, and cost. */
import { count, label, type Row, record, text, usd } from '../row.ts'
import { disjoint, type Tokens } from '../tokens.ts'

/** The object that is kept as text in a row; null where there is none. */
export function inText(row: Row): Row | null {
  const told = text(row.text)
  if (told === null || !told.trimStart().startsWith('{')) return null
  try {
    return record(JSON.parse(told))
  } catch {
    return null
  }
}

export interface Request {
  row: Row
  /** Null where its text cannot be read. */
  info: Row | null
  told: { input: number | null; cache_read: number | null; cache_write: number | null; output: number | null }
}

export function requestOf(row: Row): Request {
  const info = inText(row)
  return {
    row,
    info,
    told: {
      input: count(info?.tokensIn),
      cache_read: count(info?.cacheReads),
      cache_write: count(info?.cacheWrites),
      output: count(info?.tokensOut),
    },
  }
}

const cachedOf = ({ told }: Request): number => (told.cache_read ?? 0) + (told.cache_write ?? 0)
const less = (request: Request): boolean => (request.told.input ?? 0) < cachedOf(request)

/**
 * Which requests of a task of Roo Code or Kilo Code tell an input that contains the cache. Since November 2025 all do;
 * before, only those of the protocol `openai`. An input that is less than the cache cannot contain it: then nothing the
 * same protocol told before contains it either, since a task goes on with newer versions, never with older ones.
 */
export function inclusive(requests: readonly Request[]): ReadonlySet<Request> {
  const contain = new Set<Request>()
  /** Protocols that were seen, from the end on, to leave the cache out. */
  const apart = new Set<string>()
  for (const request of [...requests].reverse()) {
    const protocol = text(request.info?.apiProtocol) ?? ''
    if (cachedOf(request) > 0 && less(request)) apart.add(protocol)
    else if (protocol === 'openai' || !apart.has(protocol)) contain.add(request)
  }
  return contain
}

export const tokensOf = ({ told }: Request, contains: boolean): Tokens =>
  disjoint({ ...told, reasoning: null }, { cache: contains, reasoning: true })

/** Nothing was told, or zeros in place of it: that is what stands there when a provider tells no usage. */
export const isNothing = ({ in_uncached, cache_read, cache_write, out }: Tokens): boolean =>
  [in_uncached, cache_read, cache_write, out].every((n) => n === null || n === 0)

/** Why it failed, as a word; null where it did not. What a person broke off has not failed. */
export function failureOf(info: Row | null): string | null {
  const reason = label(info?.cancelReason)
  if (reason !== null) return reason === 'user_cancelled' ? null : reason
  return text(info?.streamingFailedMessage) ? 'streaming_failed' : null
}

export const costTold = (info: Row | null): number | null => usd(info?.cost)
