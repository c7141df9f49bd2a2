/** Reads the database in which Copilot CLI keeps one row for each call of a model, of all its sessions. */
import { EARLIEST } from '../../facts/field.ts'
import { count, duration, instant, label, type Row, text } from '../row.ts'
import type { Database, ReadResult, TranscriptFile } from '../source.ts'
import { type About, Telling, tokensOf } from '../telling.ts'
import { areCounts, disjoint } from '../tokens.ts'
import { AGENT } from './events.ts'
import { modelNamed, usageKey } from './keys.ts'

const TABLE = 'assistant_usage_events'
const NEEDED = ['session_id', 'input_tokens', 'output_tokens', 'created_at']
/** Not all versions have all of them. */
const WANTED = [
  ...['id', 'model', 'copilot_usage_model', 'agent_id', 'parent_tool_call_id', 'cache_read_tokens'],
  ...['cache_write_tokens', 'reasoning_tokens', 'total_nano_aiu', 'request_multiplier', 'duration_ms'],
  ...['time_to_first_token_ms', 'reasoning_effort'],
]

/** Below this a number is one of seconds. */
const SECONDS = 1e11

/** `2026-03-04 10:00:00` is in UTC. */
function instantOf(told: unknown): unknown {
  if (typeof told === 'number') return told < SECONDS ? told * 1000 : told
  return typeof told === 'string' ? told.trim().replace(/^(\d{4}-\d\d-\d\d) /, '$1T') : told
}

/** Runs of sub-agents have names or ids: of the latter it is only known that they are no main agent. */
const AN_ID = /^[0-9a-f-]{8,}$|\d{4,}/i
function agentIn(row: Row): string | null {
  const name = label(row.agent_id)
  if (name !== null && !AN_ID.test(name)) return name
  return name !== null || label(row.parent_tool_call_id) !== null ? 'subagent' : null
}

/** Units of the bill. None is an amount of money. */
function unitsIn(row: Row): Record<string, number> {
  const units = { nano_aiu: row.total_nano_aiu, request_multiplier: row.request_multiplier }
  return Object.fromEntries(
    Object.entries(units).filter((unit): unit is [string, number] => {
      const [, value] = unit
      return typeof value === 'number' && Number.isFinite(value) && value >= 0
    }),
  )
}

/** What the database tells of its sessions, by their ids. */
function sessionsIn(database: Database): ReadonlyMap<unknown, About & { since: unknown }> {
  const columns = database.columns('sessions')
  const wanted = ['cwd', 'repository', 'branch', 'host_type', 'created_at'].filter((name) =>
    columns.has(name),
  )
  if (!columns.has('id')) return new Map()
  const rows = database.rows(`SELECT ${['id', ...wanted].join(', ')} FROM sessions`)
  return new Map([...rows].map((row) => [row.id, { ...aboutOf(row), since: row.created_at }]))
}

function aboutOf(row: Row): About {
  const repository = label(row.repository)
  const isName = repository !== null && /^[\w.-]+\/[\w.-]+$/.test(repository) && row.host_type === 'github'
  return {
    cwd: text(row.cwd),
    branch: label(row.branch),
    repository: isName ? `https://github.com/${repository}` : repository,
    provider: 'github',
  }
}

class Store {
  readonly #telling: Telling
  readonly #sessions: ReturnType<typeof sessionsIn>
  /** How often counts were told in a session before. */
  readonly #seen = new Map<string, number>()

  constructor(telling: Telling, sessions: ReturnType<typeof sessionsIn>) {
    this.#telling = telling
    this.#sessions = sessions
  }

  call(row: Row): void {
    this.#telling.rows++
    const told = {
      input: count(row.input_tokens),
      cache_read: count(row.cache_read_tokens),
      cache_write: count(row.cache_write_tokens),
      output: count(row.output_tokens),
      reasoning: count(row.reasoning_tokens),
    }
    const { extra, ...tokens } = disjoint(told, { cache: true, reasoning: true })
    const sum = tokensOf(tokens)
    this.#telling.naive(sum)
    const at = this.#telling.time(instantOf(row.created_at), sum)
    const id = label(row.session_id)
    if (at === null) return
    if (id === null || !areCounts(Object.values(told))) {
      this.#telling.drop(id === null ? 'invalid_fact' : 'implausible_count', sum)
      return
    }
    const session = this.#telling.session(id)
    const { since = null, ...about } = this.#sessions.get(row.session_id) ?? {}
    const started = instant(instantOf(since))
    session.tell(at, { ...about, started_at: started !== null && started >= EARLIEST ? started : null })
    session.agent = agentIn(row)
    const more = { ...extra, ...unitsIn(row) }
    session.call(at, [this.#keyOf(id, told)], {
      ...tokens,
      message: false,
      provider: 'github',
      model: modelNamed(label(row.model)) ?? modelNamed(label(row.copilot_usage_model)),
      effort: label(row.reasoning_effort),
      latency_ms: duration(row.duration_ms),
      ttft_ms: duration(row.time_to_first_token_ms),
      ...(Object.keys(more).length > 0 ? { extra: more } : {}),
    })
  }

  #keyOf(session: string, told: Parameters<typeof usageKey>[1]): string {
    const key = usageKey(session, told)
    const before = this.#seen.get(key) ?? 0
    this.#seen.set(key, before + 1)
    return before === 0 ? key : `${key}#${before + 1}`
  }
}

export function readStore(file: TranscriptFile, database: Database): ReadResult {
  const telling = new Telling(AGENT, file)
  const columns = database.columns(TABLE)
  if (NEEDED.every((name) => columns.has(name))) {
    const store = new Store(telling, sessionsIn(database))
    const names = [...NEEDED, ...WANTED].filter((name) => columns.has(name))
    const order = columns.has('id') ? 'id' : 'created_at'
    for (const row of database.rows(`SELECT ${names.join(', ')} FROM ${TABLE} ORDER BY ${order}`))
      store.call(row)
  }
  return telling.result()
}
