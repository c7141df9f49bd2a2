/** Seeded random numbers, so that the same options always tell the same story. */

/** A stream of its own per thing that is drawn: days can then be told in any order without changing each other. */
export class Random {
  #state: number

  constructor(...seed: (string | number)[]) {
    let h = 0x811c9dc5
    for (const char of seed.join('\u0000')) h = Math.imul(h ^ (char.codePointAt(0) ?? 0), 0x01000193)
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
    this.#state = (h ^ (h >>> 16)) >>> 0
  }

  /** Mulberry32: 0 inclusive to 1 exclusive. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low)
  }

  /** A whole number, both bounds inclusive. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)] as T
  }

  weighted<T>(items: readonly (readonly [T, number])[]): T {
    let total = 0
    for (const item of items) total += item[1]
    let left = this.next() * total
    for (const item of items) {
      left -= item[1]
      if (left < 0) return item[0]
    }
    return (items[items.length - 1] as readonly [T, number])[0]
  }

  /** Durations and sizes of work have a long tail: log-normal around `median`, held within the bounds. */
  skewed(median: number, spread: number, low: number, high: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
    return Math.min(high, Math.max(low, median * Math.exp(spread * normal)))
  }

  shuffled<T>(items: readonly T[]): T[] {
    const out = [...items]
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.int(0, i)
      const held = out[i] as T
      out[i] = out[j] as T
      out[j] = held
    }
    return out
  }

  hex(digits: number): string {
    let out = ''
    while (out.length < digits) {
      out += Math.floor(this.next() * 4294967296)
        .toString(16)
        .padStart(8, '0')
    }
    return out.slice(0, digits)
  }

  uuid(): string {
    const h = this.hex(32)
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`
  }
}
