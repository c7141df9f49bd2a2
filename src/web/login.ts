/** Who is logged in, and the ways in and out. */
import { useQuery } from '@tanstack/react-query'
import type { LoginWays, Me } from '../faces/contract.ts'
import { call, get } from './api.ts'

export type { LoginWays, Me }

export const useMe = (enabled: boolean) =>
  useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => get<Me>('api/v1/me', signal),
    enabled,
    staleTime: 60_000,
  })

export const useLoginWays = () =>
  useQuery({
    queryKey: ['login-ways'],
    queryFn: ({ signal }) => get<LoginWays>('api/v1/login', signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

const post = <T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> =>
  call<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

/** Errors: as `get`; `unauthenticated` for a key that is not valid, `forbidden` for one that may not read. */
export const loginByKey = (key: string): Promise<object> => post('api/v1/login', { key })

/** Errors: as `get`; `unauthenticated` where either is wrong, `rate_limited` after too many attempts. */
export const loginByPassword = (email: string, password: string): Promise<Me> =>
  post('api/v1/login', { email, password })

/** Errors: as `get`; `bad_param` for a password that is too short, `unauthenticated` for a link that is over. */
export const setPassword = (token: string, password: string): Promise<Me> =>
  post('api/v1/password', { token, password })

const proof = ({ csrf_token: token }: Me): Record<string, string> => (token ? { 'x-csrf-token': token } : {})

export const logout = (me: Me): Promise<object> => post('api/v1/logout', {}, proof(me))

export const switchTo = (me: Me, organisation: string): Promise<Me> =>
  post('api/v1/login/organisation', { organisation }, proof(me))

/** The token of a link to set a password; it stands behind the #, which browsers send to nobody. */
export const linkToken = (hash: string): string | null => /^#password=([\w-]{1,200})$/.exec(hash)?.[1] ?? null
