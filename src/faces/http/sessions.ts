/** Routes for sessions: a list by pages, and each in full. */
import type { FastifyInstance } from 'fastify'
import { TachographError } from '../../errors.ts'
import type { Words } from '../ask.ts'
import { askSession, askSessions, askTimeline } from '../ask-sessions.ts'
import type { Backend } from '../backend.ts'
import { scopeOf } from './access.ts'

const READ = { config: { use: 'read' } } as const

export function sessions(app: FastifyInstance, backend: Backend): void {
  app.get('/api/v1/sessions', READ, async (request) =>
    askSessions(await scopeOf(backend, request), request.query as Words),
  )
  for (const [path, ask] of [
    ['/api/v1/sessions/:id', askSession],
    ['/api/v1/sessions/:id/timeline', askTimeline],
  ] as const)
    app.get(path, READ, async (request) => {
      const [word] = Object.keys(request.query as Words)
      if (word !== undefined) {
        const param = word.slice(0, 60)
        throw new TachographError('bad_param', `${param}: no such parameter. There are none.`, { param })
      }
      const { id } = request.params as { id: string }
      return ask(await scopeOf(backend, request), id)
    })
}
