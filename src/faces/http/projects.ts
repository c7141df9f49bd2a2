/** Routes of projects and repositories. */
import type { FastifyInstance } from 'fastify'
import * as contract from '../contract-people.ts'
import { bodyOf } from './body.ts'
import { ADMIN, askedOf, control, type Plane } from './plane.ts'

export function projects(app: FastifyInstance, backend: Plane): void {
  const of = () => control(backend).projects
  const { project, repository } = contract
  app.get('/api/v1/projects', ADMIN, async (request) => {
    const { org, by } = askedOf(request)
    return { data: (await of().list(org, by)).map((one) => project.encode(one)) }
  })
  app.post('/api/v1/projects', ADMIN, async (request) => {
    const { org, by } = askedOf(request)
    return project.encode(await of().create(org, bodyOf(request, contract.newProject), by))
  })
  app.patch('/api/v1/projects/:id', ADMIN, async (request) => {
    const { org, by, id } = askedOf(request)
    return project.encode(await of().change(org, id, bodyOf(request, contract.projectChange), by))
  })
  app.get('/api/v1/repositories', ADMIN, async (request) => {
    const { org, by } = askedOf(request)
    return { data: (await of().repositories(org, by)).map((one) => repository.encode(one)) }
  })
  app.post('/api/v1/repositories', ADMIN, async (request) => {
    const { org, by } = askedOf(request)
    return repository.encode(await of().createRepository(org, bodyOf(request, contract.newRepository), by))
  })
  app.patch('/api/v1/repositories/:id', ADMIN, async (request) => {
    const { org, by, id } = askedOf(request)
    const changes = bodyOf(request, contract.repositoryChange)
    return repository.encode(await of().changeRepository(org, id, changes, by))
  })
}
