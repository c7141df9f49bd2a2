/** Transcripts of Claude Code. */
import type { Kind } from '../world.ts'
import { drawProfile } from './profile.ts'
import { Session } from './session.ts'
import { MISTAKES, TRAPS } from './world.ts'

export const claudeCode: Kind<(typeof TRAPS)[number], (typeof MISTAKES)[number]> = {
  traps: TRAPS,
  mistakes: MISTAKES,
  place: 'projects',
  begin: (world) => ({
    session: (start, age) => Session.run(world, drawProfile(world.random, age), start),
    end: () => {},
  }),
}
