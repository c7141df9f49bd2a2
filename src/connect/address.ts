/** Addresses of servers: which of them are one place. */
import type { Wish } from './agent.ts'

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/

function parsed(address: string): URL | null {
  const url = URL.canParse(address) ? new URL(address) : null
  return url && /^https?:$/.test(url.protocol) ? url : null
}

/** Names of this machine are one place, since servers of one person listen on it under any of them. */
function placeOf(address: string): string | null {
  const url = parsed(address)
  if (!url) return null
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return `${LOOPBACK.test(url.hostname) ? 'localhost' : url.hostname}:${port}`
}

/** Whether both lead to one host and port; what is no address leads nowhere. */
export function samePlace(a: string, b: string): boolean {
  const place = placeOf(a)
  return place !== null && place === placeOf(b)
}

export function isLoopback(address: string): boolean {
  const url = parsed(address)
  return url !== null && LOOPBACK.test(url.hostname)
}

/** As it may be shown. */
export const withoutUser = (address: string): string => address.replace(/\/\/[^/@]*@/, '//')

/** What to say of sending the key to the address; nothing where there is none, or it is safe. */
export const unprotected = ({ url, key }: Pick<Wish, 'url' | 'key'>): string[] =>
  key !== null && url.startsWith('http:') && !isLoopback(url)
    ? [`${url} is not encrypted: whoever can read the network can read the key.`]
    : []
