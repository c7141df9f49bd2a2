/** What two tellings of one session have in common: their day, and how each becomes facts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fact } from '../../../src/facts/index.ts'
import { fileReader } from '../../../src/importer/read.ts'
import type { LogRecord } from '../../../src/otlp/signals.ts'
import { OTLP_AGENTS, readTelemetry } from '../../../src/sources/index.ts'

export const DAY = '2026-03-04'
export const at = (time: string) => Date.parse(`${DAY}T${time}Z`)

/** One session of an agent, told twice. */
export interface Both {
  agent: string
  transcript(): Fact[]
  telemetry(): Fact[]
  /** How many happenings of each type both tell, once each. */
  once: Readonly<Record<'message' | 'model_call' | 'tool_call', number>>
}

/** Facts of a file of that name with these lines; `format` is the place among those of the source. */
export function transcriptFacts(source: string, name: string, lines: readonly string[], format = 0): Fact[] {
  const dir = mkdtempSync(join(tmpdir(), 'tachograph-both-'))
  try {
    const path = join(dir, name)
    writeFileSync(path, `${lines.join('\n')}\n`)
    return fileReader({ user: 'ada@example.com', lineKey: 'k' })({ path, source, format }).facts
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

export function logFacts(records: readonly LogRecord[]): Fact[] {
  const { told, sessions } = readTelemetry(OTLP_AGENTS, 'logs', records, at('10:01:00.000'))
  return [...told.flatMap((one) => one.facts), ...sessions]
}
