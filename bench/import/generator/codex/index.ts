/** Rollouts of Codex. */
import type { Kind } from '../world.ts'
import { tell } from './family.ts'
import { MISTAKES, TRAPS } from './world.ts'

export const codex: Kind<(typeof TRAPS)[number], (typeof MISTAKES)[number]> = {
  traps: TRAPS,
  mistakes: MISTAKES,
  place: 'sessions',
  begin: (world) => ({ session: (start, age) => tell(world, start, age), end: () => {} }),
}
