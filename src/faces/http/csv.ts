/** CSV over HTTP: who gets it, and how it is sent. */
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { TachographError } from '../../errors.ts'
import type { Table, Words } from '../ask.ts'
import { type CsvRows, csvOf } from '../csv.ts'

/**
 * Whether CSV is asked for: by `format` of the query, else by what the client would rather have (catalogue F-API-8).
 * Errors: `bad_param` for any other format.
 */
export function wantsCsv(request: FastifyRequest): boolean {
  const accept = request.headers.accept?.trim() ?? ''
  const format = (request.query as Words).format ?? (/^text\/csv\b/i.test(accept) ? 'csv' : 'json')
  if (format === 'json' || format === 'csv') return format === 'csv'
  throw new TachographError('bad_param', 'format: json or csv, once.', { param: 'format' })
}

/** The query without `format`, which `wantsCsv` has read. */
export function withoutFormat(request: FastifyRequest): Words {
  const { format, ...words } = request.query as Words
  return words
}

/**
 * Sends rows as they come, so that few are in memory at a time; when the client stops reading, `rows` is ended. What
 * goes wrong before the first row is answered as an error; later the connection is cut, so that nobody takes a part for
 * all. `filename` is without `.csv`.
 */
export function csvReply(
  reply: FastifyReply,
  filename: string,
  columns: readonly string[],
  rows: CsvRows,
): Promise<FastifyReply> {
  const name = filename.replace(/[^\w.-]+/g, '_').slice(0, 120)
  reply.header('content-disposition', `attachment; filename="${name}.csv"`)
  return streamed(reply, 'text/csv; charset=utf-8', csvOf(columns, rows))
}

/**
 * Sends a table. `askedFor` gets what is aborted when the client is gone, so that nothing is read for nobody. Errors: those
 * of `askedFor`.
 */
export async function tableReply(
  reply: FastifyReply,
  askedFor: (gone: AbortSignal) => Table | Promise<Table>,
): Promise<FastifyReply> {
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  const { name, columns, rows } = await askedFor(gone.signal)
  return csvReply(reply, name, columns, rows)
}

/** A client that takes nothing for so long is cut off. */
const STALLED_MS = 60_000

/** Sends text as it comes. The first is waited for: what goes wrong until then is answered as an error. */
export async function streamed(
  reply: FastifyReply,
  type: string,
  texts: AsyncGenerator<string>,
  stalledMs = STALLED_MS,
): Promise<FastifyReply> {
  // A stream that nobody begins to read does not end what it was to read from.
  reply.raw.once('close', () => void texts.return(undefined).catch(() => {}))
  const first = await texts.next()
  const all = async function* () {
    let stalled: NodeJS.Timeout | undefined
    const taken = () => clearTimeout(stalled)
    reply.raw.once('close', taken)
    for (let text = first; !text.done; text = await texts.next()) {
      stalled = setTimeout(() => reply.raw.destroy(), stalledMs)
      yield text.value
      taken()
    }
  }
  return reply.type(type).send(Readable.from(all(), { objectMode: false }))
}
