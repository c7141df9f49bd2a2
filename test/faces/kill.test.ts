/** The crash ledger in short: server, engine and both killed with -9 under load, and every acknowledged fact counted. */
import { expect, it } from 'vitest'
import { crashLedger } from '../../bench/kill/ledger.ts'

// The engine is found through /proc.
it.skipIf(process.platform !== 'linux')(
  'nothing acknowledged is lost or counted twice',
  async () => {
    const seed = Date.now() % 1_000_000
    const outcome = await crashLedger({
      rounds: { server: 2, engine: 2, both: 2 },
      rate: 200,
      seed,
      least: 300,
      most: 1_200,
    })
    const { lost, doubled, refused, differences, exitCode } = outcome
    expect({ seed, lost, doubled, refused, differences, exitCode }).toEqual({
      seed,
      lost: 0,
      doubled: 0,
      refused: 0,
      differences: [],
      exitCode: 0,
    })
    expect(outcome.kills).toHaveLength(6)
    expect(outcome.acknowledged).toBe(outcome.requests)
    expect(outcome.requests).toBeGreaterThan(50)
  },
  300_000,
)
