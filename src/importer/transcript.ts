/** What was read of a transcript, as a fact beside those that came of it. */
import { hash } from 'node:crypto'
import { MAX_COUNT } from '../facts/field.ts'
import type { Fact } from '../facts/index.ts'
import type { ReadResult } from '../sources/source.ts'
import { tokensOf } from '../sources/telling.ts'

type TranscriptFact = Extract<Fact, { type: 'transcript' }>

/** Whose it is, and what read it. */
export interface Reader {
  source: string
  /** What names it for ever: of lines the first one, of others their place and person, as a keyed hash. */
  begins: string
  user: string | null
  parserVersion: number
}

/**
 * Null for a file that tells nothing of an agent, and for a database of which a part was read: the rest was told before. A
 * file of lines is named by its first line and its session, so a copy or an archive of it is the same; of two readings
 * the one that goes further counts, of one and the same that of the later parser.
 */
export function transcriptFact(reader: Reader, read: ReadResult, part: boolean): TranscriptFact | null {
  const { rows, naive, drops, facts, reported } = read
  if (part) return null
  const { first, last, sessions, calls, tokens } = summed(facts)
  if (first === null) return null
  // States come first, in the order of the file: however much is added to it, this one stays.
  const began = facts.find((fact) => fact.type === 'session')?.id ?? first
  const source = `${reader.source}/transcript`
  return {
    type: 'transcript',
    id: hash('sha256', [source, began, reader.begins].join('\n'), 'hex').slice(0, 32),
    observed_at: last + reader.parserVersion,
    source,
    subject: null,
    parser_version: reader.parserVersion,
    user: reader.user,
    harness: reader.source,
    session: sessions.size === 1 ? ([...sessions][0] as string) : null,
    sessions: sessions.size,
    rows,
    told_rows: naive.rows,
    told_tokens: believed(naive.tokens),
    dropped: drops,
    calls,
    tokens: believed(tokens),
    reported_tokens: reported === undefined ? null : believed(reported),
  }
}

/** In one pass, as there are many: the session of the first event, when the last one happened, whose they are, and their calls. */
function summed(facts: readonly Fact[]) {
  let first: string | null = null
  let last = 0
  let calls = 0
  let tokens = 0
  const sessions = new Set<string>()
  for (const fact of facts) {
    if (!('at' in fact)) continue
    const session = 'session' in fact ? (fact.session ?? '') : ''
    first ??= session
    if (fact.at > last) last = fact.at
    if (session !== '') sessions.add(session)
    if (fact.type !== 'model_call') continue
    calls++
    tokens += tokensOf(fact)
  }
  return { first, last, sessions, calls, tokens }
}

const believed = (tokens: number): number | null =>
  Number.isInteger(tokens) && tokens >= 0 && tokens <= MAX_COUNT ? tokens : null
