/** Takes facts as lines of JSON: what `POST /api/v1/facts` does (ruling Z-1). */
import { isUtf8 } from 'node:buffer'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Decoded, type DropReason, type Fact, factType, fromWire } from '../facts/index.ts'
import { isRefused } from '../ingest/writer.ts'
import type { Scope } from './backend.ts'
import type { PostReceipt } from './contract.ts'

const NEWLINE = 10
const CARRIAGE_RETURN = 13
const BYTE_ORDER_MARK = Buffer.from('\ufeff')
/** Rejections that are listed; more are counted in `rejected_more`. */
const MAX_LISTED = 1_000
/** No fact comes near it, in bytes. */
const MAX_LINE = 8 * 1024 * 1024
/** Facts that are written together; a large body is taken in parts, so that it needs no large memory. */
const PART = 20_000
/** Lines after which others get a turn. */
const TURN = 1_000

/**
 * Resolves once every good line is durable. Errors: `unavailable`; then some of the body may be stored, and sending all
 * of it again is right.
 */
export async function postFacts(
  scope: Pick<Scope, 'write'>,
  body: Buffer,
  now: number,
  // Who is who decides whose figures are whose, and so who may read them.
  mayTellMembers = true,
): Promise<PostReceipt> {
  const receipt: PostReceipt = { accepted: 0, updated: 0, duplicate: 0, rejected: [] }
  let part: Fact[] = []
  const write = async () => {
    const facts = part
    part = []
    for (const outcome of (await scope.write(facts)).outcomes) {
      if (isRefused(outcome))
        receipt.not_kept = { ...receipt.not_kept, [outcome]: (receipt.not_kept?.[outcome] ?? 0) + 1 }
      else receipt[outcome]++
    }
  }
  let number = 0
  for (const line of linesOf(body)) {
    if (++number % TURN === 0) await nextTurn()
    const decoded = decode(line, now, mayTellMembers)
    if (decoded === null) continue
    if ('fact' in decoded) part.push(decoded.fact)
    else if (receipt.rejected.length < MAX_LISTED) receipt.rejected.push({ line: number, ...decoded })
    else receipt.rejected_more = (receipt.rejected_more ?? 0) + 1
    if (part.length >= PART) await write()
  }
  await write()
  return receipt
}

type Line = Exclude<Decoded, { reason: string }> | { reason: DropReason; detail: string }

/** Null for a blank line. */
function decode(line: Buffer, now: number, mayTellMembers: boolean): Line | null {
  if (line.length > MAX_LINE) return { reason: 'line_too_long', detail: `longer than ${MAX_LINE >> 20} MB` }
  // Bytes that are no text would all become the same replacement character, and different names one name.
  if (!isUtf8(line)) return { reason: 'broken_line', detail: 'not valid UTF-8' }
  const text = line.toString()
  if (text.trim() === '') return null
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { reason: 'broken_line', detail: (error as Error).message.slice(0, 200) }
  }
  const decoded = fromWire(value, factType, now)
  if (!mayTellMembers && 'fact' in decoded && decoded.fact.type === 'member')
    return { reason: 'not_administrator', detail: 'members are told with a key that has the scope admin' }
  return decoded
}

function* linesOf(body: Buffer): Generator<Buffer> {
  let from = body.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0
  while (from < body.length) {
    const at = body.indexOf(NEWLINE, from)
    const end = at < 0 ? body.length : at
    const line = body.subarray(from, end)
    yield line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line
    from = end + 1
  }
}
