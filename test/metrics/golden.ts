/** Facts small enough to check with a pencil, the prices they are counted with, and the days they lie in. */
import { readFileSync } from 'node:fs'
import type { PriceOverride } from '../../src/prices/index.ts'

/** USD per million tokens, so micro-USD per token. `secret` has no price. */
export const PRICES: PriceOverride[] = [
  {
    model: 'big',
    tier: 'standard',
    above_input: 0,
    input: 3,
    output: 15,
    cache_read: 0.3,
    cache_write: 3.75,
    cache_write_1h: 6,
  },
  { model: 'small', tier: 'standard', above_input: 0, input: 1, output: 5, cache_read: 0.1 },
]
/** 2 March is the day before ann's session goes over midnight; dan's message of 10 February lies before it. */
export const WINDOW = 'from=2026-03-02&to=2026-03-05'

export const GOLDEN = readFileSync(new URL('./golden.jsonl', import.meta.url), 'utf8')
