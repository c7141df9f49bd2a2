/** Routes of the organisations of a server, their keys and settings, and of the audit log. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { apiKey, newKey, newOrganisation, organisation } from '../contract.ts'
import { auditEvent, auditQuestion } from '../contract-people.ts'
import { bodyOf } from './body.ts'
import { people } from './people.ts'
import { ADMIN, askedOf, control, type Plane } from './plane.ts'
import { projects } from './projects.ts'
import { queryOf } from './query.ts'
import { teams } from './teams.ts'

const OPERATE = { config: { use: 'operate' } } as const

export function team(app: FastifyInstance, backend: Plane): void {
  organisations(app, backend)
  keys(app, backend)
  audit(app, backend)
  people(app, backend)
  teams(app, backend)
  projects(app, backend)
}

function organisations(app: FastifyInstance, backend: Plane): void {
  app.get('/api/v1/organisations', OPERATE, async () => ({
    data: (await control(backend).organisations.list()).map((one) => organisation.encode(one)),
  }))
  app.post('/api/v1/organisations', OPERATE, async (request) => {
    const { by } = askedOf(request)
    return organisation.encode(
      await control(backend).organisations.create(bodyOf(request, newOrganisation), by),
    )
  })
  app.get('/api/v1/settings', ADMIN, async (request) => {
    control(backend)
    return { data: await backend.settings(askedOf(request).org) }
  })
  app.patch('/api/v1/settings', ADMIN, async (request) => {
    const { org, by } = askedOf(request)
    const changes = bodyOf(request, z.record(z.string(), z.unknown()))
    return { data: await control(backend).organisations.changeSettings(org, changes, by) }
  })
}

function keys(app: FastifyInstance, backend: Plane): void {
  app.get('/api/v1/keys', ADMIN, async (request) => {
    const { org, by } = askedOf(request)
    return { data: (await control(backend).keys.list(org, by)).map((one) => apiKey.encode(one)) }
  })
  app.post('/api/v1/keys', ADMIN, async (request) => {
    const { org, by } = askedOf(request)
    const { key, ...made } = await control(backend).keys.create(org, bodyOf(request, newKey), by)
    return { ...apiKey.encode(made), key }
  })
  app.delete('/api/v1/keys/:id', ADMIN, async (request) => {
    const { org, by, id } = askedOf(request)
    return apiKey.encode(await control(backend).keys.revoke(org, id, by))
  })
}

function audit(app: FastifyInstance, backend: Plane): void {
  app.get('/api/v1/audit', ADMIN, async (request) => {
    const { org, by } = askedOf(request)
    const { cursor, from, to, limit, type, actor, target } = queryOf(request, auditQuestion)
    const question = {
      ...{ limit: limit + 1, type, actor, target, before: cursor },
      ...{ from: instantOf(from), to: instantOf(to) },
    }
    const rows = await control(backend).audit.list(org, question, by)
    const data = rows.slice(0, limit)
    const next_cursor = rows.length > limit ? (data.at(-1)?.id ?? null) : null
    return { data: data.map((one) => auditEvent.encode(one)), meta: { next_cursor } }
  })
}

const instantOf = (told: string | undefined): Date | undefined =>
  told === undefined ? undefined : new Date(told)
