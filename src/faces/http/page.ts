/** Sends the page: files whose names tell their content may be kept for ever, every other one is asked for anew. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import files from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** Types of the files that lie beside the assets. */
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Serves the folder of the page, if it has been built. What is no file there is answered like any other address. */
export async function page(app: FastifyInstance, web: string): Promise<void> {
  if (!existsSync(join(web, 'index.html'))) return
  for (const entry of readdirSync(web, { withFileTypes: true })) {
    const type = TYPES[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const addresses = entry.name === 'index.html' ? ['/', '/index.html'] : [`/${entry.name}`]
    for (const address of addresses) named(app, address, readFileSync(join(web, entry.name)), type)
  }
  if (!existsSync(join(web, 'assets'))) return
  await app.register(files, {
    root: join(web, 'assets'),
    prefix: '/assets/',
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply) => reply.header('cache-control', 'public, max-age=31536000, immutable'),
  })
}

/**
 * One file by its name. Its tag is made of what is in it: two builds of index.html are equally long, as only names of
 * assets differ, and may be equally old, as archives and images often set the times of their files.
 */
function named(app: FastifyInstance, address: string, content: Buffer, type: string): void {
  // Weak, since it is the same for compressed answers.
  const etag = `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`
  app.get(address, async (request, reply) => {
    reply.header('cache-control', 'no-cache').header('etag', etag)
    if (isKnown(etag, request.headers['if-none-match'])) return reply.code(304).send()
    return reply.type(type).send(content)
  })
}

const isKnown = (etag: string, told: string | undefined): boolean =>
  told?.split(',').some((one) => one.trim() === etag || one.trim() === '*') ?? false
