/** Control planes of a test file: one on the embedded database, one on a PostgreSQL server where there is one. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Actor } from '../../src/control/audit.ts'
import { type Control, openControl } from '../../src/control/control.ts'
import type { Role } from '../../src/control/scopes.ts'
import { type Postgres, postgresPrograms, startPostgres } from '../support/postgres.ts'

export interface Plane {
  control: Control
  /** Another server on the same database; null where the database has one process only. */
  other: Control | null
  test(name: string, run: () => Promise<void>): void
}

const programs = postgresPrograms()

/** Runs the tests on each database; an organisation of its own keeps them apart. */
export function onEachDatabase(tests: (plane: Plane) => void): void {
  describe.each(['embedded', 'PostgreSQL'])('on %s', (kind) => {
    const skipped = kind === 'PostgreSQL' && !programs
    const dir = mkdtempSync(join(tmpdir(), 'tachograph-plane-'))
    let server: Postgres | null = null
    const plane = {
      other: null,
      test: (name: string, run: () => Promise<void>) =>
        it.skipIf(skipped)(skipped ? `${name} (skipped: no PostgreSQL here)` : name, run),
    } as unknown as Plane
    beforeAll(async () => {
      if (skipped) return
      if (kind === 'PostgreSQL') server = await startPostgres(programs as string)
      const postgresUrl = server?.url() ?? null
      plane.control = await openControl({ dir, postgresUrl })
      if (postgresUrl) plane.other = await openControl({ dir, postgresUrl })
    }, 60_000)
    afterAll(async () => {
      await plane.other?.close()
      await plane.control?.close()
      await server?.stop()
      rmSync(dir, { recursive: true, force: true })
    })
    tests(plane)
  })
}

/** A person who acts. */
export const actor = (id: string, role: Role): Actor => ({ kind: 'user', id, role, source: 'api' })

let made = 0
/** An organisation with an owner. */
export async function organisation({ control }: Plane) {
  const org = await control.organisations.create({ name: `Org ${++made}`, owner: 'ada@acme.example' })
  const owner = await control.people.get(org.id, 'ada@acme.example')
  return { org: org.id, owner }
}
