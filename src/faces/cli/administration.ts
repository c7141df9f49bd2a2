/** How commands work on organisations and keys: through the server that holds the folder, else on its database. */
import type { Config } from '../../config.ts'
import { isTeam, PERSONAL } from '../../control/mode.ts'
import { TachographError } from '../../errors.ts'
import { holderOf, takeLock } from '../../store/lock.ts'
import { ORGANISATION_HEADER } from '../access.ts'
import type { KeyEntry, NewKey, OrganisationEntry } from '../contract.ts'
import { call, controlOf, type Server, serverOf } from './access.ts'
import { commandLine } from './command-line.ts'

export interface KeyWish {
  name: string
  scopes: string[]
  /** ISO 8601, or null for a key that lasts until it is revoked. */
  expires_at: string | null
}

export interface Administration {
  organisations(): Promise<OrganisationEntry[]>
  createOrganisation(told: { name: string; owner: string }): Promise<OrganisationEntry>
  /** Of the organisation this was opened for. */
  keys(): Promise<KeyEntry[]>
  createKey(wish: KeyWish): Promise<NewKey>
  revokeKey(name: string): Promise<KeyEntry>
  close(): Promise<void>
}

/** `org` is an id or slug. Errors: `config` in personal mode, `locked`, `unavailable`, `not_found`. */
export async function administration(config: Config, org: string = PERSONAL): Promise<Administration> {
  if (!isTeam(controlOf(config)))
    throw new TachographError(
      'config',
      `${config.data} is for one person: it has no organisation and no keys. Make an organisation first: ${commandLine('init NAME', config)}`,
    )
  const holder = holderOf(config.data)
  if (holder?.url) {
    const { url, headers } = serverOf(holder)
    return remote({ url, headers: { ...headers, [ORGANISATION_HEADER]: org } })
  }
  return local(config, org)
}

const JSON_BODY = { 'content-type': 'application/json' }

function remote(server: Server): Administration {
  const get = async (path: string) => (await call(server, path)).json()
  const post = async (path: string, body: object) =>
    (await call(server, path, { method: 'POST', headers: JSON_BODY, body: JSON.stringify(body) })).json()
  return {
    organisations: async () => ((await get('/api/v1/organisations')) as { data: OrganisationEntry[] }).data,
    createOrganisation: async (told) => (await post('/api/v1/organisations', told)) as OrganisationEntry,
    keys: async () => ((await get('/api/v1/keys')) as { data: KeyEntry[] }).data,
    createKey: async (wish) => (await post('/api/v1/keys', wish)) as NewKey,
    revokeKey: async (name) =>
      (
        await call(server, `/api/v1/keys/${encodeURIComponent(name)}`, { method: 'DELETE' })
      ).json() as Promise<KeyEntry>,
    close: async () => {},
  }
}

/** Works on the database itself, under the lock of its folder; makes it if it is not there. Errors: `locked`. */
export async function local(config: Config, org: string): Promise<Administration> {
  const lock = takeLock(config.data)
  try {
    const [{ openControl }, { apiKey, organisation }] = await Promise.all([
      import('../../control/control.ts'),
      import('../contract.ts'),
    ])
    const { organisations, keys, close } = await openControl(controlOf(config))
    const id = async () => {
      const found = await organisations.find(org)
      if (found) return found.id
      throw new TachographError('not_found', `There is no organisation ${org.slice(0, 60)}.`)
    }
    return {
      organisations: async () => (await organisations.list()).map((one) => organisation.encode(one)),
      createOrganisation: async (told) => organisation.encode(await organisations.create(told)),
      keys: async () => (await keys.list(await id())).map((one) => apiKey.encode(one)),
      createKey: async ({ expires_at, ...wish }) => {
        const expires = expires_at === null ? null : new Date(expires_at)
        const { key, ...made } = await keys.create(await id(), { ...wish, expires_at: expires })
        return { ...apiKey.encode(made), key }
      },
      revokeKey: async (name) => apiKey.encode(await keys.revoke(await id(), name)),
      close: async () => {
        await close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
