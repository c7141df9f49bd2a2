/** Reads the query of an address as what a route takes. */
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { TachographError } from '../../errors.ts'

/** Errors: `bad_param` naming the parameter. */
export function queryOf<T extends z.ZodType>({ query }: FastifyRequest, schema: T): z.output<T> {
  const parsed = schema.safeParse(query)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const unknown = issue?.code === 'unrecognized_keys'
  const param = String(unknown ? issue.keys[0] : (issue?.path[0] ?? '')).slice(0, 60)
  throw new TachographError('bad_param', `${param}: ${unknown ? 'no such parameter' : issue?.message}.`, {
    param,
  })
}
