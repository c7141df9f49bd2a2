/** Routes of teams and their members. */
import type { FastifyInstance } from 'fastify'
import * as contract from '../contract-people.ts'
import { bodyOf } from './body.ts'
import { ADMIN, askedOf, control, MANAGER, type Plane } from './plane.ts'
import { queryOf } from './query.ts'

export function teams(app: FastifyInstance, backend: Plane): void {
  const of = () => control(backend).teams
  const { team, teamWithPeople } = contract
  app.get('/api/v1/teams', MANAGER, async (request) => {
    const { org, by } = askedOf(request)
    return { data: (await of().list(org, by)).map((one) => team.encode(one)) }
  })
  app.post('/api/v1/teams', ADMIN, async (request) => {
    const { org, by } = askedOf(request)
    return team.encode(await of().create(org, bodyOf(request, contract.teamName), by))
  })
  app.get('/api/v1/teams/:id', MANAGER, async (request) => {
    const { org, by, id } = askedOf(request)
    return teamWithPeople.encode(await of().get(org, id, by))
  })
  app.patch('/api/v1/teams/:id', ADMIN, async (request) => {
    const { org, by, id } = askedOf(request)
    return team.encode(await of().rename(org, id, bodyOf(request, contract.teamName).name, by))
  })
  app.delete('/api/v1/teams/:id', ADMIN, async (request) => {
    const { org, by, id } = askedOf(request)
    return team.encode(await of().delete(org, id, by))
  })
  app.post('/api/v1/teams/:id/members', MANAGER, async (request) => {
    const { org, by, id } = askedOf(request)
    return teamWithPeople.encode(await of().add(org, id, bodyOf(request, contract.newMember), by))
  })
  app.patch('/api/v1/teams/:id/members/:user', ADMIN, async (request) => {
    const { org, by, id } = askedOf(request)
    const { user } = request.params as { user: string }
    const { manager } = bodyOf(request, contract.memberChange)
    return teamWithPeople.encode(await of().setManager(org, id, { user, manager }, by))
  })
  app.delete('/api/v1/teams/:id/members/:user', MANAGER, async (request) => {
    const { org, by, id } = askedOf(request)
    const { user } = request.params as { user: string }
    const { until } = queryOf(request, contract.memberEnd)
    const end = until === undefined ? null : new Date(until)
    return teamWithPeople.encode(await of().remove(org, id, { user, until: end }, by))
  })
}
