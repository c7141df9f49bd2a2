/** How a command reaches the data: through the server that holds the folder, else by opening the folder itself. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../../config.ts'
import type { ControlOptions } from '../../control/mode.ts'
import { ERRORS, TachographError } from '../../errors.ts'
import { type DropReason, type Drops, drop, type Fact, wireLine } from '../../facts/index.ts'
import type { Counts, Sink } from '../../importer/import.ts'
import { idKeyFrom, lineKeyFrom, secretOf } from '../../importer/machine.ts'
import { isRefused } from '../../ingest/writer.ts'
import type { Instance } from '../../instance.ts'
import { type Holder, holderOf } from '../../store/lock.ts'
import type { Words } from '../ask.ts'
import type {
  Answer,
  Failure,
  PostReceipt,
  SessionAnswer,
  SessionsAnswer,
  Status,
  TimelineAnswer,
} from '../contract.ts'
import type { IdentitiesAnswer } from '../contract-identities.ts'
import type { ReconciliationAnswer } from '../contract-reconciliation.ts'
import type { ViewName } from '../tables.ts'

export interface Access {
  /** Address of the server the command talks to, or null when it opened the folder itself. */
  server: string | null
  write(facts: readonly Fact[]): Promise<Counts>
  /** The same for importing. */
  sink: Sink
  /** Resolves when everything written so far shows in answers. */
  settled(): Promise<void>
  ask(metric: string, words: Words): Promise<Answer>
  /** CSV of a view or a metric, many rows to a text. */
  csv(view: ViewName | { metric: string }, words: Words): AsyncGenerator<string>
  sessions(words: Words): Promise<SessionsAnswer>
  session(id: string): Promise<SessionAnswer>
  timeline(id: string): Promise<TimelineAnswer>
  reconcile(words: Words): Promise<ReconciliationAnswer>
  identities(): Promise<IdentitiesAnswer>
  /** Lines of JSON, many to a text. */
  events(words: Words): AsyncGenerator<string>
  status(): Promise<Status>
  close(): Promise<void>
}

/** A server that has just been started announces itself within this time. */
const ANNOUNCE_MS = 15_000

/**
 * Errors: `locked` when a process without a server holds the folder. Where the folder has to be opened, this returns
 * before it is, so that there is time for other things; whatever is asked first then throws the errors of `openFolder`.
 */
export async function access(config: Config, log: (line: string) => void): Promise<Access> {
  const deadline = Date.now() + ANNOUNCE_MS
  for (let holder = holderOf(config.data); holder; holder = holderOf(config.data)) {
    if (holder.url) return remote(serverOf(holder))
    if (Date.now() > deadline) {
      throw new TachographError(
        'locked',
        `Process ${holder.pid} is working in ${config.data} and does not answer questions. Try again when it is done.`,
      )
    }
    await sleep(200)
  }
  const opening = openFolder(config, log)
  // Whoever uses it learns why it failed; if nobody does, nobody misses it.
  opening.catch(() => {})
  const { local } = await import('./access-local.ts')
  return local(config, opening)
}

/** Where the control plane of a data folder is, if it has one. */
export const controlOf = ({ data, postgres_url }: Config): ControlOptions => ({
  dir: data,
  postgresUrl: postgres_url ?? null,
})

/** Opens the data folder. Errors: those of `openInstance`, and `config` for a folder that cannot be used. */
export async function openFolder(
  config: Config,
  log: (line: string) => void,
  control: ControlOptions | null = null,
): Promise<Instance> {
  // Loaded here: a command that goes through a server needs none of it.
  const { openInstance } = await import('../../instance.ts')
  try {
    return await openInstance({
      dir: config.data,
      clickhouseUrl: config.clickhouse_url ?? null,
      memory: config.engine_memory,
      spoolBytes: config.spool_bytes,
      overrides: config.prices,
      billable: config.billable,
      aliases: config.aliases,
      settings: config.organisation,
      control,
      log,
    })
  } catch (error) {
    if (error instanceof TachographError || !(error as NodeJS.ErrnoException).syscall) throw error
    throw new TachographError(
      'config',
      `The data folder ${config.data} cannot be used: ${(error as Error).message}. Choose another with --data.`,
      { cause: error },
    )
  }
}

/** Key of the line hashes of an organisation in a data folder. Errors: `config` when the secret is damaged. */
export const lineKeyOf = (config: Config, org: string): string => lineKeyFrom(folderSecret(config), org)

/** Key of the ids of people of an organisation in a data folder. Errors: `config` when the secret is damaged. */
export const idKeyOf = (config: Config, org: string): string => idKeyFrom(folderSecret(config), org)

/** Errors: `config` when its file is damaged. */
export function folderSecret(config: Config): string {
  try {
    return secretOf(config.data)
  } catch (cause) {
    throw new TachographError('config', (cause as Error).message, { cause })
  }
}

/** One request carries at most this much; a server takes 64 MB. */
const FACTS_PER_POST = 10_000
const CHARACTERS_PER_POST = 8_000_000

