/** Routes for refused telemetry: what is kept of it, another try, and its end. */
import type { FastifyInstance } from 'fastify'
import { TachographError } from '../../errors.ts'
import type { Backend } from '../backend.ts'
import { listQuarantine } from '../list-quarantine.ts'
import type { Telemetry } from '../post-telemetry.ts'
import { scopeOf } from './access.ts'

const OPERATE = { config: { use: 'operate' } } as const
const AT_ONCE = 100
const MOST_AT_ONCE = 1000

export function quarantine(app: FastifyInstance, backend: Backend, telemetry: Telemetry): void {
  app.get('/api/v1/quarantine', OPERATE, async (request) => {
    const { limit = String(AT_ONCE) } = request.query as { limit?: string }
    if (!/^\d{1,4}$/.test(limit) || Number(limit) < 1 || Number(limit) > MOST_AT_ONCE)
      throw new TachographError('bad_param', `limit: a number from 1 to ${MOST_AT_ONCE}.`, { param: 'limit' })
    return listQuarantine(await scopeOf(backend, request), Number(limit))
  })
  app.post('/api/v1/quarantine/replay', OPERATE, async (request) => {
    const scope = await scopeOf(backend, request)
    return scope.quarantine.replay((record) => telemetry.again(scope, record, Date.now()), Date.now())
  })
  app.delete('/api/v1/quarantine', OPERATE, async (request) => {
    const { quarantine: kept } = await scopeOf(backend, request)
    return { removed: await kept.clear(Date.now()) }
  })
}
