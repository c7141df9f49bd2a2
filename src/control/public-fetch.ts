/** Calls addresses that somebody told us, and nothing of our own network (promise S7). */
import { lookup } from 'node:dns'
import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net'
import { TachographError } from '../errors.ts'

const TIMEOUT_MS = 10_000
/** Nothing we ask for is larger, bytes. */
const MOST_BYTES = 1_000_000

/** Networks that are not the Internet: loopback, private, link-local, shared, for documentation, multicast, and what leads to them. */
const OURS = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  OURS.addSubnet(network, bits, 'ipv4')
// Of IPv6 only what is given out for the Internet, without its tunnels and examples.
const INTERNET = new BlockList()
INTERNET.addSubnet('2000::', 3, 'ipv6')
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  OURS.addSubnet(network, bits, 'ipv6')

export function isPublic(address: string): boolean {
  if (!isIPv6(address)) return isIP(address) === 4 && !OURS.check(address, 'ipv4')
  return INTERNET.check(address, 'ipv6') && !OURS.check(address, 'ipv6')
}

export interface Fetching {
  /** Also calls addresses of our own network, and over plain HTTP. */
  allowPrivate: boolean
}

/** The address, if it may be called. What a name stands for is looked at when it is. Errors: `url_not_allowed`. */
export function mustBeAllowed(told: string | URL, { allowPrivate }: Fetching): URL {
  const url = URL.canParse(String(told)) ? new URL(String(told)) : null
  const host = url?.hostname.replace(/^\[|\]$/g, '') ?? ''
  const isAddress = isIP(host) !== 0
  if (url && !url.username && !url.password && (url.protocol === 'https:' || url.protocol === 'http:')) {
    if (allowPrivate) return url
    if (url.protocol === 'https:' && (isAddress ? isPublic(host) : !LOCAL.test(host))) return url
  }
  throw notAllowed()
}

const LOCAL = /(?:^|\.)(?:localhost|local|internal|home\.arpa)\.?$|^[^.]+\.?$/i

const notAllowed = () =>
  new TachographError(
    'url_not_allowed',
    'The address has to be https:// and of the Internet. For a provider in your own network, set allow_private_issuers in config.json.',
  )

/** What is called is what was looked at: a name cannot stand for something else in between. */
export const onlyPublic: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '', 4)
    if (found.length === 0 || !found.every(({ address }) => isPublic(address)))
      return done(notAllowed(), '', 4)
    const [first] = found
    if (options.all) done(null, found)
    else done(null, first?.address ?? '', first?.family)
  })
}

/** As `fetch`, for small answers; follows no redirects. Errors: `url_not_allowed`, `unavailable`. */
export function publicFetch(fetching: Fetching) {
  return async (
    told: string | URL,
    init: { method?: string; headers?: Headers | Record<string, string>; body?: unknown } = {},
  ): Promise<Response> => {
    const url = mustBeAllowed(told, fetching)
    const body = init.body == null ? null : String(init.body)
    const headers = Object.fromEntries(new Headers(init.headers))
    const send = url.protocol === 'https:' ? overHttps : overHttp
    return new Promise((resolve, reject) => {
      const failed = (cause: Error) =>
        reject(
          cause instanceof TachographError
            ? cause
            : new TachographError('unavailable', `${url.host} does not answer as it should. Try again.`, {
                cause,
              }),
        )
      const request = send(url, {
        ...{ method: init.method ?? 'GET', headers, signal: AbortSignal.timeout(TIMEOUT_MS), agent: false },
        ...(fetching.allowPrivate ? {} : { lookup: onlyPublic }),
      })
      request.on('error', failed)
      request.on('response', (response) => {
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > MOST_BYTES) response.destroy(new Error('the answer is too large'))
          else chunks.push(chunk)
        })
        response.on('error', failed)
        response.on('end', () => {
          const status = response.statusCode ?? 0
          const type = response.headers['content-type']
          const none = status === 204 || status === 304
          resolve(
            new Response(none ? null : Buffer.concat(chunks), {
              ...{ status: status < 200 ? 502 : status, headers: type ? { 'content-type': type } : {} },
            }),
          )
        })
      })
      request.end(body ?? undefined)
    })
  }
}