function* bodiesOf(lines: readonly string[]): Generator<string> {
  let body: string[] = []
  let size = 0
  for (const line of lines) {
    if (body.length === FACTS_PER_POST || (body.length > 0 && size + line.length > CHARACTERS_PER_POST)) {
      yield body.join('\n')
      body = []
      size = 0
    }
    body.push(line)
    size += line.length + 1
  }
  if (body.length > 0) yield body.join('\n')
}

/** A server and what lets this command in. */
export interface Server {
  url: string
  headers: Readonly<Record<string, string>>
}

export function serverOf({ url, operator }: Holder): Server {
  return { url: url ?? '', headers: operator ? { authorization: `Bearer ${operator}` } : {} }
}

async function post(server: Server, lines: readonly string[]): Promise<Counts> {
  const total = { accepted: 0, updated: 0, duplicate: 0, refused: {} as Drops }
  for (const body of bodiesOf(lines)) {
    const headers = { 'content-type': 'application/x-ndjson' }
    const response = await call(server, '/api/v1/facts', { method: 'POST', body, headers })
    const receipt = (await response.json()) as PostReceipt
    total.accepted += receipt.accepted
    total.updated += receipt.updated
    total.duplicate += receipt.duplicate
    for (const { reason } of receipt.rejected) drop(total.refused, reason)
    if (receipt.rejected_more) drop(total.refused, 'invalid_fact', 0, receipt.rejected_more)
    for (const [reason, n] of Object.entries(receipt.not_kept ?? {}))
      drop(total.refused, reason as DropReason, 0, n)
  }
  return total
}

function remote(server: Server): Access {
  const status = async () => (await call(server, '/api/v1/status').then((r) => r.json())) as Status
  return {
    server: server.url,
    write: async (facts) => {
      const counts = await post(server, facts.map(wireLine))
      const reason = Object.keys(counts.refused).find((why) => !isRefused(why))
      if (reason) throw new TachographError('internal', `The server refused a fact: ${reason}.`)
      return counts
    },
    sink: { form: 'lines', write: (lines) => post(server, lines) },
    settled: async () => {
      await call(server, '/api/v1/status?settled=true')
    },
    ask: async (metric, words) =>
      (await call(server, `/api/v1/metrics/${encodeURIComponent(metric)}?${searchOf(words)}`).then((r) =>
        r.json(),
      )) as Answer,
    csv: (view, words) => {
      const path = typeof view === 'string' ? view : `metrics/${encodeURIComponent(view.metric)}`
      return texts(server, `/api/v1/${path}?${searchOf({ ...words, format: 'csv' })}`)
    },
    sessions: async (words) =>
      (await call(server, `/api/v1/sessions?${searchOf(words)}`).then((r) => r.json())) as SessionsAnswer,
    session: async (id) =>
      (await call(server, `/api/v1/sessions/${encodeURIComponent(id)}`).then((r) =>
        r.json(),
      )) as SessionAnswer,
    timeline: async (id) =>
      (await call(server, `/api/v1/sessions/${encodeURIComponent(id)}/timeline`).then((r) =>
        r.json(),
      )) as TimelineAnswer,
    identities: async () =>
      (await call(server, '/api/v1/identities').then((r) => r.json())) as IdentitiesAnswer,
    reconcile: async (words) =>
      (await call(server, `/api/v1/reconciliation?${searchOf(words)}`).then((r) =>
        r.json(),
      )) as ReconciliationAnswer,
    events: (words) => texts(server, `/api/v1/events?${searchOf(words)}`),
    status,
    close: async () => {},
  }
}

/** Text as it comes, however long it takes, as long as something comes. */
async function* texts(server: Server, path: string): AsyncGenerator<string> {
  const { signal } = new AbortController()
  const { body } = await call(server, path, { signal })
  const text = new TextDecoder()
  try {
    for await (const chunk of body ?? []) yield text.decode(chunk, { stream: true })
  } catch (cause) {
    const why = 'The answer was cut off: it is not whole. Run the command again.'
    throw new TachographError('unavailable', why, { cause })
  }
}

function searchOf(words: Words): URLSearchParams {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(words)) {
    for (const v of [value].flat()) if (v !== undefined) search.append(name, v)
  }
  return search
}

/** Errors: those of the server, and `unavailable` when it does not answer. */
export async function call(server: Server, path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response
  try {
    const headers = { ...server.headers, ...(init.headers as Record<string, string>) }
    response = await fetch(server.url + path, {
      signal: AbortSignal.timeout(300_000),
      ...init,
      headers,
    })
  } catch (cause) {
    throw new TachographError(
      'unavailable',
      `The server at ${server.url} does not answer. Run the command again.`,
      {
        cause,
      },
    )
  }
  return answered(response)
}

/** The answer, where it is none of an error. Errors: those that it tells. */
export async function answered(response: Response): Promise<Response> {
  if (response.ok) return response
  const body = (await response.json().catch(() => null)) as Partial<Failure> | null
  const told = body?.error
  // A server of another version may have codes of its own.
  const code = told && Object.hasOwn(ERRORS, told.code) ? told.code : 'internal'
  throw new TachographError(code, told?.message ?? `The server answered ${response.status}.`, {
    param: told?.param,
  })
}
