/** Sends the page: files whose names tell their content may be kept for ever, every other one is asked for anew. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import type { FastifyInstance } from 'fastify'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/**
 * Serves every file of the built page, if there is one, as it is now: a build that takes its place while the server runs
 * must not leave it with an index.html whose assets are gone.
 */
export function page(app: FastifyInstance, web: string): void {
  if (!existsSync(join(web, 'index.html'))) return
  for (const entry of readdirSync(web, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const path = join(entry.parentPath, entry.name)
    const name = relative(web, path).replaceAll('\\', '/')
    const addresses = name === 'index.html' ? ['/', '/index.html'] : [`/${name}`]
    const cacheControl = name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    const content = readFileSync(path)
    for (const address of addresses) file(app, address, { content, type, cacheControl })
  }
}

interface PageFile {
  content: Buffer
  type: string
  cacheControl: string
}

/**
 * The tag is made of what is in the file: two builds of index.html are equally long, as only names of assets differ, and
 * may be equally old, as archives and images often set the times of their files.
 */
function file(app: FastifyInstance, address: string, { content, type, cacheControl }: PageFile): void {
  // Weak, since it is the same for compressed answers.
  const etag = `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`
  app.get(address, { config: { use: 'open' } }, async (request, reply) => {
    reply.header('cache-control', cacheControl).header('etag', etag)
    if (isKnown(etag, request.headers['if-none-match'])) return reply.code(304).send()
    return reply.type(type).send(content)
  })
}

const isKnown = (etag: string, told: string | undefined): boolean =>
  told?.split(',').some((one) => one.trim() === etag || one.trim() === '*') ?? false
