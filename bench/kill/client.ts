/** A client that keeps a ledger: what it sent and what was acknowledged, on disk before it goes on. */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Request, Story } from './story.ts'

export interface Figures {
  requests: number
  facts: number
  acknowledged: number
  /** Requests sent again because no answer came, or a 503. */
  retried: number
  /** Facts the server called known already. */
  duplicates: number
  refused: number
}

const MOST_UNDER_WAY = 64
/** A request without an answer is told again after this long. */
const RETRY_MS = 200
const ANSWER_MS = 30_000

export class Client {
  readonly figures: Figures = {
    requests: 0,
    facts: 0,
    acknowledged: 0,
    retried: 0,
    duplicates: 0,
    refused: 0,
  }
  readonly #url: string
  readonly #story: Story
  readonly #rate: number
  readonly #ledger: number
  #running = true
  /** Resolves when telling may go on; null when it may. */
  #held: { over: Promise<void>; end: () => void } | null = null
  #posts = new Set<Promise<unknown>>()
  #underWay = new Set<Promise<void>>()
  #loop: Promise<void>

  /** Sends `rate` requests a second from now on. `ledger` is the path of a file to be written. */
  constructor(url: string, story: Story, rate: number, ledger: string) {
    this.#url = url
    this.#story = story
    this.#rate = rate
    this.#ledger = openSync(ledger, 'w')
    this.#loop = this.#send()
  }

  async #send(): Promise<void> {
    let due = Date.now()
    while (this.#running) {
      due = Math.max(due + 1_000 / this.#rate, Date.now() - 100)
      await sleep(Math.max(due - Date.now(), 0))
      await this.#held?.over
      if (this.#underWay.size >= MOST_UNDER_WAY) continue
      const request = this.#story.next()
      this.figures.requests++
      this.figures.facts += request.lines.length
      const told: Promise<void> = this.#tell(request).finally(() => this.#underWay.delete(told))
      this.#underWay.add(told)
    }
  }

  /** Tells a request until it is acknowledged, as an honest client does. */
  async #tell(request: Request): Promise<void> {
    this.#write(`sent ${request.name} ${request.lines.length}`)
    for (let attempt = 0; ; attempt++) {
      if (attempt > 0) {
        this.figures.retried++
        await sleep(RETRY_MS)
      }
      await this.#held?.over
      const post = this.#post(request.lines.join('\n'))
      this.#posts.add(post)
      const receipt = await post.finally(() => this.#posts.delete(post))
      if (!receipt) continue
      this.#write(`acknowledged ${request.name}`)
      this.figures.acknowledged++
      this.figures.duplicates += receipt.duplicate
      this.figures.refused += receipt.rejected.length
      request.acknowledged()
      return
    }
  }

  async #post(body: string): Promise<{ duplicate: number; rejected: unknown[] } | null> {
    try {
      const response = await fetch(`${this.#url}/api/v1/facts`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body,
        signal: AbortSignal.timeout(ANSWER_MS),
      })
      if (response.ok) return (await response.json()) as { duplicate: number; rejected: unknown[] }
      const text = await response.text()
      if (response.status !== 503) throw new Unexpected(`${response.status} ${text}`)
      return null
    } catch (error) {
      if (error instanceof Unexpected) throw error
      return null
    }
  }

  #write(line: string): void {
    writeSync(this.#ledger, `${line}\n`)
    fsyncSync(this.#ledger)
  }

  /** Sends nothing, not again either, until `release`; resolves when every request under way has its answer or has failed. */
  async hold(): Promise<void> {
    let end = () => {}
    const over = new Promise<void>((resolve) => {
      end = resolve
    })
    this.#held = { over, end }
    while (this.#posts.size > 0) await Promise.allSettled(this.#posts)
    // What came of them is noted in the turns after their end.
    await sleep(0)
  }

  release(): void {
    this.#held?.end()
    this.#held = null
  }

  /** Sends nothing new, and resolves when all that was sent is acknowledged. */
  async finish(): Promise<void> {
    this.#running = false
    await this.#loop
    while (this.#underWay.size > 0) await Promise.race(this.#underWay)
    closeSync(this.#ledger)
  }
}

/** An answer that neither acknowledges nor says "not now". */
class Unexpected extends Error {}
