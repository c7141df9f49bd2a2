/** Errors as the Factory Analytics API tells them: `{title, detail, status, requestId}` (catalogue 1.6, F-ERR). */
import { STATUS_CODES } from 'node:http'
import type { TachographError } from '../../errors.ts'

const body = ({ status, message: detail }: TachographError, requestId: string) => ({
  title: STATUS_CODES[status] ?? 'Error',
  detail,
  status,
  requestId,
})

/** On its routes and below its two bases, whoever finds the error: the guard, the limiter, the framework, a metric. */
export const FACTORY_ERRORS = { at: /^\/(?:api\/v1\/)?analytics(?:\/|$)/, body }
