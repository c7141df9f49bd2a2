/** The database of OpenCode. */
import { join } from 'node:path'
import type { Kind } from '../world.ts'
import { Session } from './session.ts'
import { Store } from './store.ts'
import { MISTAKES, TRAPS } from './world.ts'

const DATABASE = 'opencode.db'

export const openCode: Kind<(typeof TRAPS)[number], (typeof MISTAKES)[number]> = {
  traps: TRAPS,
  mistakes: MISTAKES,
  place: DATABASE,
  begin: (world) => {
    const { truth } = world.tally
    const store = new Store(join(world.dir, DATABASE), world.random)
    truth.files = 1
    return {
      session: (start, age) => {
        Session.run(world, store, start, age)
        truth.bytes = store.size
        truth.rows = store.rows
      },
      end: () => store.close(),
    }
  },
}
