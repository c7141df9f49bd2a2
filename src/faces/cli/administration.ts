/** How commands work on organisations, people and keys: through the server that holds the folder, else on its database. */
import { type Config, loadConfig } from '../../config.ts'
import { isTeam, PERSONAL } from '../../control/mode.ts'
import { sealKeyFrom } from '../../control/sealed.ts'
import { TachographError } from '../../errors.ts'
import { holderOf, takeLock } from '../../store/lock.ts'
import { ORGANISATION_HEADER } from '../access.ts'
import type { KeyEntry, NewKey, OrganisationEntry } from '../contract.ts'
import { answered, call, controlOf, folderSecret, serverOf } from './access.ts'
import { commandLine } from './command-line.ts'

export interface KeyWish {
  name: string
  scopes: string[]
  /** ISO 8601, or null for a key that lasts until it is revoked. */
  expires_at: string | null
  /** Whose it is to be, where it is not the organisation's own. */
  user?: string | undefined
  service?: string | undefined
  role?: string | undefined
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Administration {
  /** What a route of the API answers, for the organisation this was opened for. Errors: those of the route. */
  ask<T>(method: Method, path: string, body?: object): Promise<T>
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
    const server = { url, headers: { ...headers, [ORGANISATION_HEADER]: org } }
    return over(
      (method, path, body) =>
        call(server, path, body ? { method, headers: JSON_BODY, body: JSON.stringify(body) } : { method }),
      async () => {},
    )
  }
  return local(config, org)
}

const JSON_BODY = { 'content-type': 'application/json' }

function over(
  send: (method: Method, path: string, body?: object) => Promise<Response>,
  close: () => Promise<void>,
): Administration {
  const ask = async <T>(method: Method, path: string, body?: object) =>
    (await (await send(method, path, body)).json()) as T
  const list = async <T>(path: string) => (await ask<{ data: T[] }>('GET', path)).data
  return {
    ask,
    organisations: () => list<OrganisationEntry>('/api/v1/organisations'),
    createOrganisation: (told) => ask<OrganisationEntry>('POST', '/api/v1/organisations', told),
    keys: () => list<KeyEntry>('/api/v1/keys'),
    createKey: (wish) => ask<NewKey>('POST', '/api/v1/keys', wish),
    revokeKey: (name) => ask<KeyEntry>('DELETE', `/api/v1/keys/${encodeURIComponent(name)}`),
    close,
  }
}

/** Works on the database itself, under the lock of its folder; makes it if it is not there. Errors: `locked`. */
export async function local(config: Config, org: string): Promise<Administration> {
  const lock = takeLock(config.data)
  try {
    const [{ openControl }, { offline }] = await Promise.all([
      import('../../control/control.ts'),
      import('../http/offline.ts'),
    ])
    const control = await openControl({
      ...controlOf(config),
      isErased: async (of, identities) => {
        const { erasuresIn } = await import('../../instance.ts')
        const ledger = erasuresIn(config.data, of)
        return identities.some((one) => ledger.erases(one))
      },
    })
    const routes = await offline(control, org, {
      publicUrl: config.public_url ?? `http://${config.host}:${config.port}`,
      sealKey: sealKeyFrom(folderSecret(config)),
      allowPrivateIssuers: config.allow_private_issuers,
    })
    return over(
      async (method, path, body) => answered(await routes.ask(method, path, body)),
      async () => {
        await routes.close()
        await control.close()
        lock.release()
      },
    )
  } catch (error) {
    lock.release()
    throw error
  }
}

/** What most commands take. */
export interface Flags {
  org?: string
  data?: string
  json?: boolean
}

/** Opens the administration for one piece of work. */
export async function within<T>(flags: Flags, work: (admin: Administration) => Promise<T>): Promise<T> {
  const admin = await administration(loadConfig({ data: flags.data }, process.env), flags.org)
  try {
    return await work(admin)
  } finally {
    await admin.close()
  }
}
