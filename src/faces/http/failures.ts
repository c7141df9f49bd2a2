/** How failures leave the server: in one shape, `{"error":{code,message,param?,request_id}}`, but where an address speaks as another product does. */
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { type ErrorCode, TachographError } from '../../errors.ts'
import type { Failure } from '../contract.ts'
import { FACTORY_ERRORS } from '../factory/errors.ts'
import { SESSION_ANALYTICS_ERRORS } from '../session-analytics/errors.ts'
import { withoutKey } from './key-in-address.ts'

/** How a key is to be sent. */
export const CHALLENGE = 'Bearer realm="tachograph"'

const INTERNAL = 'Something went wrong in the server; its log has the details.'

/** What the framework finds out by itself, by its own codes. */
const FRAMEWORK_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type',
}

/** How errors are told at some addresses, also those that the guard or the framework finds. */
export interface ErrorShape {
  /** Of the pattern of the route, or of the address where there is no route. */
  at: RegExp
  body(error: TachographError, requestId: string): object
}

const SHAPES: readonly ErrorShape[] = [FACTORY_ERRORS, SESSION_ANALYTICS_ERRORS]

const shape = (error: TachographError, requestId: string): Failure => ({
  error: {
    code: error.code,
    message: error.message,
    ...(error.param === undefined ? {} : { param: error.param }),
    request_id: requestId,
  },
})

/** Answers an error. What the engine or a fault said is for the log, under the request id. */
export function answerError(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const told = toTachographError(error)
  if (told.status >= 500) request.log.error({ err: error, cause: error.cause }, told.message)
  if (told.status === 503) reply.header('retry-after', '1')
  if (told.status === 401) reply.header('www-authenticate', CHALLENGE)
  return reply
    .status(told.status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send((shapeAt(request)?.body ?? shape)(told, request.id))
}

function shapeAt({ routeOptions, url }: FastifyRequest): ErrorShape | undefined {
  const address = routeOptions?.url ?? url.split('?')[0] ?? ''
  return SHAPES.find(({ at }) => at.test(address))
}

/** What is told of an error. */
export function toTachographError(error: FastifyError | Error): TachographError {
  if (error instanceof TachographError)
    return error.code === 'internal' ? new TachographError('internal', INTERNAL) : error
  const code = 'code' in error ? FRAMEWORK_CODES[error.code] : undefined
  if (code) return new TachographError(code, error.message)
  const status = 'statusCode' in error ? error.statusCode : undefined
  if (status !== undefined && status >= 400 && status < 500)
    return new TachographError('bad_request', withoutKey(error.message).slice(0, 200))
  return new TachographError('internal', INTERNAL)
}

/** Answers bytes that are no request, before there is one: `socket` is closed. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const told = clientError(error.code)
  const body = JSON.stringify(shape(told, crypto.randomUUID()))
  socket.write(
    `HTTP/1.1 ${told.status} ${STATUS_CODES[told.status]}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n${body}`,
  )
  // Whoever does not read the answer is not waited for.
  socket.destroySoon()
}

function clientError(code: string | undefined): TachographError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new TachographError('headers_too_large', 'Address and headers are larger than 16 KiB.')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new TachographError('bad_request', 'The request did not arrive in time.')
    default:
      return new TachographError('bad_request', 'This is not an HTTP request.')
  }
}
