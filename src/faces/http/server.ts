/** The HTTP server: its routes and what every answer carries. */
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import compress from '@fastify/compress'
import helmet from '@fastify/helmet'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type Config, configSchema } from '../../config.ts'
import { TachographError } from '../../errors.ts'
import { type DropReason, FACT_TYPES } from '../../facts/index.ts'
import { refuseSums } from '../../metrics/reach.ts'
import { administers } from '../administer.ts'
import { ask, catalogue, type Words } from '../ask.ts'
import type { Backend } from '../backend.ts'
import type { CollectorAnswer, PostReceipt } from '../contract.ts'
import { IngestCounts, ingestAnswerOf } from '../ingest-counts.ts'
import { openapi } from '../openapi.ts'
import { postFacts } from '../post-facts.ts'
import { Telemetry } from '../post-telemetry.ts'
import { reachOf } from '../reach.ts'
import { statusOf } from '../status.ts'
import { identityOf } from '../store-identity.ts'
import { tableOf } from '../tables.ts'
import { callerOf, guard, intakeOf, scopeOf, writeScopeOf } from './access.ts'
import { tableReply, wantsCsv } from './csv.ts'
import { factory } from './factory.ts'
import { answerClientError, answerError } from './failures.ts'
import { withoutKey } from './key-in-address.ts'
import { type Limits, limitAddresses, limitCallers } from './limits.ts'
import { login } from './login.ts'
import { otlp } from './otlp.ts'
import { page } from './page.ts'
import { privacy } from './privacy.ts'
import { prometheus } from './prometheus.ts'
import { quarantine } from './quarantine.ts'
import { sessionAnalytics } from './session-analytics.ts'
import { sessions } from './sessions.ts'
import { team } from './team.ts'

export { IngestCounts, Telemetry }

/** Largest body, in bytes, also after decompression. */
export const MAX_BODY = 64 * 1024 * 1024
/** Slower clients are closed: headers and whole requests must have arrived within these times. */
const HEADERS_MS = 20_000
const REQUEST_MS = 300_000
const SWEEP_MS = 5_000
/** The store is not ready when it takes longer to answer. */
const READY_MS = 3_000
/** Headers that are read at most; Node leaves out those beyond 2,000 without a word. */
const MOST_HEADERS = 1_000
/** With less room left on its disk, in bytes, the engine will soon fail to write. */
const ROOM = 100_000_000

const OPEN = { config: { use: 'open' } } as const
const READ = { config: { use: 'read' } } as const
const INGEST = { config: { use: 'ingest' } } as const

export interface ServerOptions {
  backend: Backend
  /** Level of the log; silent for tests. */
  logLevel?: string
  /** Where the log goes. Default: stderr. */
  log?: { write(line: string): void }
  /** Folder of the page. Default: that of the build. */
  web?: string
  counts?: IngestCounts
  /** How often may be asked. Default: that of the configuration. */
  limits?: Limits
  /** Address under which people reach the page. Default: what the request says. */
  publicUrl?: string | null
  /** Seals what has to be kept secret and used. Default: one that is forgotten with the server. */
  sealKey?: Uint8Array
  /** Whether providers of single sign-on may be in our own network, and answer without TLS. */
  allowPrivateIssuers?: boolean
  /** What the Factory Analytics API answers. Default: that of the configuration. */
  factoryApi?: Config['factory_api']
  /** Proxies that are believed when they say for whom they ask. */
  trustedProxies?: readonly string[]
  /** The door for OTLP, shared with other servers of this process. */
  telemetry?: Telemetry
}

