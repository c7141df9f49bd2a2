/** The Factory Analytics API: golden facts of two organisations, and every field of every answer (catalogue 1.6). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../src/control/scopes.ts'
import * as golden from '../golden/factory/answers.ts'
import { ACME, BETA } from '../golden/factory/facts.ts'
import { listeningForTeam } from './listening.ts'

let server: Awaited<ReturnType<typeof listeningForTeam>>
/** Headers of a key of each organisation, and of each role in the first. */
const keys: Record<string, Record<string, string>> = {}
const PERIOD = 'startDate=2026-06-14&endDate=2026-06-17'

beforeAll(async () => {
  server = await listeningForTeam()
  const { organisations, keys: made } = server.control
  for (const [name, facts] of [
    ['Acme', ACME],
    ['Beta', BETA],
  ] as const) {
    const org = await organisations.create({ name, owner: `owner@${name.toLowerCase()}.example` })
    const scopes = ['ingest', 'read', 'admin']
    const { key } = await made.create(org.id, { name: 'all', scopes, expires_at: null })
    keys[name] = { authorization: `Bearer ${key}` }
    const headers = { ...keys[name], 'content-type': 'application/x-ndjson' }
    const body = facts.map((fact) => JSON.stringify(fact)).join('\n')
    const receipt = await (await server.get('/api/v1/facts', { method: 'POST', headers, body })).json()
    expect(receipt).toMatchObject({ rejected: [] })
    await server.get('/api/v1/status?settled=true', { headers: keys[name] })
    if (name === 'Beta') continue
    for (const role of ['owner', 'admin', 'manager', 'member', 'viewer', 'guest'] satisfies Role[]) {
      const told = await made.create(org.id, { name: role, scopes: ['read'], expires_at: null, role })
      keys[role] = { authorization: `Bearer ${told.key}` }
    }
  }
}, 120_000)
afterAll(() => server?.close())

interface Told {
  data: Record<string, unknown>[]
  meta: Record<string, unknown>
}
const asked = (path: string, who = 'Acme') => server.get(path, { headers: keys[who] })
async function told<T = Told>(path: string, who = 'Acme'): Promise<T> {
  const response = await asked(path, who)
  const text = await response.text()
  expect(`${response.status} ${text}`).toMatch(/^200 /)
  return JSON.parse(text) as T
}
const view = async (name: string, more = '', who = 'Acme') =>
  (await told(`/api/v1/analytics/${name}?${PERIOD}${more}`, who)).data

/** Puts `{address}` in the place of each id, and makes sure that an id is one. */
function withNames(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return value.startsWith('user_') ? (names.get(value) ?? value) : value
  if (Array.isArray(value)) return value.map((v) => withNames(v, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, withNames(v, names)]))
}

/** The ids of people, by who they are: those without an address by where they stand. */
async function named(who = 'Acme'): Promise<Map<string, string>> {
  const rows = await view('users', '&aggregate=1&limit=100', who)
  return new Map(rows.map((r) => [String(r.user_id), `{${r.user_email ?? 'ci-bot'}}`]))
}

describe('golden facts', () => {
  const CASES: [string, string, string, unknown[]][] = [
    ['tokens', '', 'Acme', golden.ACME_TOKENS],
    ['tokens', '&group_by=model', 'Acme', golden.ACME_TOKENS_BY_MODEL],
    ['tokens', '&group_by=user', 'Acme', golden.ACME_TOKENS_BY_USER],
    ['tools', '', 'Acme', golden.ACME_TOOLS],
    ['tools', '&group_by=tool_name', 'Acme', golden.ACME_TOOLS_BY_NAME],
    ['activity', '', 'Acme', golden.ACME_ACTIVITY],
    ['activity', '&group_by=client', 'Acme', golden.ACME_ACTIVITY_BY_CLIENT],
    ['productivity', '', 'Acme', golden.ACME_PRODUCTIVITY],
    ['productivity', '&group_by=extension', 'Acme', golden.ACME_BY_EXTENSION],
    ['productivity', '&group_by=language', 'Acme', golden.ACME_BY_LANGUAGE],
    ['users', '', 'Acme', golden.ACME_USERS],
    ['users', '&aggregate=1', 'Acme', golden.ACME_USERS_AGGREGATED],
    ['users', '', 'Beta', golden.BETA_USERS],
  ]
  it.each(CASES)('/%s%s of %s', async (name, more, who, expected) => {
    expect(withNames(await view(name, more, who), await named(who))).toEqual(expected)
  })

  it.each([
    ['tokens', golden.BETA_TOKENS_16],
    ['tools', golden.BETA_TOOLS_16],
    ['activity', golden.BETA_ACTIVITY_16],
    ['productivity', golden.BETA_PRODUCTIVITY_16],
  ])('/%s of the other organisation', async (name, expected) => {
    const rows = (await view(name, '', 'Beta')).filter((r) => r.date === '2026-06-16')
    expect(withNames(rows, await named('Beta'))).toEqual([expected])
  })
})
