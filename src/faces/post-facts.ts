/** Takes facts as lines of JSON: what `POST /api/v1/facts` does (ruling Z-1). */
import { type Fact, factType, fromWire } from '../facts/index.ts'
import type { Backend } from './backend.ts'

export interface PostReceipt {
  accepted: number
  updated: number
  duplicate: number
  /** Lines that were refused, 1 is the first. Everything else of the body is stored. */
  rejected: { line: number; reason: string; detail: string }[]
}

const NEWLINE = 10
/** Rejections that are listed; more are counted in `rejected_more`. */
const MAX_LISTED = 1_000

/** Resolves once every good line is durable. Errors: `unavailable`. */
export async function postFacts(
  backend: Pick<Backend, 'write'>,
  body: Buffer,
  now: number,
): Promise<PostReceipt & { rejected_more?: number }> {
  const receipt: PostReceipt & { rejected_more?: number } = {
    accepted: 0,
    updated: 0,
    duplicate: 0,
    rejected: [],
  }
  const facts: Fact[] = []
  const reject = (line: number, reason: string, detail: string) => {
    if (receipt.rejected.length < MAX_LISTED) receipt.rejected.push({ line, reason, detail })
    else receipt.rejected_more = (receipt.rejected_more ?? 0) + 1
  }
  let number = 0
  for (const line of linesOf(body)) {
    number++
    if (line.length === 0) continue
    let value: unknown
    try {
      value = JSON.parse(line.toString())
    } catch (error) {
      reject(number, 'broken_line', (error as Error).message.slice(0, 200))
      continue
    }
    const decoded = fromWire(value, factType, now)
    if ('fact' in decoded) facts.push(decoded.fact)
    else reject(number, decoded.reason, decoded.detail)
  }
  for (const outcome of (await backend.write(facts)).outcomes) receipt[outcome]++
  return receipt
}

function* linesOf(body: Buffer): Generator<Buffer> {
  let from = 0
  while (from < body.length) {
    const at = body.indexOf(NEWLINE, from)
    const end = at < 0 ? body.length : at
    const line = body.subarray(from, end)
    yield line.at(-1) === 13 ? line.subarray(0, -1) : line
    from = end + 1
  }
}
