/** Routes of the people and service accounts of an organisation. */
import type { FastifyInstance } from 'fastify'
import { TachographError } from '../../errors.ts'
import * as contract from '../contract-people.ts'
import { bodyOf } from './body.ts'
import { ADMIN, askedOf, control, MANAGER, type Plane } from './plane.ts'
import { queryOf } from './query.ts'

export function people(app: FastifyInstance, backend: Plane): void {
  users(app, backend)
  serviceAccounts(app, backend)
}

function users(app: FastifyInstance, backend: Plane): void {
  const of = () => control(backend).people
  const { user } = contract
  app.get('/api/v1/users', MANAGER, async (request) => {
    const { org, by } = askedOf(request)
    const { cursor, limit, search, role, state } = queryOf(request, contract.usersQuestion)
    const after = cursor === undefined ? undefined : addressIn(cursor)
    const rows = await of().list(org, { search, role, state, after, limit: limit + 1 }, by)
    const data = rows.slice(0, limit)
    const last = rows.length > limit ? data.at(-1) : undefined
    const next_cursor = last ? Buffer.from(last.email).toString('base64url') : null
    return { data: data.map((one) => user.encode(one)), meta: { next_cursor } }
  })
  app.post('/api/v1/users', ADMIN, async (request) => {
    const { org, by } = askedOf(request)
    return user.encode(await of().create(org, bodyOf(request, contract.newUser), by))
  })
  app.get('/api/v1/users/:id', MANAGER, async (request) => {
    const { org, by, id } = askedOf(request)
    return user.encode(await of().get(org, id, by))
  })
  app.patch('/api/v1/users/:id', ADMIN, async (request) => {
    const { org, by, id } = askedOf(request)
    return user.encode(await of().change(org, id, bodyOf(request, contract.userChange), by))
  })
  app.put('/api/v1/users/:id/role', ADMIN, async (request) => {
    const { org, by, id } = askedOf(request)
    return user.encode(await of().setRole(org, id, bodyOf(request, contract.roleChange).role, by))
  })
  app.post('/api/v1/users/:id/deactivate', ADMIN, async (request) => {
    const { org, by, id } = askedOf(request)
    return user.encode(await of().deactivate(org, id, by))
  })
  app.post('/api/v1/users/:id/reactivate', ADMIN, async (request) => {
    const { org, by, id } = askedOf(request)
    return user.encode(await of().reactivate(org, id, by))
  })
}

function serviceAccounts(app: FastifyInstance, backend: Plane): void {
  const of = () => control(backend).serviceAccounts
  const { serviceAccount } = contract
  app.get('/api/v1/service-accounts', ADMIN, async (request) => {
    const { org, by } = askedOf(request)
    return { data: (await of().list(org, by)).map((one) => serviceAccount.encode(one)) }
  })
  app.post('/api/v1/service-accounts', ADMIN, async (request) => {
    const { org, by } = askedOf(request)
    return serviceAccount.encode(await of().create(org, bodyOf(request, contract.newServiceAccount), by))
  })
  app.patch('/api/v1/service-accounts/:id', ADMIN, async (request) => {
    const { org, by, id } = askedOf(request)
    const changes = bodyOf(request, contract.serviceAccountChange)
    return serviceAccount.encode(await of().change(org, id, changes, by))
  })
  app.put('/api/v1/service-accounts/:id/role', ADMIN, async (request) => {
    const { org, by, id } = askedOf(request)
    const { role } = bodyOf(request, contract.roleChange)
    return serviceAccount.encode(await of().setRole(org, id, role, by))
  })
  app.delete('/api/v1/service-accounts/:id', ADMIN, async (request) => {
    const { org, by, id } = askedOf(request)
    return serviceAccount.encode(await of().delete(org, id, by))
  })
}

/** Errors: `bad_param` (`cursor`). */
function addressIn(cursor: string): string {
  const address = Buffer.from(cursor, 'base64url').toString()
  if (/^[A-Za-z0-9_-]+$/.test(cursor) && /^[^\p{Cc}\s@]+@[^\p{Cc}\s@]+$/u.test(address)) return address
  throw new TachographError('bad_param', 'cursor: what `meta.next_cursor` told.', { param: 'cursor' })
}
