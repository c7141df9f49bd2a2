/** What keys and people may do. */

/** What a key may be used for: to send facts and telemetry, or to ask for figures. */
export const KEY_SCOPES = ['ingest', 'read'] as const
export type KeyScope = (typeof KEY_SCOPES)[number]

export type Role = 'owner' | 'admin' | 'manager' | 'member' | 'viewer' | 'guest'
