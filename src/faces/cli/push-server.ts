/** The server that a collector sends to: what it says of itself, and facts sent to it, however long that takes. */
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { ERRORS, TachographError } from '../../errors.ts'
import { type DropReason, type Drops, drop } from '../../facts/index.ts'
import type { Counts, Sink } from '../../importer/import.ts'
import { type CollectorAnswer, collectorAnswer, type Failure, type PostReceipt } from '../contract.ts'

const packed = promisify(gzip)

/** One request carries at most this much; proxies often take 1 MB, which this is when packed. */
const FACTS_PER_POST = 10_000
const CHARACTERS_PER_POST = 8_000_000
const REQUEST_MS = 300_000
/** A server that is started anew is back within this time, ms; whoever is away for longer is not waited for here. */
const PATIENCE_MS = 60_000
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 10_000
/** Requests under way at a time: while the server writes one, the next one travels. */
const AT_ONCE = 2
const SHOWN = 5

/** Answers that say nothing against the request: the same may be sent again. */
const AGAIN = new Set([429, 502, 503, 504])

export interface Refused {
  reason: string
  detail: string
}

export class PushServer {
  readonly url: string
  readonly #key: string | null
  readonly #signal: AbortSignal | undefined
  /** Bytes that travelled, packed. */
  sent = 0
  /** The first facts that were refused, by different words. */
  readonly refused = new Map<string, Refused>()
  #characters = CHARACTERS_PER_POST
  /** Since when nobody has answered, or found room; null while somebody does. */
  #away: number | null = null
  /** How long the server wants to be left alone, ms, as it said last. */
  wait = 0
  readonly #busy = new Set<Promise<unknown>>()

  constructor(url: string, key: string | null, signal?: AbortSignal) {
    this.url = url
    this.#key = key
    this.#signal = signal
  }

  /** Errors: `unavailable`, `unauthenticated`, `forbidden`, `config` when nothing of ours answers there. */
  async greet(): Promise<CollectorAnswer> {
    const response = await this.#fetch('/api/v1/collector', {})
    if (!response.ok) throw await this.#failure(response)
    const told = collectorAnswer.safeParse(await response.json().catch(() => null))
    if (told.success) return told.data
    throw this.#stranger()
  }

  /** Errors: those of `greet`, and `too_large`. Each fact that is refused is counted, and the others are taken. */
  readonly sink: Sink = {
    form: 'lines',
    write: async (lines) => {
      const total = { accepted: 0, updated: 0, duplicate: 0, refused: {} as Drops }
      for (let from = 0; from < lines.length; ) {
        const to = this.#end(lines, from)
        this.#add(total, await this.#inTurn(() => this.#send(lines.slice(from, to))))
        from = to
      }
      return total
    },
  }

