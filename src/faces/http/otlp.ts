/** OTLP over HTTP: `/v1/logs`, `/v1/metrics` and `/v1/traces`, as the specification wants its answers. */
import { Transform } from 'node:stream'
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { TachographError } from '../../errors.ts'
import { CONTENT_TYPES, codeOf, type Encoding, failure, RETRY_S, success } from '../../otlp/reply.ts'
import type { Signal } from '../../otlp/signals.ts'
import type { Backend } from '../backend.ts'
import type { Telemetry } from '../post-telemetry.ts'
import { NoRoom, type Place } from '../room.ts'
import { intakeOf } from './access.ts'
import { CHALLENGE, toTachographError } from './failures.ts'
import { KEY_PREFIX } from './key-in-address.ts'
import { unpacked } from './unpack.ts'

const SIGNALS: readonly Signal[] = ['logs', 'metrics', 'traces']

export function otlp(app: FastifyInstance, backend: Backend, telemetry: Telemetry, mostBytes: number): void {
  app.register(async (scope) => {
    scope.setErrorHandler<FastifyError>((error, request, reply) => {
      const told = toTachographError(error)
      // Only these are sent again: whatever goes wrong here must not cost the sender its records.
      const status = told.status >= 500 ? 503 : told.status
      // Under load that would be a line for every request.
      if (status === 503 && !(error instanceof NoRoom))
        request.log.error({ err: error, cause: error.cause }, told.message)
      if (status === 503) reply.header('retry-after', String(RETRY_S))
      if (status === 401) reply.header('www-authenticate', CHALLENGE)
      const encoding = encodingOf(request) ?? 'json'
      const body = failure(encoding, codeOf(status), told.message)
      return reply.status(status).header('cache-control', 'no-store').type(CONTENT_TYPES[encoding]).send(body)
    })
    const places = new WeakMap<FastifyRequest, Place>()
    // Counted as they come, since not every sender says before how much it will be.
    scope.addHook('preParsing', async (request, reply, payload) => {
      const place = telemetry.room.place()
      places.set(request, place)
      reply.raw.once('close', () => place.leave())
      return payload.pipe(counting(place))
    })
    const doors = SIGNALS.flatMap((signal) => [
      { signal, path: `/v1/${signal}` },
      { signal, path: `${KEY_PREFIX}/v1/${signal}` },
    ])
    for (const { signal, path } of doors) {
      scope.post(path, { config: { use: 'ingest' } }, async (request, reply) => {
        const encoding = encodingOf(request)
        if (!encoding)
          throw new TachographError(
            'media_type',
            `OTLP is taken as ${Object.values(CONTENT_TYPES).join(' or ')}.`,
          )
        const packed = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        const body = await unpacked(packed, request.headers['content-encoding'], mostBytes)
        if (body !== packed) places.get(request)?.grow(body.length)
        const intake = intakeOf(backend, request)
        const { rejected, message } = await telemetry.take(intake, signal, encoding, body, Date.now())
        return reply.type(CONTENT_TYPES[encoding]).send(success(encoding, signal, rejected, message))
      })
    }
  })
}

/** Lets bytes through, as long as there is room for them. */
const counting = (place: Place): Transform =>
  new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        place.grow(chunk.length)
        done(null, chunk)
      } catch (error) {
        done(error as Error)
      }
    },
  })

function encodingOf(request: FastifyRequest): Encoding | null {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
  const found = Object.entries(CONTENT_TYPES).find(([, name]) => name === type)
  return (found?.[0] as Encoding | undefined) ?? null
}
