/** The thread that reads transcripts: takes paths, answers with the facts of the files together. */
import { parentPort, workerData } from 'node:worker_threads'
import { addDrops, type Drops, type Fact, factType, toWire } from '../facts/index.ts'
import { transferOf } from '../ingest/pack.ts'
import { type PackedFacts, packFacts } from '../ingest/writer.ts'
import { fileReader, type ReadOptions } from './read.ts'

/** How facts are handed over: packed for the writer of this process, or as lines for a server. */
export type Form = 'packed' | 'lines'

export interface ReadFacts {
  rows: number
  facts: number
  calls: number
  drops: Drops
  packed: PackedFacts | null
  lines: string[]
  problems: Problem[]
}

/** A file that could not be read, and why. */
export interface Problem {
  path: string
  why: string
}

/** Several small files make one job: handing over costs as much for one fact as for thousands. */
export type Job = { id: number; files: { path: string; source: string }[] }
export type JobAnswer = { id: number; read: ReadFacts } | { id: number; error: string }

const { form, ...options } = workerData as ReadOptions & { form: Form }
const read = fileReader(options)

function readAll({ files }: Job): ReadFacts {
  const facts: Fact[] = []
  const drops: Drops = {}
  const problems: Problem[] = []
  let rows = 0
  for (const { path, source } of files) {
    const file = read(path, source)
    if (file.problem) problems.push({ path, why: file.problem })
    for (const fact of file.facts) facts.push(fact)
    addDrops(drops, file.drops)
    rows += file.rows
  }
  const calls = facts.reduce((n, f) => n + (f.type === 'model_call' ? 1 : 0), 0)
  const counts = { rows, facts: facts.length, calls, drops, problems }
  if (form === 'packed') return { ...counts, packed: packFacts(facts), lines: [] }
  const lines = facts.flatMap((fact) => {
    const type = factType(fact.type)
    return type ? [JSON.stringify(toWire(fact, type))] : []
  })
  return { ...counts, packed: null, lines }
}

parentPort?.on('message', (job: Job) => {
  let answer: JobAnswer
  try {
    answer = { id: job.id, read: readAll(job) }
  } catch (error) {
    answer = { id: job.id, error: String((error as Error).stack ?? error) }
  }
  const packed = 'read' in answer ? answer.read.packed : null
  parentPort?.postMessage(answer, packed ? transferOf(packed.events) : [])
})
