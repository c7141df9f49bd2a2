/** Routes that erase people, let them in again, and make pseudonyms those of nobody. */
import type { FastifyInstance } from 'fastify'
import type { Backend } from '../backend.ts'
import { personNamed } from '../contract-privacy.ts'
import { scopeOf } from './access.ts'
import { bodyOf } from './body.ts'
import { ADMIN, askedOf } from './plane.ts'

export function privacy(app: FastifyInstance, backend: Backend): void {
  app.get('/api/v1/erasures', ADMIN, async (request) => (await scopeOf(backend, request)).privacy.list())
  app.post('/api/v1/erasures', ADMIN, async (request) => {
    const { user } = bodyOf(request, personNamed)
    return (await scopeOf(backend, request)).privacy.erase(user, askedOf(request).by)
  })
  app.post('/api/v1/erasures/forget', ADMIN, async (request) => {
    const { user } = bodyOf(request, personNamed)
    return (await scopeOf(backend, request)).privacy.forget(user, askedOf(request).by)
  })
  app.delete('/api/v1/pseudonyms', ADMIN, async (request) =>
    (await scopeOf(backend, request)).privacy.forgetPseudonyms(askedOf(request).by),
  )
}
