/** Seeded random numbers and identifiers: the same seed gives the same bytes. */

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Values with their weights summed up, so that choosing is one draw and a short walk. */
export class Weighted<T> {
  private readonly values: T[] = []
  private readonly upTo: number[] = []
  private readonly total: number

  constructor(entries: readonly (readonly [T, number])[]) {
    let sum = 0
    for (const [value, weight] of entries) {
      sum += weight
      this.values.push(value)
      this.upTo.push(sum)
    }
    this.total = sum
  }

  choose(random: Random): T {
    const at = random.unit() * this.total
    const index = this.upTo.findIndex((limit) => at < limit)
    return this.values[index] as T
  }
}

/** The generator sfc32: small, fast, and good enough for believable data. */
export class Random {
  private a = 0x9e3779b9 | 0
  private b = 0x243f6a88 | 0
  private c = 0xb7e15162 | 0
  private d: number

  constructor(seed: number) {
    this.d = seed | 0
    for (let i = 0; i < 16; i++) this.u32()
  }

  u32(): number {
    const t = (this.a + this.b + this.d) | 0
    this.d = (this.d + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0
    return t >>> 0
  }

  unit(): number {
    return this.u32() / 4294967296
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  /** A whole number from low to high, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1))
  }

  pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.unit() * values.length)] as T
  }

  /** A skewed positive number around a median, as sizes and durations are; never beyond the limits. */
  skewed(median: number, spread: number, low: number, high: number): number {
    const normal = (this.unit() + this.unit() + this.unit() + this.unit() - 2) * Math.sqrt(3)
    return Math.min(high, Math.max(low, Math.round(median * Math.exp(normal * spread))))
  }

  hex(length: number): string {
    let out = ''
    while (out.length < length) out += HEX[this.u32() & 255]
    return out.slice(0, length)
  }

  base58(length: number): string {
    let out = ''
    for (let i = 0; i < length; i += 5) {
      let bits = this.u32()
      for (let j = i; j < Math.min(length, i + 5); j++) {
        out += BASE58[bits % 58]
        bits = Math.floor(bits / 58)
      }
    }
    return out
  }

  uuid(): string {
    const [p, q, r, s] = [this.u32(), this.u32(), this.u32(), this.u32()]
    return (
      `${byte(p, 24)}${byte(p, 16)}${byte(p, 8)}${byte(p, 0)}-${byte(q, 24)}${byte(q, 16)}-` +
      `4${byte(q, 8).slice(1)}${byte(q, 0)}-${HEX[0x80 | ((r >>> 24) & 0x3f)]}${byte(r, 16)}-` +
      `${byte(r, 8)}${byte(r, 0)}${byte(s, 24)}${byte(s, 16)}${byte(s, 8)}${byte(s, 0)}`
    )
  }

  /** An id that says when it was made. */
  uuid7(at: number): string {
    const time = at.toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${this.hex(3)}-${HEX[0x80 | this.int(0, 63)]}${this.hex(2)}-${this.hex(12)}`
  }

  messageId(): string {
    return `msg_01${this.base58(22)}`
  }

  requestId(): string {
    return `req_011${this.base58(21)}`
  }

  toolUseId(): string {
    return `toolu_01${this.base58(22)}`
  }
}

function byte(word: number, shift: number): string {
  return HEX[(word >>> shift) & 255] as string
}
