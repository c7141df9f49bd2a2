/** Pieces of an OpenAPI description that every part of it is made of. */
import { z } from 'zod'

export const json = (schema: object) => ({ content: { 'application/json': { schema } } })
export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
export const failure = { description: 'What went wrong.', ...json(ref('Error')) }

/** A schema in the dialect of OpenAPI 3.1, as who sends it writes it. */
export function schemaOf(schema: z.ZodType): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' })
  return rest
}
