/** The thread that reads transcripts: takes a path, answers with the facts of the file. */
import { parentPort, workerData } from 'node:worker_threads'
import { type Drops, factType, toWire } from '../facts/index.ts'
import { transferOf } from '../ingest/pack.ts'
import { type PackedFacts, packFacts } from '../ingest/writer.ts'
import { fileReader, type ReadOptions } from './read.ts'

/** How facts are handed over: packed for the writer of this process, or as lines for a server. */
export type Form = 'packed' | 'lines'

export interface FileFacts {
  rows: number
  facts: number
  calls: number
  drops: Drops
  packed: PackedFacts | null
  lines: string[]
}

export type Job = { id: number; path: string; source: string }
export type JobAnswer = { id: number; file: FileFacts } | { id: number; error: string }

const { form, ...options } = workerData as ReadOptions & { form: Form }
const read = fileReader(options)

function fileFacts({ path, source }: Job): FileFacts {
  const { facts, rows, drops } = read(path, source)
  const calls = facts.reduce((n, f) => n + (f.type === 'model_call' ? 1 : 0), 0)
  const counts = { rows, facts: facts.length, calls, drops }
  if (form === 'packed') return { ...counts, packed: packFacts(facts), lines: [] }
  const lines = facts.flatMap((fact) => {
    const type = factType(fact.type)
    return type ? [JSON.stringify(toWire(fact, type))] : []
  })
  return { ...counts, packed: null, lines }
}

parentPort?.on('message', (job: Job) => {
  try {
    const file = fileFacts(job)
    parentPort?.postMessage(
      { id: job.id, file } satisfies JobAnswer,
      file.packed ? transferOf(file.packed.events) : [],
    )
  } catch (error) {
    parentPort?.postMessage({
      id: job.id,
      error: String((error as Error).stack ?? error),
    } satisfies JobAnswer)
  }
})
