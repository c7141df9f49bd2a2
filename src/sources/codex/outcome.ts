/** How a tool ended, by what Codex hands to the model: exit codes stand in its text. */
import { duration, list, type Row, record, text } from '../row.ts'
import type { ToolStatus } from '../telling.ts'

export interface Outcome {
  status: ToolStatus
  decision: string | null
  /** Told, else null: rows of call and result are often written together. */
  duration_ms: number | null
  output: string
}

/** What stands before what a command printed. */
const LOOKED_AT = 600

const EXITED = /^(?:Process exited with code|Exit code:) (-?\d+)\s*$/m
const WALL = /^Wall time: ([\d.]+) seconds/m
const RUNNING = /^Process running with session ID /m
const FAILED =
  /^(?:failed in sandbox|error\b|execution error|exec_command failed|write_stdin failed|tool call error|unsupported call|failed to parse|apply_patch verification failed|unable to |command timed out|Script failed|err: )/i
const REJECTED =
  /^(?:exec command |patch |command |tool call |user )?(?:was )?(?:rejected|denied|declined)\b|rejected by (?:the )?user/i
const ABORTED = /^(?:aborted|interrupted|cancelled)\b/i

/** Objects within objects, until a text comes. */
const DEEPEST = 4

/** Text of an output: as it stands, of an object, or of a list of parts. */
function textOf(told: unknown, depth = 0): string {
  if (typeof told === 'string') return told
  const one = record(told)
  if (one)
    return (
      text(one.text) ?? text(one.content) ?? (depth < DEEPEST ? textOf(one.content ?? '', depth + 1) : '')
    )
  return list(told)
    .map((part) => (typeof part === 'string' ? part : (text(record(part)?.text) ?? '')))
    .join('\n')
}

/** Older versions wrap what a command printed into an object as JSON. */
function wrapped(told: string): { output: string; metadata: Row | null } | null {
  if (!told.startsWith('{"output"')) return null
  try {
    const row = record(JSON.parse(told))
    return row && { output: text(row.output) ?? '', metadata: record(row.metadata) }
  } catch {
    return null
  }
}

const byCode = (code: number): ToolStatus => (code === 0 ? 'ok' : 'error')

/** `runs` says that the tool ends with an exit code, so that a text without one is no success. */
export function outcomeOf(payload: Row, runs: boolean): Outcome {
  const told = payload.output
  const whole = textOf(told)
  const success = record(told)?.success ?? payload.success
  const old = wrapped(whole)
  if (old) {
    const code = old.metadata?.exit_code
    const duration_ms = duration(old.metadata?.duration_seconds, 1000)
    const status = typeof code === 'number' ? byCode(code) : 'unknown'
    return { status, decision: null, duration_ms, output: old.output }
  }
  const begin = whole.slice(0, LOOKED_AT)
  const wall = WALL.exec(begin)?.[1]
  const ended = { decision: null, duration_ms: wall ? duration(Number(wall), 1000) : null, output: whole }
  const code = EXITED.exec(begin)?.[1]
  if (code !== undefined) return { ...ended, status: byCode(Number(code)) }
  if (REJECTED.test(begin)) return { ...ended, status: 'rejected', decision: 'user' }
  if (RUNNING.test(begin) || ABORTED.test(begin)) return { ...ended, status: 'unknown' }
  if (success === false || FAILED.test(begin)) return { ...ended, status: 'error' }
  return { ...ended, status: runs && success !== true ? 'unknown' : 'ok' }
}

/** A duration as Codex writes it: seconds and nanoseconds, or text such as `1.5s`. */
export function ranFor(told: unknown): number | null {
  const parts = record(told)
  if (parts) {
    const { secs, nanos } = parts
    return typeof secs === 'number'
      ? duration(secs * 1000 + (typeof nanos === 'number' ? nanos : 0) / 1e6)
      : null
  }
  return duration(told)
}
