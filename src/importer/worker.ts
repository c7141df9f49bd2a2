/** The thread that reads transcripts: takes paths, answers with the facts of the files together. */
import { parentPort, workerData } from 'node:worker_threads'
import { identityOf } from '../facts/identity.ts'
import { addDrops, type Drops, wireLine } from '../facts/index.ts'
import { transferOf } from '../ingest/pack.ts'
import { type PackedFacts, Packer } from '../ingest/packer.ts'
import { TRANSCRIPT_SOURCES } from '../sources/index.ts'
import { fileReader, type Job, type ReadOptions } from './read.ts'
import { transcriptFact } from './transcript.ts'

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
  /** How far databases were read, by path. */
  read_to: Record<string, string>
}

/** A file that could not be read, and why. */
export interface Problem {
  path: string
  why: string
}

/** Several small files make one job: handing over costs as much for one fact as for thousands. */
export type Jobs = { id: number; files: Job[] }
export type JobAnswer = { id: number; read: ReadFacts } | { id: number; error: string }

const { form, ...options } = workerData as ReadOptions & { form: Form }
const readFile = fileReader(options)
const user = options.user && identityOf(options.user)

function readAll({ files }: Jobs): ReadFacts {
  const packer = form === 'packed' ? new Packer() : null
  const read: ReadFacts = {
    rows: 0,
    facts: 0,
    calls: 0,
    drops: {},
    packed: null,
    lines: [],
    problems: [],
    read_to: {},
  }
  for (const job of files) {
    const told = readFile(job)
    const { facts, rows, drops, problem, read_to, begins } = told
    const { source } = job
    const reader = { source, begins, user, parserVersion: versionOf(source) }
    const transcript = transcriptFact(reader, told, Boolean(job.since))
    if (transcript) facts.push(transcript)
    if (problem) read.problems.push({ path: job.path, why: problem })
    if (read_to !== undefined) read.read_to[job.path] = read_to
    // File by file: what has many facts at a time is copied around by the collector of garbage.
    if (packer) packer.add(facts)
    else for (const fact of facts) read.lines.push(wireLine(fact))
    addDrops(read.drops, drops)
    read.rows += rows
    read.facts += facts.length
    for (const fact of facts) if (fact.type === 'model_call') read.calls++
  }
  if (packer) read.packed = packer.packed()
  return read
}

const versionOf = (source: string): number =>
  TRANSCRIPT_SOURCES.find(({ id }) => id === source)?.parserVersion ?? 0

parentPort?.on('message', (job: Jobs) => {
  let answer: JobAnswer
  try {
    answer = { id: job.id, read: readAll(job) }
  } catch (error) {
    answer = { id: job.id, error: String((error as Error).stack ?? error) }
  }
  const packed = 'read' in answer ? answer.read.packed : null
  parentPort?.postMessage(answer, packed ? transferOf(packed.events) : [])
})
