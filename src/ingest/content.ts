/** Texts of people: kept only where their organisation switched that on, and then without secrets (promises V1, V2). */
import { type Fact, type FactType, factType } from '../facts/index.ts'
import { withoutSecrets } from '../redact/index.ts'
import { type Column, renamed } from './columns.ts'
import type { EventGroup } from './pack.ts'

const FIELDS = new Map<string, readonly string[]>()

/** Names of the fields of a type that hold texts of people. */
export function contentFieldsOf(name: string): readonly string[] {
  const known = FIELDS.get(name)
  if (known) return known
  const { fields } = factType(name) as FactType
  const found = Object.keys(fields).filter((field) => fields[field]?.content)
  FIELDS.set(name, found)
  return found
}

/** The fact as it is kept. */
export function withContent<F extends Fact>(fact: F, keep: boolean): F {
  const told = fact as unknown as Record<string, unknown>
  const fields = contentFieldsOf(fact.type).filter(
    (field) => told[field] !== null && told[field] !== undefined,
  )
  if (fields.length === 0) return fact
  const kept = { ...told }
  for (const field of fields) kept[field] = keep ? withoutSecrets(String(told[field])) : null
  return kept as unknown as F
}

/** The same of many events. */
export function withContentOf(group: EventGroup, keep: boolean): EventGroup {
  const fields = contentFieldsOf(group.type)
  if (fields.length === 0) return group
  // A column that is not there is one of which nothing is told.
  const columns = group.columns.flatMap((column) =>
    !fields.includes(column.name) ? [column] : keep ? [safe(column)] : [],
  )
  return { ...group, columns }
}

function safe(column: Column): Column {
  if (column.form === 'texts') return { ...column, values: column.values.map(withoutSecrets) }
  if (column.form === 'labels') return renamed(column, withoutSecrets)
  throw new Error(`${column.name}: a text of people is kept as a text or a label`)
}
