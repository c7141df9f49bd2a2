/** A fact: something an agent, a person or a machine did, told by a source. This is the common envelope. */
import { z } from 'zod'
import { type Field, instant, label, labels, naming, time, words } from './field.ts'

/** Event facts never change once complete; state facts are updated field by field (catalogue Z-1). */
export type FactKind = 'event' | 'state'

export interface FactType<
  Name extends string = string,
  Fields extends Record<string, Field> = Record<string, Field>,
> {
  name: Name
  kind: FactKind
  doc: string
  fields: Fields
}

/**
 * Who did it and where, as the source reports it. Every event may carry these; what it leaves out is taken from its
 * session when rollups are built.
 */
export const CONTEXT = {
  user: naming(
    'doer',
    label('Person or service account, as reported: an e-mail address where there is one.'),
  ),
  harness: label('The agent program: claude-code, codex, gemini-cli, …'),
  client: label('Surface it ran in: terminal, non-interactive, ide, desktop, web, ci, sdk.'),
  agent: label('Named agent, droid or subagent type; empty for the main agent.'),
  project: label('Project the work belonged to, as reported (a folder name when nothing better is known).'),
  repo: label('Repository: normalised origin URL without scheme, credentials and .git (catalogue G-ID-2).'),
  branch: label('Branch checked out at the time.'),
} as const

const optionalInt = (max: number, doc: string): Field<number | null> => ({
  kind: 'count',
  doc,
  required: false,
  schema: z
    .number()
    .int()
    .min(0)
    .max(max)
    .nullish()
    .transform((v) => v ?? null) as unknown as z.ZodType<number | null>,
})

/** What identifies and places any fact. */
export const ENVELOPE = {
  id: words(
    'What the source calls it. May be left out of event facts: it is then a hash of all other fields.',
  ),
  keys: labels('Further identities of the same happening, such as req:… and msg:… of a model call.'),
  source: label('Who tells it, for instance claude-code/transcript. Default: api.'),
  occurrence: {
    kind: 'count',
    doc: 'Tells apart facts that are equal in everything else. Default 0.',
    required: false,
    schema: z
      .number()
      .int()
      .min(0)
      .nullish()
      .transform((v) => v ?? 0) as unknown as z.ZodType<number>,
  } satisfies Field<number>,
  subject: naming('doer', label('Identity that erasure of a person goes by. Default: user.')),
  parser_version: optionalInt(
    0xfff,
    'Version of the code that read it; a newer one may lower a number. Default 0.',
  ),
} as const

/** Only event facts. */
export const EVENT_ENVELOPE = {
  completeness: optionalInt(
    15,
    '0 partial, 1 as far as told, 2 finished; the more complete telling of a source wins. Default 2.',
  ),
  owner_rank: optionalInt(
    255,
    'Less is a stronger claim to have made it first; copies in forks carry more. Default 0.',
  ),
  extra: {
    kind: 'json',
    doc: 'Numeric usage fields that have no name here; kept, never summed.',
    required: false,
    schema: z
      .record(z.string().max(200), z.number())
      .nullish()
      .transform((v) => v ?? null) as unknown as z.ZodType<Record<string, number> | null>,
  } satisfies Field<Record<string, number> | null>,
} as const

/** Only state facts: when this state was true at the source; the later one wins per field. */
export const OBSERVED_AT = instant('When the source saw this state. Default: time of receipt.')

export function eventFact<Name extends string, F extends Record<string, Field>>(
  name: Name,
  doc: string,
  fields: F,
) {
  return { name, kind: 'event', doc, fields: { ...CONTEXT, ...fields } } satisfies FactType
}

export function stateFact<Name extends string, F extends Record<string, Field>>(
  name: Name,
  doc: string,
  fields: F,
) {
  return { name, kind: 'state', doc, fields } satisfies FactType
}

type Values<F extends Record<string, Field>> = { [K in keyof F]: F[K] extends Field<infer T> ? T : never }
type Optional<T> = { [K in keyof T as null extends T[K] ? K : never]?: T[K] } & {
  [K in keyof T as null extends T[K] ? never : K]: T[K]
}

/** What places a fact in the store, beside its own fields. */
export interface Identity {
  /** Scoped identities, at least one; the fact is the same as any other that shares one of them. */
  keys: string[]
  source: string
  /** Version of the code that read it; a newer one may lower a number. */
  parser_version: number
  /** 0 partial, 1 as far as told, 2 finished. The more complete observation of one source wins. */
  completeness: number
  /**
   * Less is a stronger claim of the session that made the happening first. Copies of it in forked or replayed sessions
   * carry a higher rank; the least (rank, session) owns it.
   */
  owner_rank: number
  subject: string | null
  /** Numeric usage fields of the source that have no name here yet; kept, never summed. */
  extra?: Record<string, number>
}

/** An event as the program carries it: times in ms since 1970 UTC, money in USD, unknown is null or absent. */
export type EventOf<T extends FactType> = { type: T['name']; at: number } & Identity &
  Optional<Values<T['fields']>>
/** A state as the program carries it. `id` names the thing for ever; the same id told again is an update. */
export type StateOf<T extends FactType> = { type: T['name']; id: string; observed_at: number } & Pick<
  Identity,
  'source' | 'subject' | 'parser_version'
> &
  Optional<Values<T['fields']>>

/** The input schema of one fact type as `POST /api/v1/facts` takes it (catalogue 0.1). Unknown fields are refused. */
export function inputSchema(type: FactType): z.ZodType<Record<string, unknown>> {
  const shape: Record<string, z.ZodType> = { type: z.literal(type.name) }
  for (const [name, field] of Object.entries({ ...ENVELOPE, ...type.fields })) shape[name] = field.schema
  if (type.kind === 'event') {
    shape.at = time
    for (const [name, field] of Object.entries(EVENT_ENVELOPE)) shape[name] = field.schema
  } else shape.observed_at = OBSERVED_AT.schema
  if (type.kind === 'state') shape.id = words('').needed().schema.pipe(z.string().min(1))
  return z.strictObject(shape) as unknown as z.ZodType<Record<string, unknown>>
}
