/** The thread that reads transcripts: takes a path, answers with the facts of the file. */
import { parentPort, workerData } from 'node:worker_threads'
import { fileReader, type ReadOptions } from './read.ts'

const read = fileReader(workerData as ReadOptions)
parentPort?.on('message', (job: { id: number; path: string; source: string }) => {
  try {
    parentPort?.postMessage({ id: job.id, result: read(job.path, job.source) })
  } catch (error) {
    parentPort?.postMessage({ id: job.id, error: String((error as Error).stack ?? error) })
  }
})
