/** Routes of the Sessions Analytics API, under both of its prefixes (catalogue 3, X-S-1). */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { PERSONAL } from '../../control/mode.ts'
import { TachographError } from '../../errors.ts'
import type { Backend } from '../backend.ts'
import { EMPTY_HEADER } from '../factory/numbers.ts'
import { askedOf, VIEW_NAMES } from '../session-analytics/parameters.ts'
import { Reading } from '../session-analytics/reading.ts'
import { VIEWS } from '../session-analytics/views.ts'
import { callerOf, scopeOf } from './access.ts'
import { csvReply, wantsCsv, withoutFormat } from './csv.ts'
import { userIdsOf } from './user-ids.ts'

const READ = { config: { use: 'read' } } as const
const BASES = ['/api/v1/:org_id/sessions/analytics', '/:org_id/sessions/analytics']

export function sessionAnalytics(app: FastifyInstance, backend: Backend): void {
  for (const base of BASES)
    for (const view of VIEW_NAMES)
      app.get(`${base}/${view}`, READ, async (request, reply) => {
        const now = Date.now()
        await refuseOtherOrganisation(backend, request)
        const csv = wantsCsv(request)
        const scope = await scopeOf(backend, request)
        const { tz } = scope.reach
        const asked = askedOf(view, withoutFormat(request), tz, now)
        // A table has all rows, unless a page of it is asked for.
        const shown = csv && !asked.paged ? { ...asked, per_page: Number.MAX_SAFE_INTEGER } : asked
        const reading = new Reading(scope, asked, await userIdsOf(backend, scope.org), now)
        const { data, meta, rows } = await VIEWS[view](reading, shown)
        const { start_date, end_date, filters } = asked
        if (reading.empty !== null) reply.header(EMPTY_HEADER, reading.empty)
        if (csv) {
          const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
          return csvReply(reply, `${view}_${start_date}_${end_date}`, columns, rows)
        }
        return { data, meta: { org_id: scope.org, start_date, end_date, filters, timezone: tz, ...meta } }
      })
}

/** What ids and slugs are made of. */
const NAME = /^[a-z\d-]{1,200}$/

/** In personal mode there is one organisation. */
const meant = async (team: Backend['team'], name: string): Promise<string | undefined> =>
  team ? (await team.control.organisations.find(name))?.id : name === PERSONAL ? name : undefined

/** By id or slug; that of another organisation is answered as one that nobody has (ruling Z-5). Errors: `not_found`. */
async function refuseOtherOrganisation({ team }: Backend, request: FastifyRequest): Promise<void> {
  const { org_id } = request.params as { org_id: string }
  const { org } = callerOf(request)
  if (!NAME.test(org_id) || (await meant(team, org_id)) !== org)
    throw new TachographError('not_found', 'There is no such organisation.')
}
