/** Routes of the Factory Analytics API: scripts that are written for it work here unchanged (catalogue 1.6). */
import type { FastifyInstance } from 'fastify'
import type { Config } from '../../config.ts'
import type { Role } from '../../control/scopes.ts'
import type { Backend } from '../backend.ts'
import { EMPTY_HEADER } from '../factory/numbers.ts'
import { askedOf, VIEW_NAMES } from '../factory/parameters.ts'
import { Reading } from '../factory/reading.ts'
import { answerOf } from '../factory/views.ts'
import { organisationScopeOf } from './access.ts'
import { csvReply, streamed, wantsCsv, withoutFormat } from './csv.ts'
import { userIdsOf } from './user-ids.ts'

/** Permission F-PERM-1, ruling Z-5. */
const ROLES = ['owner', 'admin', 'manager'] as const satisfies readonly Role[]
const FACTORY = { config: { use: 'read', roles: ROLES } } as const
const BASES = [
  { base: '/api/v1/analytics', short: false },
  { base: '/analytics', short: true },
]

export function factory(
  app: FastifyInstance,
  backend: Backend,
  { allow_today }: Config['factory_api'],
): void {
  for (const { base, short } of BASES)
    for (const name of VIEW_NAMES)
      app.get(`${base}/${name}`, FACTORY, async (request, reply) => {
        const now = Date.now()
        const csv = wantsCsv(request)
        const asked = askedOf(name, withoutFormat(request), { short, allowToday: allow_today, now })
        const scope = await organisationScopeOf(backend, request)
        const reading = new Reading(scope, now, { asked, ids: await userIdsOf(backend, scope.org) })
        const answer = await answerOf(name, reading, csv)
        if (answer.empty.length > 0) reply.header(EMPTY_HEADER, answer.empty.join(','))
        if (!csv) return streamed(reply, 'application/json; charset=utf-8', answer.json())
        const { columns, rows } = answer.table()
        return csvReply(reply, `${name}_${asked.startDate}_${asked.endDate}`, columns, rows)
      })
}
