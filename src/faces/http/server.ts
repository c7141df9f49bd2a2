/** The HTTP server: routes, one shape for every error, and who may ask in personal mode. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import compress from '@fastify/compress'
import helmet from '@fastify/helmet'
import files from '@fastify/static'
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { TachographError } from '../../errors.ts'
import { ask, catalogue, metricNamed, toCsv, type Words } from '../ask.ts'
import type { Backend } from '../backend.ts'
import { openapi } from '../openapi.ts'
import { postFacts } from '../post-facts.ts'
import { statusOf } from '../status.ts'

const MAX_BODY = 64 * 1024 * 1024
const WEB = fileURLToPath(new URL('../../web', import.meta.url))

export interface ServerOptions {
  backend: Backend
  /** Level of the log; silent for tests. */
  logLevel?: string
}

export async function buildServer({ backend, logLevel = 'warn' }: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: { level: logLevel },
    bodyLimit: MAX_BODY,
    forceCloseConnections: true,
    requestTimeout: 300_000,
    routerOptions: { maxParamLength: 200 },
    genReqId: () => crypto.randomUUID(),
  })
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request) => {
    const path = request.url.split('?')[0]?.slice(0, 200)
    throw new TachographError('not_found', `There is nothing at ${request.method} ${path}.`)
  })
  app.addHook('onRequest', async (request) => refuseForeign(request))
  await app.register(compress, { global: true, globalDecompression: false, threshold: 2048 })
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: false,
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  api(app, backend)
  health(app, backend)
  if (existsSync(WEB)) await app.register(files, { root: WEB, cacheControl: true, maxAge: '1h' })
  return app
}

function api(app: FastifyInstance, backend: Backend): void {
  const description = openapi(backend.version)
  app.get('/openapi.json', async () => description)
  app.get('/api/v1/metrics', async (_request, reply) => {
    noStore(reply)
    return { data: catalogue() }
  })
  app.get('/api/v1/metrics/:id', async (request, reply) => {
    noStore(reply)
    const { id } = request.params as { id: string }
    const words = request.query as Words
    const format = words.format ?? 'json'
    if (format !== 'json' && format !== 'csv') {
      throw new TachographError('bad_param', 'format: json or csv.', { param: 'format' })
    }
    const answer = await ask(backend, id, words)
    if (format === 'json') return answer
    const { from, to } = answer.meta
    reply.header('content-disposition', `attachment; filename="${answer.meta.metric}_${from}_${to}.csv"`)
    reply.type('text/csv; charset=utf-8')
    return toCsv(metricNamed(id), answer)
  })
  app.post('/api/v1/facts', async (request, reply) => {
    noStore(reply)
    const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
    if (type !== 'application/x-ndjson' && type !== 'application/json' && type !== 'application/jsonl') {
      throw new TachographError(
        'media_type',
        'Facts are sent as application/x-ndjson, one JSON object a line.',
      )
    }
    if (!Buffer.isBuffer(request.body)) throw new TachographError('bad_request', 'The body is empty.')
    return postFacts(backend, request.body, Date.now())
  })
  app.get('/api/v1/status', async (_request, reply) => {
    noStore(reply)
    return statusOf(backend)
  })
}

function health(app: FastifyInstance, backend: Backend): void {
  app.get('/healthz', async () => ({ status: 'alive' }))
  app.get('/readyz', async () => {
    await backend.store.rows('SELECT 1 FROM migration LIMIT 1', { signal: AbortSignal.timeout(4_000) })
    return { status: 'ready' }
  })
}

const noStore = (reply: FastifyReply) => reply.header('cache-control', 'no-store')

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i

/**
 * Without login only this machine may ask, and only pages of this server: a foreign name in Host is DNS rebinding, a
 * foreign Origin another web page. Errors: `forbidden_host`.
 */
function refuseForeign(request: FastifyRequest): void {
  const host = request.headers.host ?? ''
  const origin = request.headers.origin
  if (
    !LOOPBACK.test(host) ||
    (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`)
  ) {
    throw new TachographError(
      'forbidden_host',
      'This server answers only to pages and programs of its own machine, at localhost or 127.0.0.1.',
    )
  }
}

const FASTIFY_CODES: Record<string, 'too_large' | 'media_type' | 'bad_request' | 'headers_too_large'> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad_request',
}

/** One shape for every error: `{"error":{code,message,param?,request_id}}`. */
function answerError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  const known = toTachographError(error)
  if (known.code === 'internal' || known.code === 'unavailable')
    request.log.error({ err: error }, known.message)
  if (known.status === 503) reply.header('retry-after', '1')
  reply
    .status(known.status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send({
      error: {
        code: known.code,
        message: known.message,
        ...(known.param ? { param: known.param } : {}),
        request_id: request.id,
      },
    })
}

function toTachographError(error: FastifyError | Error): TachographError {
  if (error instanceof TachographError) {
    // What the engine said is for the log.
    return error.code === 'internal'
      ? new TachographError('internal', 'Something went wrong in the server; its log has the details.')
      : error
  }
  const code = 'code' in error ? FASTIFY_CODES[error.code] : undefined
  if (code) return new TachographError(code, error.message)
  const status = 'statusCode' in error ? error.statusCode : undefined
  if (status !== undefined && status >= 400 && status < 500)
    return new TachographError('bad_request', error.message)
  return new TachographError('internal', 'Something went wrong in the server; its log has the details.')
}
