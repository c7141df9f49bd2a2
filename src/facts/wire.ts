/** Facts as they travel: one JSON object with ISO 8601 times, the form `POST /api/v1/facts` takes (catalogue 0.1, Z-1). */
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { type FactType, inputSchema } from './fact.ts'
import { identityOf } from './identity.ts'
import type { Fact } from './index.ts'

const SCHEMAS = new Map<string, z.ZodType<Record<string, unknown>>>()

function schemaOf(type: FactType): z.ZodType<Record<string, unknown>> {
  const known = SCHEMAS.get(type.name)
  if (known) return known
  const schema = inputSchema(type)
  SCHEMAS.set(type.name, schema)
  return schema
}

export type Decoded = { fact: Fact } | { reason: 'invalid_fact' | 'time_out_of_range'; detail: string }

/**
 * Reads one posted object. `typeOf` finds a fact type by name. A state without `observed_at` was seen `now` (ms). An
 * event without `id` and keys is identified by the hash of everything it says, `occurrence` included.
 */
export function fromWire(
  input: unknown,
  typeOf: (name: string) => FactType | undefined,
  now: number,
): Decoded {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { reason: 'invalid_fact', detail: 'a fact is a JSON object' }
  }
  const name = (input as { type?: unknown }).type
  const type = typeof name === 'string' ? typeOf(name) : undefined
  if (!type)
    return { reason: 'invalid_fact', detail: `type: ${JSON.stringify(name)?.slice(0, 60)} is no fact type` }
  const parsed = schemaOf(type).safeParse(input)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const where = issue?.path.join('.') || 'fact'
    const time = where === 'at' || where === 'observed_at' || type.fields[where]?.kind === 'time'
    const outOfRange = time && issue?.code === 'custom'
    return {
      reason: outOfRange ? 'time_out_of_range' : 'invalid_fact',
      detail: `${where}: ${issue?.message}`.slice(0, 300),
    }
  }
  const { id, keys, occurrence, ...fields } = parsed.data as Record<string, unknown> & {
    id: string | null
    keys: string[] | null
    occurrence: number
  }
  const common: Record<string, unknown> = {
    ...fields,
    source: fields.source ?? 'api',
    parser_version: fields.parser_version ?? 0,
  }
  if (typeof common.user === 'string') common.user = identityOf(common.user)
  if (Array.isArray(common.user_aliases)) common.user_aliases = common.user_aliases.map(identityOf)
  if (type.kind === 'state') {
    return { fact: { ...common, id, observed_at: fields.observed_at ?? now } as unknown as Fact }
  }
  // An empty key would make one fact of all that carry it.
  const all = [...(keys ?? []).filter(Boolean), ...(id ? [`id:${id}`] : [])]
  if (all.length === 0) all.push(`hash:${contentHash({ ...fields, occurrence })}`)
  return {
    fact: {
      ...common,
      keys: all,
      completeness: fields.completeness ?? 2,
      owner_rank: fields.owner_rank ?? 0,
      extra: fields.extra ?? undefined,
    } as unknown as Fact,
  }
}

/** The object to be sent for a fact. Unknown fields are left out. */
export function toWire(fact: Fact, type: FactType): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fact)) {
    if (value === null || value === undefined) continue
    const isTime = name === 'at' || name === 'observed_at' || type.fields[name]?.kind === 'time'
    out[name] = isTime ? new Date(value as number).toISOString() : value
  }
  return out
}

function contentHash(fields: Record<string, unknown>): string {
  const told = Object.entries(fields)
    .filter(([, v]) => v !== null && v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 32)
}
