/** What was read of a transcript, as a fact beside those that came of it. */
import { hash } from 'node:crypto'
import { MAX_COUNT } from '../facts/field.ts'
import { type EventFact, type Fact, isEvent } from '../facts/index.ts'
import type { ReadResult } from '../sources/source.ts'
import { tokensOf } from '../sources/telling.ts'

type TranscriptFact = Extract<Fact, { type: 'transcript' }>

/** Whose it is, and what read it. */
export interface Reader {
  source: string
  user: string | null
  parserVersion: number
}

/**
 * Null for a file of which no event came, and for a database of which a part was read: the rest was told before. It is
 * named by what it begins with, so a copy or an archive of it is the same; of two readings the one that goes further
 * counts, of one and the same that of the later parser.
 */
export function transcriptFact(reader: Reader, read: ReadResult, part: boolean): TranscriptFact | null {
  const { rows, naive, drops, facts, reported } = read
  const events = facts.filter(isEvent)
  if (part || events.length === 0) return null
  const { first, last, sessions } = extentOf(events)
  const calls = events.filter((fact) => fact.type === 'model_call')
  const source = `${reader.source}/transcript`
  return {
    type: 'transcript',
    id: hash('sha256', [source, sessionOf(first), first.type, first.keys[0]].join('\n'), 'hex').slice(0, 32),
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
    calls: calls.length,
    tokens: believed(calls.reduce((sum, call) => sum + tokensOf(call), 0)),
    reported_tokens: reported === undefined ? null : believed(reported),
  }
}

const sessionOf = (fact: EventFact): string => ('session' in fact ? (fact.session ?? '') : '')

/** The event that happened first, of several at once the one whose key is least; when the last happened; whose they are. */
function extentOf(events: readonly EventFact[]) {
  let first = events[0] as EventFact
  let last = first.at
  const sessions = new Set<string>()
  for (const event of events) {
    const { at, keys } = event
    if (at < first.at || (at === first.at && (keys[0] ?? '') < (first.keys[0] ?? ''))) first = event
    if (at > last) last = at
    const session = sessionOf(event)
    if (session !== '') sessions.add(session)
  }
  return { first, last, sessions }
}

const believed = (tokens: number): number | null =>
  Number.isInteger(tokens) && tokens >= 0 && tokens <= MAX_COUNT ? tokens : null