export async function buildServer({
  backend,
  logLevel = 'warn',
  // stdout is for what a command answers.
  log = process.stderr,
  web = fileURLToPath(new URL('../../web', import.meta.url)),
  counts = new IngestCounts(),
  telemetry = new Telemetry(counts),
  limits = configSchema.shape.limits.parse(undefined),
  trustedProxies = [],
  publicUrl = null,
  sealKey = randomBytes(32),
  allowPrivateIssuers = false,
  factoryApi = configSchema.shape.factory_api.parse(undefined),
}: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: { level: logLevel, stream: log, serializers: { req: described } },
    bodyLimit: MAX_BODY,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    requestTimeout: REQUEST_MS,
    http: { headersTimeout: HEADERS_MS, connectionsCheckingInterval: SWEEP_MS },
    // Any name is one that might not exist, rather than an address that cannot be read.
    routerOptions: { maxParamLength: 65_536 },
    genReqId: () => crypto.randomUUID(),
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
    clientErrorHandler: answerClientError,
  })
  app.server.on('checkContinue', (request, response) => {
    // Who asks first is not told to go on with what will be refused.
    if (!(Number(request.headers['content-length']) > MAX_BODY)) response.writeContinue()
    app.routing(request, response)
  })
  app.setErrorHandler(answerError)
  app.setNotFoundHandler(nothingHere(routesOf(app)))
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
  app.addHook('onRequest', async (request) => {
    if (request.raw.rawHeaders.length > 2 * MOST_HEADERS)
      throw new TachographError('headers_too_large', `There are more than ${MOST_HEADERS} headers.`)
  })
  limitAddresses(app, limits)
  await guard(app, backend)
  limitCallers(app, limits)
  app.addHook('onSend', async (_request, reply) => {
    // Nothing that has not said otherwise may be kept by anybody.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
  await app.register(compress, { global: true, globalDecompression: false, threshold: 2048 })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  api(app, backend, counts, telemetry)
  sessions(app, backend)
  factory(app, backend, factoryApi)
  sessionAnalytics(app, backend)
  team(app, backend)
  login(app, backend, { publicUrl, sealKey, allowPrivateIssuers })
  otlp(app, backend, telemetry, MAX_BODY)
  prometheus(app, backend, counts, telemetry.forwarding)
  quarantine(app, backend, telemetry)
  privacy(app, backend)
  health(app, backend)
  page(app, web)
  return app
}

/** A request as it is logged: its address may carry a key. */
const described = ({ method, url, host, ip }: FastifyRequest) => ({
  method,
  url: withoutKey(url),
  host,
  remoteAddress: ip,
})

function api(app: FastifyInstance, backend: Backend, counts: IngestCounts, telemetry: Telemetry): void {
  const description = openapi(backend.version)
  app.get('/openapi.json', OPEN, async () => description)
  app.get('/api/v1/metrics', READ, async (request) =>
    catalogue({ reach: await reachOf(backend, callerOf(request)) }),
  )
  app.get('/api/v1/metrics/:id', READ, async (request, reply) => {
    const { id } = request.params as { id: string }
    const words = request.query as Words
    const scope = await scopeOf(backend, request)
    if (wantsCsv(request)) return tableReply(reply, (gone) => tableOf(scope, { metric: id }, words, gone))
    return ask(scope, id, words)
  })
  app.post('/api/v1/facts', { ...INGEST, decompress: DECOMPRESS }, async (request) => {
    const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
    if (type !== 'application/x-ndjson' && type !== 'application/json' && type !== 'application/jsonl') {
      throw new TachographError(
        'media_type',
        'Facts are sent as application/x-ndjson, one JSON object a line.',
      )
    }
    if (!Buffer.isBuffer(request.body) || request.body.length === 0)
      throw new TachographError('bad_request', 'The body is empty. Send one fact a line.')
    const scope = await writeScopeOf(backend, request)
    const receipt = await postFacts(scope, request.body, Date.now(), administers(callerOf(request)))
    countFacts(counts, scope.org, receipt)
    return receipt
  })
  app.get('/api/v1/collector', INGEST, async (request): Promise<CollectorAnswer> => {
    const { version, store } = backend
    const { org } = callerOf(request)
    const types = FACT_TYPES.map(({ name }) => name)
    return { version, org, store: await identityOf(store), line_key: backend.lineKey(org), types }
  })
  app.get('/api/v1/ingest', READ, async (request) => {
    refuseSums((await scopeOf(backend, request)).reach, 'What came in just now is of')
    return ingestAnswerOf(counts, intakeOf(backend, request), telemetry.forwarding)
  })
  app.get('/api/v1/status', READ, async (request) => {
    const { settled, ...rest } = request.query as Words
    const [unknown] = Object.keys(rest)
    if (unknown !== undefined)
      throw new TachographError(
        'bad_param',
        `${unknown.slice(0, 60)}: no such parameter. There is: settled.`,
        {
          param: unknown.slice(0, 60),
        },
      )
    if (settled !== undefined && settled !== 'true')
      throw new TachographError('bad_param', 'settled: true, or left out.', { param: 'settled' })
    const scope = await scopeOf(backend, request)
    if (settled) await scope.settle()
    return statusOf(backend, scope)
  })
}

function countFacts(counts: IngestCounts, org: string, receipt: PostReceipt): void {
  const came = { door: 'facts', agent: 'api' } as const
  const accepted = receipt.accepted + receipt.updated
  if (accepted > 0) counts.count(org, came, 'accepted', accepted)
  if (receipt.duplicate > 0) counts.count(org, came, 'duplicate', receipt.duplicate)
  for (const { reason } of receipt.rejected) counts.count(org, came, { refused: reason })
  if (receipt.rejected_more) counts.count(org, came, { refused: 'invalid_fact' }, receipt.rejected_more)
  for (const [reason, n] of Object.entries(receipt.not_kept ?? {}))
    counts.count(org, came, { refused: reason as DropReason }, n)
}

const DECOMPRESS = {
  requestEncodings: ['gzip' as const, 'identity' as const],
  onUnsupportedRequestEncoding: () =>
    new TachographError('encoding', 'Bodies are taken as they are, or with Content-Encoding: gzip.'),
  onInvalidRequestPayload: () =>
    new TachographError('bad_request', 'The body is not whole gzip, though its encoding says so.'),
}

function health(app: FastifyInstance, backend: Backend): void {
  app.get('/healthz', OPEN, async () => ({ status: 'alive' }))
  app.get('/readyz', OPEN, async () => {
    await backend.store.rows('SELECT 1 FROM migration LIMIT 1', { signal: AbortSignal.timeout(READY_MS) })
    const free = await backend.freeBytes?.()
    if (free !== undefined && free < ROOM)
      throw new TachographError('unavailable', 'The disk of the data folder is full: make room on it.')
    return { status: 'ready' }
  })
}

/** Every address that has been registered, as a pattern, and the methods it takes. Filled as routes come. */
function routesOf(app: FastifyInstance): Map<string, { pattern: RegExp; methods: Set<string> }> {
  const routes = new Map<string, { pattern: RegExp; methods: Set<string> }>()
  app.addHook('onRoute', ({ url, method }) => {
    const text = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')
    const known = routes.get(url) ?? { pattern: new RegExp(`^${text}$`), methods: new Set<string>() }
    for (const m of [method].flat()) known.methods.add(m)
    routes.set(url, known)
  })
  return routes
}

const nothingHere =
  (routes: ReturnType<typeof routesOf>) => (request: FastifyRequest, reply: FastifyReply) => {
    const path = request.url.split('?')[0] ?? ''
    const shown = withoutKey(path).slice(0, 200)
    for (const { pattern, methods } of routes.values()) {
      if (!pattern.test(path)) continue
      const allow = [...methods].sort().join(', ')
      reply.header('allow', allow)
      throw new TachographError('method_not_allowed', `${shown} takes ${allow}, not ${request.method}.`)
    }
    throw new TachographError('not_found', `There is nothing at ${request.method} ${shown}.`)
  }
