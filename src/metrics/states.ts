/** States as they are: one row for each thing, merged per field from all that was told of it (catalogue Z-1). */
import type { FactType, Field } from '../facts/index.ts'

const isKnown = (name: string, { kind }: Field): string =>
  kind === 'label' || kind === 'text'
    ? `v.${name} != ''`
    : kind === 'labels'
      ? `notEmpty(v.${name})`
      : `isNotNull(v.${name})`

function merged([name, field]: [string, Field]): string {
  if (field.merge === 'union') return `arraySort(groupUniqArrayArray(v.${name})) AS ${name}`
  return `argMaxIf(v.${name}, (v.observed_at, v.hash), ${isKnown(name, field)}) AS ${name}`
}

/** One field of a state `v`, to be grouped by id. */
export const mergedField = (type: FactType, name: string): string =>
  merged([name, (type.fields as Record<string, Field>)[name] as Field])

/**
 * SELECT of `id` and every field of a state; parameter: org. The later telling of a field wins; a union holds what any
 * told. What nobody told is '', an empty list or null, as in the table.
 */
export const statesOf = (
  type: FactType,
): string => `SELECT v.id AS id, ${Object.entries(type.fields).map(merged).join(', ')}
FROM ${type.name} AS v WHERE v.org = {org:String} GROUP BY v.id`
