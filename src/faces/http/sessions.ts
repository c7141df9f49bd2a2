/** Routes for sessions and whose they are: a list, each in full, held against what was read, events as lines of JSON. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { TachographError } from '../../errors.ts'
import type { Words } from '../ask.ts'
import { askEvents, askEventsOfSession } from '../ask-events.ts'
import { askIdentities } from '../ask-identities.ts'
import { askReconciliation } from '../ask-reconciliation.ts'
import { askSession, askSessions, askTimeline } from '../ask-sessions.ts'
import type { Backend } from '../backend.ts'
import { eventsTable, tableOf, timelineTable } from '../tables.ts'
import { scopeOf } from './access.ts'
import { streamed, tableReply, wantsCsv, withoutFormat } from './csv.ts'

const READ = { config: { use: 'read' } } as const
/** Who is who, and what was read of whose transcripts: for those who look after the organisation. */
const ADMINISTRATORS = { config: { use: 'read', roles: ['owner', 'admin'] } } as const

export function sessions(app: FastifyInstance, backend: Backend): void {
  app.get('/api/v1/sessions', READ, async (request, reply) => {
    const scope = await scopeOf(backend, request)
    const words = request.query as Words
    if (wantsCsv(request)) return tableReply(reply, (gone) => tableOf(scope, 'sessions', words, gone))
    return askSessions(scope, words)
  })
  app.get('/api/v1/sessions/:id', READ, async (request) => {
    withoutParameters(request.query as Words)
    return askSession(await scopeOf(backend, request), idOf(request))
  })
  app.get('/api/v1/sessions/:id/timeline', READ, async (request, reply) => {
    withoutParameters(withoutFormat(request))
    const scope = await scopeOf(backend, request)
    if (wantsCsv(request)) return tableReply(reply, () => timelineTable(scope, idOf(request)))
    return askTimeline(scope, idOf(request))
  })
  app.get('/api/v1/sessions/:id/events', READ, async (request, reply) => {
    withoutParameters(withoutFormat(request))
    const scope = await scopeOf(backend, request)
    if (wantsCsv(request)) return tableReply(reply, () => eventsTable(scope, idOf(request)))
    return lines(reply, askEventsOfSession(scope, idOf(request)))
  })
  app.get('/api/v1/identities', ADMINISTRATORS, async (request, reply) => {
    withoutParameters(withoutFormat(request))
    const scope = await scopeOf(backend, request)
    if (wantsCsv(request)) return tableReply(reply, () => tableOf(scope, 'identities', {}))
    return askIdentities(scope)
  })
  app.get('/api/v1/reconciliation', ADMINISTRATORS, async (request, reply) => {
    const scope = await scopeOf(backend, request)
    const words = request.query as Words
    if (wantsCsv(request)) return tableReply(reply, () => tableOf(scope, 'reconciliation', words))
    return askReconciliation(scope, words)
  })
  app.get('/api/v1/events', READ, async (request, reply) => {
    const scope = await scopeOf(backend, request)
    const words = request.query as Words
    if (wantsCsv(request)) return tableReply(reply, () => tableOf(scope, 'events', words))
    return lines(reply, askEvents(scope, words))
  })
}

const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id

/** Errors: `bad_param` for any parameter, as there are none. */
function withoutParameters(words: Words): void {
  const [word] = Object.keys(words)
  if (word !== undefined) {
    const param = word.slice(0, 60)
    throw new TachographError('bad_param', `${param}: no such parameter. There are none.`, { param })
  }
}

/** Lines of JSON as they come. */
function lines(reply: FastifyReply, texts: AsyncGenerator<string>): Promise<FastifyReply> {
  reply.header('content-disposition', 'attachment; filename="events.jsonl"')
  return streamed(reply, 'application/x-ndjson', texts)
}
