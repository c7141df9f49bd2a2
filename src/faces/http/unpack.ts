/** Unpacks bodies, up to a size: what would grow beyond it is refused before it has. */
import { promisify } from 'node:util'
import { gunzip, inflate } from 'node:zlib'
import { Decompress } from 'fzstd'
import { TachographError } from '../../errors.ts'

const gunzipped = promisify(gunzip)
const inflated = promisify(inflate)

const UNPACKERS: Readonly<Record<string, (body: Buffer, most: number) => Promise<Buffer>>> = {
  identity: async (body) => body,
  gzip: (body, maxOutputLength) => gunzipped(body, { maxOutputLength }),
  deflate: (body, maxOutputLength) => inflated(body, { maxOutputLength }),
  zstd: async (body, most) => unzstd(body, most),
}

/** The body as its sender had it, `most` bytes at most. Errors: `encoding`, `too_large`, `bad_request`. */
export async function unpacked(body: Buffer, encoding: string | undefined, most: number): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() || 'identity'
  const unpack = Object.hasOwn(UNPACKERS, name) ? UNPACKERS[name] : undefined
  if (!unpack)
    throw new TachographError(
      'encoding',
      `Bodies are taken with Content-Encoding ${Object.keys(UNPACKERS).join(', ')}, once.`,
    )
  try {
    return await unpack(body, most)
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE' || error instanceof TooLarge)
      throw new TachographError('too_large', `The body is larger than ${most >> 20} MB when it is unpacked.`)
    throw new TachographError('bad_request', `The body is not whole ${name}, though its encoding says so.`)
  }
}

class TooLarge extends Error {}

/** Bytes given to the decoder at a time, so that a body that grows without end is noticed early. */
const STEP = 64 * 1024

function unzstd(body: Buffer, most: number): Buffer {
  const chunks: Uint8Array[] = []
  let size = 0
  let whole = false
  const stream = new Decompress((chunk, final) => {
    size += chunk.length
    if (size > most) throw new TooLarge()
    chunks.push(chunk)
    whole = final === true
  })
  for (let from = 0; from < body.length; from += STEP)
    stream.push(body.subarray(from, from + STEP), from + STEP >= body.length)
  if (!whole) throw new Error('it ends too early')
  return Buffer.concat(chunks)
}
