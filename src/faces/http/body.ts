/** Reads a body of JSON as what a route takes. */
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { TachographError } from '../../errors.ts'

/** Errors: `media_type`, `bad_request`, and `bad_param` naming the field. */
export function bodyOf<T extends z.ZodType>({ body, headers }: FastifyRequest, schema: T): z.output<T> {
  if (!/^application\/json *(?:;|$)/i.test(headers['content-type'] ?? ''))
    throw new TachographError('media_type', 'The body has to be application/json.')
  let value: unknown
  try {
    value = JSON.parse(String(body))
  } catch {
    throw new TachographError('bad_request', 'The body has to be a JSON object.')
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const param = String(issue?.path[0] ?? (issue?.code === 'unrecognized_keys' ? issue.keys[0] : '')).slice(
    0,
    60,
  )
  throw new TachographError('bad_param', `${param || 'body'}: ${issue?.message}.`, param ? { param } : {})
}
