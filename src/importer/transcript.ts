/** What was read of a transcript, as a fact beside those that came of it. */
import { hash } from 'node:crypto'
import { EARLIEST, MAX_AHEAD, MAX_COUNT } from '../facts/field.ts'
import { type Fact, isEvent } from '../facts/index.ts'
import { tokensOf } from '../sources/telling.ts'
import type { FileResult, Job } from './read.ts'

type TranscriptFact = Extract<Fact, { type: 'transcript' }>

/** Where it lies, and when it was last written, ms. */
export interface Place extends Pick<Job, 'path' | 'source'> {
  modified: number
  /** Key that hides the path: it names people and projects. */
  key: string
  user: string | null
  parserVersion: number
}

/**
 * Null for a file of which nothing came, and for a database of which a part was read: the rest was told before. Of two
 * readings the one of the later file counts, of the same file that of the later parser.
 */
export function transcriptFact(place: Place, read: FileResult, part: boolean): TranscriptFact | null {
  const { rows, naive, drops, facts, reported } = read
  const observed_at = Math.floor(place.modified) + place.parserVersion
  if (part || rows === 0 || observed_at < EARLIEST || observed_at > Date.now() + MAX_AHEAD) return null
  const sessions = new Set<string>()
  let calls = 0
  let tokens = 0
  for (const fact of facts) {
    if (fact.type === 'model_call') {
      calls++
      tokens += tokensOf(fact)
    }
    if (isEvent(fact) && 'session' in fact && fact.session) sessions.add(fact.session)
  }
  return {
    type: 'transcript',
    id: hash('sha256', `${place.key}\n${place.path}`, 'hex').slice(0, 32),
    observed_at,
    source: `${place.source}/transcript`,
    subject: null,
    parser_version: place.parserVersion,
    user: place.user,
    harness: place.source,
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

const believed = (tokens: number): number | null =>
  Number.isInteger(tokens) && tokens >= 0 && tokens <= MAX_COUNT ? tokens : null
