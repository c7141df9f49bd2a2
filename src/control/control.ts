/** The control plane: organisations and keys, opened in team mode only. */
import { openDatabase } from './database.ts'
import { Keys } from './keys.ts'
import type { ControlOptions } from './mode.ts'
import { Organisations } from './organisations.ts'
import { Teams } from './teams.ts'

export interface Control {
  organisations: Organisations
  keys: Keys
  teams: Teams
  close(): Promise<void>
}

/** Errors: `unavailable`, `config`. */
export async function openControl(options: ControlOptions): Promise<Control> {
  const { db, close } = await openDatabase(options)
  return { organisations: new Organisations(db), keys: new Keys(db), teams: new Teams(db), close }
}
