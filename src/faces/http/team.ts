/** Routes for whoever runs the server: its organisations and their keys. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Control } from '../../control/control.ts'
import { TachographError } from '../../errors.ts'
import type { Backend } from '../backend.ts'
import { apiKey, newKey, newOrganisation, organisation } from '../contract.ts'
import { bodyOf } from './body.ts'

const OPERATE = { config: { use: 'operate' } } as const

export function team(app: FastifyInstance, backend: Backend): void {
  app.get('/api/v1/organisations', OPERATE, async () => ({
    data: (await control(backend).organisations.list()).map((one) => organisation.encode(one)),
  }))
  app.post('/api/v1/organisations', OPERATE, async (request) =>
    organisation.encode(await control(backend).organisations.create(bodyOf(request, newOrganisation))),
  )
  app.get('/api/v1/keys', OPERATE, async (request) => ({
    data: (await control(backend).keys.list(orgOf(request))).map((one) => apiKey.encode(one)),
  }))
  app.post('/api/v1/keys', OPERATE, async (request) => {
    const { key, ...made } = await control(backend).keys.create(orgOf(request), bodyOf(request, newKey))
    return { ...apiKey.encode(made), key }
  })
  app.delete('/api/v1/keys/:id', OPERATE, async (request) => {
    const { id } = request.params as { id: string }
    return apiKey.encode(await control(backend).keys.revoke(orgOf(request), id))
  })
}

/** Errors: `not_found` in personal mode. */
function control({ team }: Backend): Control {
  if (team) return team.control
  throw new TachographError(
    'not_found',
    'In personal mode there are no organisations and keys. `tachograph init NAME` begins with them.',
  )
}

const orgOf = ({ caller }: FastifyRequest): string => caller?.org ?? ''
