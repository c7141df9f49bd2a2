/** The model calls of a transcript: the rows of the assistant, and what the agent counts of each request beside them. */
import { usageKey } from '../gemini-cli/keys.ts'
import { type Names, type Usage, UsageKeys, usageOf } from '../gemini-cli/tokens.ts'
import { duration, label, list, type Row, record } from '../row.ts'
import type { Session, Telling } from '../telling.ts'
import { callKey, HARNESS, providerOf } from './names.ts'
import type { Spot } from './rows.ts'

const OF_ROWS: Names = {
  input: 'promptTokenCount',
  output: 'candidatesTokenCount',
  cached: 'cachedContentTokenCount',
  thoughts: 'thoughtsTokenCount',
  tool: 'toolUsePromptTokenCount',
  total: 'totalTokenCount',
}
const OF_EVENTS: Names = {
  input: 'input_token_count',
  output: 'output_token_count',
  cached: 'cached_content_token_count',
  thoughts: 'thoughts_token_count',
  tool: 'tool_token_count',
  total: 'total_token_count',
}

// Most of what it works with speaks the protocol of OpenAI, where thoughts are within the output.
export const ofRow = (row: Row): Usage | null => usageOf(row.usageMetadata, OF_ROWS, true)
export const ofEvent = (event: Row): Usage | null =>
  event['event.name'] === RESPONSE && 'input_token_count' in event ? usageOf(event, OF_EVENTS, true) : null
export const RESPONSE = 'qwen-code.api_response'

const KIND = /^[\w.:-]{1,100}$/

/** The kind of an error: one word or number. A sentence may be anybody's text. */
function errorType(event: Row): string {
  const { status_code: status } = event
  const told = (typeof status === 'number' ? String(status) : label(status)) ?? label(event.error_type)
  return told !== null && KIND.test(told) ? told : 'error'
}

/** Prompts of the conversation itself are named `<session>########<n>`, those of sub-agents `<session>#<agent>#<n>`. */
const isMain = (prompt: string | null): boolean => prompt === null || prompt.includes('########')

export class Calls {
  readonly #telling: Telling
  readonly #keys = new UsageKeys(HARNESS)
  /** How long requests took, by what they cost, until the row of the same call comes. */
  readonly #durations = new Map<string, (number | null)[]>()
  /** Rows of calls that were told. */
  readonly #told = new Set<string>()
  /** Messages of which no row told counts. */
  readonly #uncounted = new Map<
    string,
    { at: number; session: Session; agent: string | null; rank: number }
  >()
  /** Way of logging in. */
  #auth: string | null = null

  constructor(telling: Telling) {
    this.#telling = telling
  }

  /** A row of the assistant; one message may take several, of which the first with counts is the call. */
  row(row: Row, usage: Usage | null, spot: Spot, fallback: string | null): void {
    const { at, session, origin, key } = spot
    this.login(record(row.executionContext)?.authType)
    if (!usage) {
      this.#telling.drop('no_usage')
      const { agent, rank } = session
      if (saysSomething(row) && !this.#uncounted.has(key))
        this.#uncounted.set(key, { at, session, agent, rank })
      return
    }
    if (this.#told.has(key)) {
      this.#telling.drop('repeated_row', usage.sum)
      return
    }
    this.#told.add(key)
    const model = label(row.model) ?? fallback
    const named = this.#keys.next(origin, usage.counts)
    const keys = named ? [named, key] : [key]
    if (!usage.plausible) {
      this.#telling.drop('implausible_count', usage.sum)
      session.message(at, keys, 'assistant')
      return
    }
    session.call(at, keys, {
      model,
      provider: providerOf(this.#auth, model),
      latency_ms: this.#durations.get(usageKey(HARNESS, origin, usage.counts) ?? '')?.shift() ?? null,
      ...usage.tokens,
      completeness: label(row.model) === null || usage.tokens.out === null ? 1 : 2,
    })
  }

  /**
   * A response as the agent counts it. Those of the conversation have a row of their own; of sub-agents, and of what runs
   * beside the conversation, this may be the only trace.
   */
  response(event: Row, usage: Usage | null, spot: Spot): void {
    this.login(event.auth_type)
    const { at, session, origin, key } = spot
    const prompt = label(event.prompt_id)
    const agent = label(event.subagent_name)
    const took = duration(event.duration_ms)
    if (!usage) this.#telling.drop('no_usage')
    else if (!usage.plausible) this.#telling.drop('implausible_count', usage.sum)
    else if (agent === null && isMain(prompt)) {
      this.#telling.drop('repeated_row', usage.sum)
      const cost = usageKey(HARNESS, origin, usage.counts)
      if (cost !== null)
        this.#durations.set(cost, [...(this.#durations.get(cost) ?? []), took].slice(-MOST_WAITING))
    } else {
      const message = agent !== null || (prompt?.startsWith(`${origin}#`) ?? false)
      const model = label(event.model)
      const named = message ? this.#keys.next(origin, usage.counts) : null
      const { input, output } = usage.counts
      const response = label(event.response_id)
      const told = { session: origin, prompt, response, model, duration: took, input, output }
      const before = session.agent
      if (message) session.agent = agent ?? 'subagent'
      session.call(at, [named ?? (response === null ? key : callKey(told)), key], {
        ...{ model, provider: providerOf(this.#auth, model), latency_ms: took },
        ...{ ...usage.tokens, message },
      })
      session.agent = before
    }
  }

  /** A request that failed. */
  failure(event: Row, { at, session, key }: Spot): void {
    const model = label(event.model)
    this.login(event.auth_type)
    session.call(at, [key], {
      ...{ status: 'error', error_type: errorType(event), message: false, completeness: 1 },
      ...{ model, provider: providerOf(this.#auth, model), latency_ms: duration(event.duration_ms) },
    })
  }

  /** To be called behind the last row. */
  end(): void {
    for (const [key, { at, session, agent, rank }] of this.#uncounted) {
      if (this.#told.has(key)) continue
      Object.assign(session, { agent, rank })
      session.message(at, key, 'assistant')
    }
  }

  login(told: unknown): void {
    this.#auth = label(told) ?? this.#auth
  }
}

/** Calls of one cost, of which no row has come yet. */
const MOST_WAITING = 100

/** Whether there is more in a row than a call of a tool: sub-agents write each call as a row of its own. */
const saysSomething = (row: Row): boolean =>
  label(row.model) !== null ||
  list(record(row.message)?.parts).some((part) => typeof record(part)?.text === 'string')
