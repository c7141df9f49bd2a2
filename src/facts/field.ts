/** The kinds of field a fact may have: each knows how it is validated, documented and stored. */
import { z } from 'zod'

/** How a field is kept: `label` few values, `text` many, the rest as named. Unknown is '' for strings, null for numbers. */
export type FieldKind =
  | 'label'
  | 'text'
  | 'labels'
  | 'count'
  | 'ms'
  | 'usd'
  | 'ratio'
  | 'flag'
  | 'time'
  | 'json'

export interface Field<T = unknown> {
  kind: FieldKind
  /** One sentence for people: meaning, and the unit where it has one. */
  doc: string
  schema: z.ZodType<T>
  required: boolean
  /** How tellings of a state come together in it. Without: the one with the later `observed_at` wins. */
  merge?: 'union'
  /** That it names a person, and how: see `namingOf`. */
  names?: 'doer' | 'mention' | 'called'
  /** Text of people: see `content`. */
  content?: true
}

/** Largest count that is believed: above it a value is a broken counter, not work. */
export const MAX_COUNT = 1e12
/** Largest amount of money that is believed in one fact, in USD. */
export const MAX_USD = 1e7
/** Longest string kept in a label or text field, in UTF-16 units; longer ones are refused. */
export const MAX_TEXT = 4096
/** Deepest nesting kept in a json field; what is written as JSON is written by recursion. */
const MAX_DEPTH = 32
/** Longest text of a message, in UTF-16 units. */
export const MAX_SAID = 262_144
/** Facts outside this span are refused: agents did not exist before it, and clocks that run ahead are broken. */
export const EARLIEST = Date.UTC(2020, 0, 1)
/** How far ahead of the receiver's clock a fact may be, in ms. */
export const MAX_AHEAD = 36 * 3600_000

const text = z
  .string()
  .max(MAX_TEXT)
  .transform((s) => s.toWellFormed())
const isoTime = z.iso.datetime({ offset: true }).transform((s) => Date.parse(s))
/** An instant in the API: ISO 8601 with zone; in the program: milliseconds since 1970 UTC. */
export const time: z.ZodType<number> = isoTime.refine((t) => t >= EARLIEST && t <= Date.now() + MAX_AHEAD, {
  message: 'must lie between 2020-01-01 and tomorrow',
}) as unknown as z.ZodType<number>

function make<T>(kind: FieldKind, schema: z.ZodType<T>) {
  return (doc: string): Field<T | null> & { needed(): Field<T> } => ({
    kind,
    doc,
    schema: schema.nullish().transform((v) => v ?? null) as unknown as z.ZodType<T | null>,
    required: false,
    needed: () => ({ kind, doc, schema, required: true }),
  })
}

export const label = make('label', text)
export const words = make('text', text)
/** What somebody said, which may be long. */
export const said = make(
  'text',
  z
    .string()
    .max(MAX_SAID)
    .transform((s) => s.toWellFormed()),
)
export const labels = make('labels', z.array(text).max(1000))
/** Keyed hashes of lines, 16 hex digits each: one per added line, so there may be many. */
export const hashes = make('labels', z.array(z.string().regex(/^[0-9a-f]{16}$/)).max(200_000))
export const count = make('count', z.number().int().min(0).max(MAX_COUNT))
export const ms = make(
  'ms',
  z.number().min(0).max(MAX_COUNT).transform(Math.round) as unknown as z.ZodType<number>,
)
export const usd = make('usd', z.number().min(-MAX_USD).max(MAX_USD))
export const ratio = make('ratio', z.number())
export const flag = make('flag', z.boolean())
export const instant = make('time', time)
export const json = make(
  'json',
  z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]).refine(isShallow, {
    message: `is nested deeper than ${MAX_DEPTH} levels`,
  }) as unknown as z.ZodType<object>,
)

/** Level by level: recursion is what a deep value would break. */
function isShallow(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return false
    level = level.flatMap((v) => (typeof v === 'object' && v !== null ? Object.values(v) : []))
  }
  return true
}

/** A list of a state to which every telling adds: several tell their own part of it, and nobody all. */
export const union = <F extends Field<string[] | null>>(field: F): F => ({ ...field, merge: 'union' })

/** A field that names a person whose fact it is (`doer`), others (`mention`), or what somebody is called (`called`). */
export const naming = <F extends Pick<Field, 'names'>>(names: NonNullable<Field['names']>, field: F): F => ({
  ...field,
  names,
})

/**
 * A text that people wrote, or may have: it reaches the disk only where an organisation switched content on, and then
 * without secrets (promises V1, V2).
 */
export const content = <F extends Pick<Field, 'content' | 'doc'>>(field: F): F => ({
  ...field,
  content: true,
  doc: `${field.doc} Content: kept only where that is switched on.`,
})

/** A label out of a closed list. */
export function oneOf<const V extends string>(values: readonly V[], doc: string) {
  return make('label', z.enum(values) as unknown as z.ZodType<V>)(`${doc} One of: ${values.join(', ')}.`)
}
