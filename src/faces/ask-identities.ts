/** Asks who is who: shared by the API and the command line. */
import { refuseSums } from '../metrics/reach.ts'
import { listIdentities } from '../sessions/index.ts'
import type { Scope } from './backend.ts'
import type { IdentitiesAnswer } from './contract-identities.ts'

/** Errors: `forbidden` where only sums may be read, `unavailable`. */
export async function askIdentities({
  store,
  org,
  reach,
  asOf,
}: Pick<Scope, 'store' | 'org' | 'reach' | 'asOf'>): Promise<IdentitiesAnswer> {
  refuseSums(reach, 'Identities are of')
  const as_of = new Date(asOf()).toISOString()
  const { data, more } = await listIdentities(store, org)
  const unmapped = data.filter(({ how }) => how === 'unmapped').length
  return { data, meta: { org, as_of, unmapped, more } }
}
