/** Personal or team: told without opening anything. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export interface ControlOptions {
  /** Data folder; whoever opens its control plane must hold its lock, since the embedded database has none of its own. */
  dir: string
  /** Address of a PostgreSQL server, or null for the embedded database. */
  postgresUrl: string | null
  /** Whether an organisation has erased whoever has one of these identities. Left out: nobody. Errors: `unavailable`. */
  isErased?: IsErased
}

export type IsErased = (organisation: string, identities: readonly string[]) => Promise<boolean>

/** The organisation of personal mode; the first one that is made takes over its facts. */
export const PERSONAL = 'default'

/** Folder of the embedded database. */
export const embeddedFolder = (dir: string): string => join(dir, 'control')

/** Whether a server with these options is for a team: `tachograph init` was run, or PostgreSQL is configured. */
export const isTeam = ({ dir, postgresUrl }: ControlOptions): boolean =>
  postgresUrl !== null || existsSync(join(embeddedFolder(dir), 'PG_VERSION'))
