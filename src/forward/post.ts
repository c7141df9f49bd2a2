/** Sends one request to an OTLP receiver and tells what became of it. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Signal } from '../otlp/signals.ts'
import type { Destination } from './destination.ts'

const packed = promisify(gzip)

/** What became of a request: taken, perhaps but for some records; to be sent again, after `wait` ms if that was told; or never. */
export type Posted =
  | { fate: 'taken'; rejected: number }
  | { fate: 'again'; why: string; wait: number | null }
  | { fate: 'refused'; why: string }

/** Only these are sent again: so says the specification of OTLP. */
const AGAIN = new Set([429, 502, 503, 504])
const TIMEOUT_MS = 30_000
/** More of an answer is not read. */
const MOST_ANSWER = 65_536
/** A receiver that says to come back later than this is asked before. */
const LONGEST_WAIT_MS = 600_000

/** Never throws. No redirect is followed: the headers are for this address alone. */
export async function post(
  { url, headers }: Pick<Destination, 'url' | 'headers'>,
  signal: Signal,
  body: string,
  stop: AbortSignal,
): Promise<Posted> {
  try {
    const response = await fetch(`${url.replace(/\/+$/, '')}/v1/${signal}`, {
      method: 'POST',
      body: await packed(body),
      headers: { ...headers, 'content-type': 'application/json', 'content-encoding': 'gzip' },
      redirect: 'manual',
      signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    const told = await beginningOf(response)
    if (response.ok) return { fate: 'taken', rejected: rejectedIn(told) }
    const why = String(response.status)
    if (!AGAIN.has(response.status)) return { fate: 'refused', why }
    return { fate: 'again', why, wait: waitOf(response.headers.get('retry-after'), Date.now()) }
  } catch (error) {
    return { fate: 'again', why: nameOf(error), wait: null }
  }
}

async function beginningOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    chunks.push(chunk)
    size += chunk.length
    if (size > MOST_ANSWER) break
  }
  return Buffer.concat(chunks).toString()
}

/** Records of a partial success that were not taken; 0 for any other answer. */
function rejectedIn(answer: string): number {
  try {
    const { partialSuccess = {} } = JSON.parse(answer) as { partialSuccess?: Record<string, unknown> }
    const { rejectedLogRecords, rejectedDataPoints, rejectedSpans } = partialSuccess
    const rejected = Number(rejectedLogRecords ?? rejectedDataPoints ?? rejectedSpans ?? 0)
    return Number.isSafeInteger(rejected) && rejected > 0 ? rejected : 0
  } catch {
    return 0
  }
}

/** Seconds or a date, as HTTP has it; null for anything else. */
export function waitOf(told: string | null, now: number): number | null {
  if (told === null) return null
  const ms = /^\d{1,9}$/.test(told.trim()) ? Number(told) * 1000 : Date.parse(told) - now
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), LONGEST_WAIT_MS)
}

/** Of what kind a fault of the network is; its words may hold an address. */
function nameOf(error: unknown): string {
  const { name, cause } = error as { name: string; cause?: { code?: unknown } }
  return typeof cause?.code === 'string' ? cause.code : name
}