  /** One after the last line that fits into a request. */
  #end(lines: readonly string[], from: number): number {
    let size = 0
    let to = from
    while (to < lines.length && to - from < FACTS_PER_POST) {
      size += (lines[to] as string).length + 1
      if (size > this.#characters && to > from) break
      to++
    }
    return to
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    while (this.#busy.size >= AT_ONCE) await Promise.race(this.#busy).catch(() => {})
    const mine = work()
    this.#busy.add(mine)
    try {
      return await mine
    } finally {
      this.#busy.delete(mine)
    }
  }

  /** Halves what is too large for somebody on the way, and remembers that. */
  async #send(lines: readonly string[]): Promise<PostReceipt[]> {
    const body = await packed(lines.join('\n'))
    const response = await this.#patiently(body)
    if (response.ok) {
      this.sent += body.length
      return [(await response.json()) as PostReceipt]
    }
    const failure = await this.#failure(response)
    if (response.status !== 413 || lines.length === 1) throw failure
    const middle = Math.ceil(lines.length / 2)
    this.#characters = Math.min(this.#characters, Math.ceil(lines.join('\n').length / 2))
    return [...(await this.#send(lines.slice(0, middle))), ...(await this.#send(lines.slice(middle)))]
  }

  /** Sends again what found no room or nobody, until it is answered or everybody has been away for too long. */
  async #patiently(body: Buffer): Promise<Response> {
    const headers = { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' }
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      let wait = pause
      let failure: unknown
      try {
        const response = await this.#fetch('/api/v1/facts', { method: 'POST', headers, body })
        if (!AGAIN.has(response.status)) return response
        wait = Math.max(pause, this.wait)
        failure = await this.#failure(response)
      } catch (error) {
        failure = error
      }
      this.#away ??= Date.now()
      const late = Date.now() + wait > this.#away + PATIENCE_MS
      if (late || this.#signal?.aborted) throw failure
      await sleep(wait, undefined, { signal: this.#signal }).catch(() => {})
    }
  }

  #add(total: Counts, receipts: readonly PostReceipt[]): void {
    for (const receipt of receipts) {
      total.accepted += receipt.accepted
      total.updated += receipt.updated
      total.duplicate += receipt.duplicate
      for (const { reason, detail } of receipt.rejected) {
        drop(total.refused, reason)
        if (this.refused.size < SHOWN) this.refused.set(`${reason} ${detail}`, { reason, detail })
      }
      if (receipt.rejected_more) drop(total.refused, 'invalid_fact', 0, receipt.rejected_more)
      for (const [reason, n] of Object.entries(receipt.not_kept ?? {}))
        drop(total.refused, reason as DropReason, 0, n)
    }
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const signals = [AbortSignal.timeout(REQUEST_MS), ...(this.#signal ? [this.#signal] : [])]
    const headers = {
      ...(init.headers as Record<string, string>),
      ...(this.#key === null ? {} : { authorization: `Bearer ${this.#key}` }),
    }
    try {
      const response = await fetch(this.url + path, {
        ...{ ...init, headers, redirect: 'manual' },
        signal: AbortSignal.any(signals),
      })
      this.wait = waitOf(response)
      if (!AGAIN.has(response.status)) this.#away = null
      return response
    } catch (cause) {
      const why = reasonOf(cause)
      throw new TachographError('unavailable', `The server at ${this.url} does not answer${why}.`, { cause })
    }
  }

  #stranger(): TachographError {
    return new TachographError(
      'config',
      `What answers at ${this.url} is no Tachograph server that takes facts of collectors. Is the address right, and the server up to date?`,
    )
  }

  async #failure(response: Response): Promise<TachographError> {
    const { status } = response
    const body = (await response.json().catch(() => null)) as Partial<Failure> | null
    const code = body?.error?.code
    const told = body?.error?.message
    if (status >= 300 && status < 400) {
      const to = response.headers.get('location') ?? 'another address'
      return new TachographError(
        'config',
        `The server at ${this.url} leads to ${to}. Give that address with --to.`,
      )
    }
    if (status === 401)
      return new TachographError(
        'unauthenticated',
        this.#key === null
          ? `The server at ${this.url} asks for a key. Give one with TACHOGRAPH_KEY; on the server, tachograph keys create NAME makes one.`
          : `The server at ${this.url} does not take this key: it is wrong, has expired or was revoked. On the server, tachograph keys create NAME makes another.`,
      )
    if (code === 'forbidden')
      return new TachographError(
        'forbidden',
        `This key may not send. On the server, tachograph keys create NAME --scope ingest makes one that may.`,
      )
    if (status === 413)
      return new TachographError(
        'too_large',
        `A single fact is larger than what the server at ${this.url}, or a proxy before it, takes. Let it take bodies of 1 MB at least.`,
      )
    if (AGAIN.has(status))
      return new TachographError('unavailable', told ?? `The server at ${this.url} answers ${status}.`)
    if (told && code && Object.hasOwn(ERRORS, code)) return new TachographError(code, told)
    return status === 404
      ? this.#stranger()
      : new TachographError('internal', `The server at ${this.url} answered ${status}.`)
  }
}

/** How long the server wants to be left alone, ms. */
function waitOf({ headers }: Response): number {
  const told = headers.get('retry-after')
  if (told === null) return 0
  const ms = /^\d+$/.test(told.trim()) ? Number(told) * 1000 : Date.parse(told) - Date.now()
  return Number.isFinite(ms) ? Math.max(0, ms) : 0
}

/** What the network says, where it says something that helps. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } }
  if (name === 'TimeoutError') return ' in time'
  const code = typeof cause?.code === 'string' ? cause.code : null
  if (code === null) return ''
  const certificate = /CERT|SELF_SIGNED|ISSUER/.test(code)
    ? '; NODE_EXTRA_CA_CERTS names the certificates of your own authority'
    : ''
  return ` (${code}${certificate})`
}
