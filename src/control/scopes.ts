/** What keys and people may do. */

/** What a key may be used for: to send facts and telemetry, to ask for figures, to look after people, keys and settings. */
export const KEY_SCOPES = ['ingest', 'read', 'admin'] as const
export type KeyScope = (typeof KEY_SCOPES)[number]

/** From the one that may most. What each may do is ruling Z-5 of the catalogue. */
export const ROLES = ['owner', 'admin', 'manager', 'member', 'viewer', 'guest'] as const
export type Role = (typeof ROLES)[number]

/** Who acts: a person, a service account, or a key that belongs to the organisation itself. */
export interface Principal {
  kind: 'user' | 'service' | 'key'
  id: string
  /** Of a person; null otherwise. */
  email: string | null
}

/** What a key or a login lets its holder do. */
export interface Grant {
  /** Of the key or login. */
  id: string
  via: 'key' | 'login'
  organisation: string
  scopes: ReadonlySet<KeyScope>
  /** The role as it is now: that of the person or service account it belongs to. */
  role: Role
  principal: Principal
}
