/** Asks who is who: shared by the API and the command line. */
import { listIdentities } from '../sessions/index.ts'
import type { Scope } from './backend.ts'
import type { IdentitiesAnswer } from './contract-identities.ts'

/** Errors: `unavailable`. */
export async function askIdentities({
  store,
  org,
  asOf,
}: Pick<Scope, 'store' | 'org' | 'asOf'>): Promise<IdentitiesAnswer> {
  const as_of = new Date(asOf()).toISOString()
  const { data, more } = await listIdentities(store, org)
  const unmapped = data.filter(({ how }) => how === 'unmapped').length
  return { data, meta: { org, as_of, unmapped, more } }
}
