/** Errors as the Sessions Analytics API tells them: `{error, details?: {field: [text]}}` (catalogue 3). */
import type { TachographError } from '../../errors.ts'

const body = ({ message, param }: TachographError) => ({
  error: message,
  ...(param === undefined ? {} : { details: { [param]: [message.replace(`${param}: `, '')] } }),
})

/** On its routes and below them, whoever finds the error. */
export const SESSION_ANALYTICS_ERRORS = {
  at: /^\/(?:api\/v1\/)?[^/]+\/sessions\/analytics(?:\/|$)/,
  body,
}
