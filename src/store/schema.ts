/** The files of `schema/`, each with one statement, and the tables they make. */
import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = new URL('./schema/', import.meta.url)

export interface Migration {
  name: string
  sql: string
}

export function migrations(): Migration[] {
  return readdirSync(FOLDER)
    .filter((f) => f.endsWith('.sql'))
    .sort()
    .map((f) => ({ name: f.replace(/\.sql$/, ''), sql: readFileSync(new URL(f, FOLDER), 'utf8') }))
}

/** Name of the table that a migration makes, if it makes one. */
export const createdBy = ({ sql }: Migration): string | undefined => /^CREATE TABLE (\w+)/m.exec(sql)?.[1]

/** Names of all of them. */
export function tables(): ReadonlySet<string> {
  return new Set(migrations().flatMap((one) => createdBy(one) ?? []))
}
