/** Routes for sessions and whose they are: a list, each in full, held against what was read, events as lines of JSON. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { TachographError } from '../../errors.ts'
import type { Words } from '../ask.ts'
import { askEvents, askEventsOfSession } from '../ask-events.ts'
import { askIdentities } from '../ask-identities.ts'
import { askReconciliation } from '../ask-reconciliation.ts'
import { askSession, askSessions, askTimeline } from '../ask-sessions.ts'
import type { Backend } from '../backend.ts'
import { scopeOf } from './access.ts'

const READ = { config: { use: 'read' } } as const
/** Who is who, and what was read of whose transcripts: for those who look after the organisation. */
const ADMINISTRATORS = { config: { use: 'read', roles: ['owner', 'admin'] } } as const

export function sessions(app: FastifyInstance, backend: Backend): void {
  app.get('/api/v1/sessions', READ, async (request) =>
    askSessions(await scopeOf(backend, request), request.query as Words),
  )
  app.get('/api/v1/sessions/:id', READ, async (request) => {
    const id = idOf(request)
    return askSession(await scopeOf(backend, request), id)
  })
  app.get('/api/v1/sessions/:id/timeline', READ, async (request) => {
    const id = idOf(request)
    return askTimeline(await scopeOf(backend, request), id)
  })
  app.get('/api/v1/sessions/:id/events', READ, async (request, reply) => {
    const id = idOf(request)
    return streamed(reply, askEventsOfSession(await scopeOf(backend, request), id))
  })
  app.get('/api/v1/identities', ADMINISTRATORS, async (request) => {
    withoutParameters(request)
    return askIdentities(await scopeOf(backend, request))
  })
  app.get('/api/v1/reconciliation', ADMINISTRATORS, async (request) =>
    askReconciliation(await scopeOf(backend, request), request.query as Words),
  )
  app.get('/api/v1/events', READ, async (request, reply) =>
    streamed(reply, askEvents(await scopeOf(backend, request), request.query as Words)),
  )
}

function idOf(request: FastifyRequest): string {
  withoutParameters(request)
  return (request.params as { id: string }).id
}

/** Errors: `bad_param` for any parameter, as there are none. */
function withoutParameters(request: FastifyRequest): void {
  const [word] = Object.keys(request.query as Words)
  if (word !== undefined) {
    const param = word.slice(0, 60)
    throw new TachographError('bad_param', `${param}: no such parameter. There are none.`, { param })
  }
}

/** What goes wrong before the first line is answered as an error; later the connection is cut, so that nobody takes a part for all. */
async function streamed(reply: FastifyReply, lines: AsyncGenerator<string>): Promise<FastifyReply> {
  const first = await lines.next()
  const all = async function* () {
    if (!first.done) yield first.value
    yield* lines
  }
  reply.type('application/x-ndjson').header('content-disposition', 'attachment; filename="events.jsonl"')
  return reply.send(Readable.from(all(), { objectMode: false }))
}
