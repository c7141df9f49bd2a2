/** Imports transcripts: reads files on several threads, newest first, and hands their facts to the writer. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { entry } from '../entry.ts'
import { addDrops, type Drops, drop } from '../facts/index.ts'
import type { PackedFacts } from '../ingest/packer.ts'
import type { Discovery, Found } from './discover.ts'
import { machineAliases } from './machine.ts'
import { type Job, jobOf, type ReadOptions } from './read.ts'
import type { Form, JobAnswer, Jobs, Problem, ReadFacts } from './worker.ts'

export interface ImportProgress {
  files_done: number
  files_total: number
  bytes_done: number
  bytes_total: number
  rows: number
  facts: number
  calls: number
  accepted: number
  updated: number
  duplicate: number
  drops: Drops
  /** Files and folders that could not be read, a hundred at most. */
  problems: Problem[]
}

/** What became of facts that were written. */
export type Counts = Record<'accepted' | 'updated' | 'duplicate', number> & { refused: Drops }

/**
 * Where facts go: to the writer of this process, which may not be `ready` yet when reading begins, or as lines of JSON
 * to a server.
 */
export type Sink =
  | { form: 'packed'; ready?: Promise<unknown>; write(facts: PackedFacts): Promise<Counts> }
  | { form: 'lines'; write(lines: readonly string[]): Promise<Counts> }

/** What became of a file: its facts are durable, some were refused, or it could not be read to its end. */
export interface Outcome {
  file: Found
  state: 'durable' | 'refused' | 'unreadable'
  /** How far a database was read. */
  read_to: string | null
}

export interface ImportOptions extends ReadOptions {
  discovery: Discovery
  sink: Sink
  /** How far a database was read the last time; null to read all of it. */
  since?(file: Found): string | null
  /** Called with files as soon as the server or the store has their facts. */
  onDone?(outcomes: readonly Outcome[]): void
  /** Called when something has moved on; cheap to ignore. */
  onProgress?(progress: ImportProgress): void
  threads?: number
  /** Facts of the first batch: few unless told, since somebody may be waiting for a figure. */
  firstBatch?: number
  signal?: AbortSignal
}

/**
 * Facts that are handed over together. Few large writes are much cheaper than many small ones, but the first figures
 * should be there soon: every batch is twice as large as the one before.
 */
const FIRST_BATCH = 500
/** Facts of the largest batch, and those that may wait to be written; reading pauses at more. Lines take more memory. */
const MOST = {
  packed: { batch: 160_000, waiting: 320_000 },
  lines: { batch: 20_000, waiting: 60_000 },
} as const
const MAX_PROBLEMS = 100
/** An engine that was killed is back within seconds; after this long it will stay away. */
const PATIENCE_MS = 60_000
const RETRY_MS = 500

/** Size of a job, files that are read and handed over together: small at first, since somebody waits for a figure. */
const FIRST_JOB_BYTES = 500_000
const LARGEST_JOB_BYTES = 6_000_000
const JOB_FILES = 200
/** Jobs of a thread that are handed out: it begins the next one while the answer to the last waits to be taken. */
const JOBS_AHEAD = 2

const bytesOf = (files: readonly Found[]): number => files.reduce((sum, f) => sum + f.size, 0)

/** Files in jobs of growing size, in their order. */
function* jobsOf(files: readonly Found[]): Generator<Found[]> {
  let job: Found[] = []
  let bytes = 0
  let enough = FIRST_JOB_BYTES
  for (const file of files) {
    job.push(file)
    bytes += file.size
    if (bytes < enough && job.length < JOB_FILES) continue
    yield job
    job = []
    bytes = 0
    enough = Math.min(enough * 2, LARGEST_JOB_BYTES)
  }
  if (job.length > 0) yield job
}

export function emptyProgress(discovery: Discovery): ImportProgress {
  return {
    files_done: 0,
    files_total: discovery.files.length,
    bytes_done: 0,
    bytes_total: bytesOf(discovery.files),
    rows: 0,
    facts: 0,
    calls: 0,
    accepted: 0,
    updated: 0,
    duplicate: 0,
    drops: {},
    problems: [],
  }
}

