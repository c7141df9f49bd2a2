/** A client of the API, typed by its description: `import { createClient } from 'tachograph/client'`. */
import createFetch, { type Client } from 'openapi-fetch'
import type { components, paths } from './schema.ts'

export type { components, paths }

export interface ClientOptions {
  /** Address of the server, such as https://tachograph.acme.example. */
  baseUrl: string
  /** Key of an organisation. A server for one person takes none. */
  key?: string
  /** In place of the one of the runtime. */
  fetch?: (request: Request) => Promise<Response>
}

/**
 * `client.GET(path, { params })` and the like resolve with `data`, or with `error` for an answer that is one; they
 * reject when no answer comes.
 */
export function createClient({ baseUrl, key, fetch }: ClientOptions): Client<paths> {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` }
  return createFetch<paths>({ baseUrl: baseUrl.replace(/\/+$/, ''), headers, ...(fetch ? { fetch } : {}) })
}
