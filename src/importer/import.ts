/** Imports transcripts: reads files on several threads, newest first, and hands their facts to the writer. */
import { Worker } from 'node:worker_threads'
import { entry } from '../entry.ts'
import { addDrops, type Drops, drop, type Fact } from '../facts/index.ts'
import type { ReadResult } from '../sources/source.ts'
import type { Discovery, Found } from './discover.ts'
import type { ReadOptions } from './read.ts'

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
}

/** What became of facts that were written. */
export type Counts = Record<'accepted' | 'updated' | 'duplicate', number>

export interface ImportOptions extends ReadOptions {
  discovery: Discovery
  write(facts: readonly Fact[]): Promise<Counts>
  /** Called when something has moved on; cheap to ignore. */
  onProgress?(progress: ImportProgress): void
  threads?: number
  signal?: AbortSignal
}

/** Facts that are handed over together at least, but for the last ones. */
const BATCH = 20_000
/** Batches that may wait to be written; reading pauses at more. */
const MAX_WAITING = 3

export function emptyProgress(discovery: Discovery): ImportProgress {
  return {
    files_done: 0,
    files_total: discovery.files.length,
    bytes_done: 0,
    bytes_total: discovery.files.reduce((sum, f) => sum + f.size, 0),
    rows: 0,
    facts: 0,
    calls: 0,
    accepted: 0,
    updated: 0,
    duplicate: 0,
    drops: {},
  }
}

/** Resolves when every file is read and every fact durable. Rejects with `unavailable` when the engine stays away. */
export async function importTranscripts(o: ImportOptions): Promise<ImportProgress> {
  const progress = emptyProgress(o.discovery)
  for (const _ of o.discovery.unreadable) drop(progress.drops, 'unreadable_file')
  const waiting = new Set<Promise<void>>()
  let batch: Fact[] = []
  let failure: unknown = null

  const send = () => {
    const facts = batch
    batch = []
    const sent = o.write(facts).then(
      (counts) => {
        progress.accepted += counts.accepted
        progress.updated += counts.updated
        progress.duplicate += counts.duplicate
        o.onProgress?.(progress)
      },
      (error) => {
        failure ??= error
      },
    )
    waiting.add(sent)
    sent.finally(() => waiting.delete(sent))
  }

  const take = async (file: Found, result: ReadResult) => {
    progress.files_done++
    progress.bytes_done += file.size
    progress.rows += result.rows
    progress.facts += result.facts.length
    addDrops(progress.drops, result.drops)
    for (const fact of result.facts) {
      if (fact.type === 'model_call') progress.calls++
      batch.push(fact)
    }
    o.onProgress?.(progress)
    if (batch.length >= BATCH) send()
    while (waiting.size >= MAX_WAITING) await Promise.race(waiting)
  }

  const files = o.discovery.files[Symbol.iterator]()
  const threads = Math.min(o.threads ?? 2, o.discovery.files.length)
  await Promise.all(
    Array.from({ length: threads }, async () => {
      const thread = readingThread({ user: o.user, lineKey: o.lineKey })
      try {
        for (let next = files.next(); !next.done; next = files.next()) {
          if (failure || o.signal?.aborted) break
          await take(next.value, await thread.read(next.value))
        }
      } finally {
        await thread.end()
      }
    }),
  )
  if (batch.length > 0 && !failure) send()
  await Promise.all(waiting)
  if (failure) throw failure
  return progress
}

interface ReadingThread {
  read(file: Found): Promise<ReadResult>
  end(): Promise<unknown>
}

function readingThread(options: ReadOptions): ReadingThread {
  const worker = new Worker(entry(import.meta.url, './worker.js'), { workerData: options })
  let id = 0
  return {
    read: (file) =>
      new Promise((resolve, reject) => {
        const mine = ++id
        const onMessage = (answer: { id: number; result?: ReadResult; error?: string }) => {
          if (answer.id !== mine) return
          worker.off('message', onMessage)
          worker.off('error', reject)
          if (answer.result) resolve(answer.result)
          else reject(new Error(answer.error))
        }
        worker.on('message', onMessage)
        worker.once('error', reject)
        worker.postMessage({ id: mine, path: file.path, source: file.source.id })
      }),
    end: () => worker.terminate(),
  }
}