/** Resolves when every file is read and every fact durable. Rejects with `unavailable` when the engine stays away. */
export async function importTranscripts(o: ImportOptions): Promise<ImportProgress> {
  const progress = emptyProgress(o.discovery)
  const note = (problem: Problem) => {
    if (progress.problems.length < MAX_PROBLEMS) progress.problems.push(problem)
  }
  for (const problem of o.discovery.unreadable) {
    drop(progress.drops, 'unreadable_file')
    note(problem)
  }
  const most = MOST[o.sink.form]
  const waiting = new Set<Promise<void>>()
  let unwritten = 0
  let failure: unknown = null

  const ready = o.sink.form === 'packed' ? o.sink.ready : undefined
  ready?.catch((error) => {
    failure ??= error
  })

  let batch: { files: readonly Found[]; read: ReadFacts }[] = []
  let gathered = 0
  let enough = o.firstBatch ?? FIRST_BATCH
  /** Files handed over in one go are written in one go. */
  const hand = () => {
    for (const { files, read } of batch) {
      const sent: Promise<void> = Promise.resolve(ready)
        .then(() => patiently(() => send(o.sink, read), o.signal))
        .then(
          (counts) => {
            addDrops(progress.drops, counts.refused)
            progress.accepted += counts.accepted
            progress.updated += counts.updated
            progress.duplicate += counts.duplicate
            o.onDone?.(outcomesOf(files, read, counts.refused))
            o.onProgress?.(progress)
          },
          (error) => {
            failure ??= error
          },
        )
        .finally(() => {
          unwritten -= read.facts
          waiting.delete(sent)
        })
      waiting.add(sent)
    }
    batch = []
    gathered = 0
    enough = Math.min(enough * 2, most.batch)
  }

  const take = async (files: Found[], read: ReadFacts) => {
    progress.files_done += files.length
    progress.bytes_done += bytesOf(files)
    progress.rows += read.rows
    progress.facts += read.facts
    progress.calls += read.calls
    addDrops(progress.drops, read.drops)
    for (const problem of read.problems) note(problem)
    o.onProgress?.(progress)
    if (read.facts === 0) {
      o.onDone?.(outcomesOf(files, read, {}))
      return
    }
    unwritten += read.facts
    batch.push({ files, read })
    gathered += read.facts
    if (gathered >= enough) hand()
    while (unwritten > most.waiting && waiting.size > 0) await Promise.race(waiting)
  }

  const jobs = jobsOf(o.discovery.files)
  const threads = Math.min(o.threads ?? 2, o.discovery.files.length)
  await Promise.all(
    Array.from({ length: threads }, async () => {
      const thread = readingThread({
        user: o.user,
        userAliases: machineAliases(o.user),
        lineKey: o.lineKey,
        form: o.sink.form,
      })
      const readOn = async () => {
        for (let next = jobs.next(); !next.done; next = jobs.next()) {
          if (failure || o.signal?.aborted) break
          await take(next.value, await thread.read(next.value.map((f) => jobOf(f, o.since?.(f) ?? null))))
        }
      }
      try {
        await Promise.all(Array.from({ length: JOBS_AHEAD }, readOn))
      } finally {
        await thread.end()
      }
    }),
  )
  if (!failure) hand()
  await Promise.all(waiting)
  if (failure) throw failure
  return progress
}

/** What is not let in on purpose: sending it again changes nothing. */
const FOR_GOOD: ReadonlySet<string> = new Set(['erased_person', 'older_than_retention'])

/** Which of several files a refused fact came from is not known. */
function outcomesOf(files: readonly Found[], read: ReadFacts, refused: Drops): Outcome[] {
  const unreadable = new Set(read.problems.map(({ path }) => path))
  const written = Object.keys(refused).some((reason) => !FOR_GOOD.has(reason)) ? 'refused' : 'durable'
  return files.map((file) => ({
    file,
    state: unreadable.has(file.path) ? 'unreadable' : written,
    read_to: read.read_to[file.path] ?? null,
  }))
}

async function send(sink: Sink, read: ReadFacts): Promise<Counts> {
  if (sink.form === 'lines') return sink.write(read.lines)
  if (read.packed) return sink.write(read.packed)
  throw new Error('facts were read in another form than they are written in')
}

/** Writes again while the engine is away: the same facts twice change nothing. */
async function patiently(write: () => Promise<Counts>, signal: AbortSignal | undefined): Promise<Counts> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      return await write()
    } catch (error) {
      const away = (error as { code?: unknown }).code === 'unavailable'
      if (!away || signal?.aborted || Date.now() > deadline) throw error
      await sleep(RETRY_MS)
    }
  }
}

interface ReadingThread {
  read(files: Job[]): Promise<ReadFacts>
  end(): Promise<unknown>
}

function readingThread(options: ReadOptions & { form: Form }): ReadingThread {
  const worker = new Worker(entry(import.meta.url, './worker.js'), { workerData: options })
  let id = 0
  return {
    read: (files) =>
      new Promise((resolve, reject) => {
        const mine = ++id
        const onMessage = (answer: JobAnswer) => {
          if (answer.id !== mine) return
          worker.off('message', onMessage)
          worker.off('error', reject)
          if ('read' in answer) resolve(answer.read)
          else reject(new Error(answer.error))
        }
        worker.on('message', onMessage)
        worker.once('error', reject)
        worker.postMessage({ id: mine, files } satisfies Jobs)
      }),
    end: () => worker.terminate(),
  }
}
