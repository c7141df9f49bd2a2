/** Ids of people as compatible APIs tell them: the same on all of them. */
import type { Backend } from '../backend.ts'
import { UserIds } from '../user-ids.ts'

/** Ids of the people of an organisation. Errors: `unavailable`. */
export async function userIdsOf({ team, idKey }: Backend, org: string): Promise<UserIds> {
  return new UserIds(idKey(org), await team?.control.people.ids(org))
}
