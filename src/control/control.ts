/** The control plane: organisations, their people and keys, opened in team mode only. */
import { Audit } from './audit.ts'
import { Changes } from './changes.ts'
import { openDatabase } from './database.ts'
import { type Directory, directoryOf } from './directory.ts'
import { Keys } from './keys.ts'
import { Logins } from './logins.ts'
import type { ControlOptions } from './mode.ts'
import { Organisations } from './organisations.ts'
import { People } from './people.ts'
import { Projects } from './projects.ts'
import { ServiceAccounts } from './service-accounts.ts'
import { SignOn } from './sign-on.ts'
import { Teams } from './teams.ts'

export interface Control {
  organisations: Organisations
  people: People
  teams: Teams
  serviceAccounts: ServiceAccounts
  keys: Keys
  logins: Logins
  signOn: SignOn
  projects: Projects
  audit: Audit
  /** Who is who and in which team, for the copy of the store. */
  directory(organisation: string): Promise<Directory>
  /** What tells of each change. */
  changes: Changes
  close(): Promise<void>
}

/** Errors: `unavailable`, `config`. */
export async function openControl(options: ControlOptions): Promise<Control> {
  const { db, close } = await openDatabase(options)
  const changes = new Changes(db)
  const logins = new Logins(db)
  const { isErased = async () => false } = options
  return {
    organisations: new Organisations(changes),
    people: new People(changes, isErased),
    teams: new Teams(changes),
    serviceAccounts: new ServiceAccounts(changes, isErased),
    keys: new Keys(changes),
    logins,
    signOn: new SignOn(changes, logins, isErased),
    projects: new Projects(changes),
    audit: new Audit(db),
    directory: (organisation) => directoryOf(db, organisation),
    changes,
    close,
  }
}
