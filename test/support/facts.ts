/** Small builders of facts: each gives a complete fact of which a test names only what it is about. */
import type {
  Fact,
  FileChange,
  Message,
  ModelCall,
  SessionFact,
  StateFact,
  ToolCall,
} from '../../src/facts/index.ts'

/** The instant most tests happen around, ms since 1970 UTC. */
export const NOON = Date.UTC(2026, 5, 15, 12)
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const TRANSCRIPT = 'claude-code/transcript'
export const OTLP = 'claude-code/otlp'

const identity = {
  at: NOON,
  source: TRANSCRIPT,
  parser_version: 1,
  completeness: 2,
  owner_rank: 0,
  subject: null,
}

type About<T> = Partial<T> & { keys: string[] }

export const call = (about: About<ModelCall>): ModelCall => ({
  type: 'model_call',
  ...identity,
  session: 's1',
  provider: 'anthropic',
  model: 'claude-sonnet-4-5',
  in_uncached: 0,
  out: 0,
  ...about,
})

export const tool = (about: About<ToolCall>): ToolCall => ({
  type: 'tool_call',
  ...identity,
  session: 's1',
  tool: 'Read',
  ...about,
})

export const message = (about: About<Message>): Message => ({
  type: 'message',
  ...identity,
  session: 's1',
  role: 'user',
  human: true,
  ...about,
})

export const change = (about: About<FileChange>): FileChange => ({
  type: 'file_change',
  ...identity,
  session: 's1',
  path: 'src/a.ts',
  op: 'edit',
  ...about,
})

export const session = (about: Partial<SessionFact> & { id: string }): SessionFact => ({
  type: 'session',
  observed_at: NOON,
  source: TRANSCRIPT,
  subject: null,
  parser_version: 1,
  ...about,
})

/** Any fact at all: for types without a builder of their own. */
export const fact = (about: { type: Fact['type'] } & Record<string, unknown>): Fact =>
  ({ ...identity, keys: [], ...about }) as unknown as Fact

/** Any state at all. */
export const state = (about: { type: StateFact['type']; id: string } & Record<string, unknown>): StateFact =>
  ({
    observed_at: NOON,
    source: 'api',
    subject: null,
    parser_version: 1,
    ...about,
  }) as unknown as StateFact
