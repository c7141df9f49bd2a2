/** How a collector sends: once, or on and on. What is sent is noted for its server, so that it is not sent again. */
import { homedir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { TachographError } from '../../errors.ts'
import { FACT_TYPES } from '../../facts/index.ts'
import { type Discovery, discover } from '../../importer/discover.ts'
import { type ImportProgress, importTranscripts } from '../../importer/import.ts'
import { Positions } from '../../importer/positions.ts'
import { type Noting, watch } from '../../importer/watch.ts'
import { TRANSCRIPT_SOURCES } from '../../sources/index.ts'
import { VERSION } from '../../version.ts'
import type { CollectorAnswer } from '../contract.ts'
import { findTranscripts, outcomeRows, tellProblems } from './import.ts'
import { PushServer } from './push-server.ts'
import { positionsIn } from './serve-import.ts'
import { bar, hint, number, pairs, printable, say } from './terminal.ts'

export interface Pushing {
  url: string
  key: string | null
  data: string
  user: string
  /** Null for the agents' own folders. */
  paths: readonly string[] | null
  json: boolean
}

/** While a server is away it is asked again after this long, and ever less often, ms. */
const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 300_000

/** Sends what is new since the last time. Errors: those of `PushServer`, and `not_found` for paths without transcripts. */
export async function pushOnce(o: Pushing): Promise<void> {
  const began = Date.now()
  const server = new PushServer(o.url, o.key)
  const hello = await server.greet()
  tellUnknown(hello)
  const positions = positionsOf(o, hello)
  const found = o.paths ? await findTranscripts(o.paths) : await discover(TRANSCRIPT_SOURCES, machine(), null)
  if (found.files.length === 0)
    hint(`There are no transcripts in ${found.folders.map(({ path }) => path).join(', ')}.`)
  const noting: Noting = {
    since: (file) => positions.since(file),
    onDone: (outcomes) => positions.add(outcomes),
  }
  const done = await send(o, server, hello, positions.changed(found), noting)
  positions.forget(found)
  const seconds = (Date.now() - began) / 1000
  const unchanged = found.files.length - done.files_total
  if (o.json) say(JSON.stringify({ ...done, unchanged, sent_bytes: server.sent, seconds }))
  else tell(done, { unchanged, sent: server.sent, seconds })
  tellProblems(done.problems)
  tellRefused(server)
  if (done.problems.length > 0 || server.refused.size > 0) process.exitCode = 1
}

/** The server is another one than it was, or has become one: what was agreed on holds no more. */
class Anew extends Error {}

/** Sends what is there and what is added, until `signal`, however long the server is away. Errors: what waiting does not mend. */
export async function pushAndWatch(o: Pushing, signal: AbortSignal): Promise<void> {
  let pause = FIRST_PAUSE_MS
  let away = false
  while (!signal.aborted) {
    const server = new PushServer(o.url, o.key, signal)
    try {
      const hello = await server.greet()
      hint(
        away
          ? `The server at ${o.url} is back.`
          : `Tachograph ${VERSION} sends to ${o.url} (organisation ${hello.org}). Ctrl-C stops.`,
      )
      tellUnknown(hello)
      away = false
      pause = FIRST_PAUSE_MS
      await sendOn(o, server, hello, signal)
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof Anew) continue
      if (!(error instanceof TachographError) || !WAITED_FOR.has(error.code)) throw error
      if (!away)
        hint(`${error.message} It is tried again, ever less often; what is not sent stays where it is.`)
      away = true
      await sleep(Math.max(pause, server.wait), undefined, { signal }).catch(() => {})
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
  }
}

const WAITED_FOR = new Set(['unavailable', 'internal'])

async function sendOn(
  o: Pushing,
  server: PushServer,
  hello: CollectorAnswer,
  signal: AbortSignal,
): Promise<void> {
  let first = true
  let told = 0
  await watch({
    sources: TRANSCRIPT_SOURCES,
    machine: machine(),
    paths: o.paths,
    positions: async () => positionsOf(o, hello),
    signal,
    import: async (changed, noting) => {
      if (changed.files.length === 0) return
      if (!first && JSON.stringify(await server.greet()) !== JSON.stringify(hello)) throw new Anew()
      const done = await send(o, server, hello, changed, noting, signal)
      if (first && !signal.aborted)
        hint(
          `Sent ${number(done.files_done)} transcripts: ${number(done.accepted)} new facts, ${number(done.duplicate)} known.`,
        )
      if (first) tellProblems(done.problems)
      first = false
      if (server.refused.size > told) tellRefused(server)
      told = server.refused.size
    },
    failed: (error) => {
      throw error
    },
  })
}

async function send(
  { user }: Pushing,
  { sink }: PushServer,
  { line_key }: CollectorAnswer,
  discovery: Discovery,
  noting: Noting,
  signal?: AbortSignal,
): Promise<ImportProgress> {
  const progress = bar('sending')
  try {
    return await importTranscripts({
      ...{ ...noting, discovery, user, sink, signal, lineKey: line_key },
      // Reading is faster than sending, and this is somebody's laptop.
      threads: 1,
      onProgress: (p) =>
        progress.update(p.bytes_done, p.bytes_total, `${number(p.accepted + p.duplicate)} facts`),
    })
  } finally {
    progress.end()
  }
}

const machine = () => ({ home: homedir(), env: process.env })

const positionsOf = ({ url, data, user }: Pushing, { org, store, line_key }: CollectorAnswer): Positions =>
  new Positions(positionsIn(data), { place: url, identity: store, org, user, lineKey: line_key }, hint)

/** An older server refuses what it does not know; once it is newer, that is sent again. */
function tellUnknown({ version, types }: CollectorAnswer): void {
  const unknown = FACT_TYPES.map(({ name }) => name).filter((name) => !types.includes(name))
  if (unknown.length > 0)
    hint(`The server is version ${version} and does not take ${unknown.join(', ')} yet: bring it up to date.`)
}

function tellRefused({ refused }: PushServer): void {
  for (const { reason, detail } of refused.values())
    hint(printable(`The server refused facts (${reason}): ${detail}`))
  if (refused.size > 0)
    hint(
      'The others are stored. Files with refused facts are sent again the next time; a newer server may take them.',
    )
}

function tell(done: ImportProgress, o: { unchanged: number; sent: number; seconds: number }): void {
  say(
    pairs([
      ['files', `${number(done.files_done)}, and ${number(o.unchanged)} sent before`],
      ...outcomeRows(done),
      ['sent', `${number(Math.ceil(o.sent / 1000))} kB in ${o.seconds.toFixed(1)} s`],
    ]),
  )
}
