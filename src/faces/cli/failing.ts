/** What a command that fails says on stderr, in words or as JSON, and what it exits with. */
import { CommanderError } from 'commander'
import { type ErrorCode, TachographError } from '../../errors.ts'
import type { Failure } from '../contract.ts'
import { complain } from './terminal.ts'

/** The shape of the API but for the id of a request, of which there is none. */
type Told = { error: Omit<Failure['error'], 'request_id'> }

/** Whether the words of a command line ask for JSON. What follows on `--` are arguments. */
export function asksForJson(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  return words.slice(0, end < 0 ? undefined : end).includes('--json')
}

/** Says what went wrong; answers the exit code. As JSON it is one line, and the last one. */
export function fail(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) {
    // In words it has told them itself, as it has told help and version, for which it throws too.
    if (error.exitCode !== 0 && json)
      tell('bad_request', error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' '))
    return error.exitCode === 0 ? 0 : 2
  }
  if (error instanceof TachographError) {
    if (!json) complain(error.message)
    if (process.env.TACHOGRAPH_DEBUG && error.cause) trace(error.cause)
    if (json) tell(error.code, error.message, error.param)
    return error.exitCode
  }
  if (!json) {
    complain(String((error as Error).stack ?? error))
    return 1
  }
  if (process.env.TACHOGRAPH_DEBUG) trace(error)
  tell('internal', String(error))
  return 1
}

const trace = (error: unknown): void =>
  void process.stderr.write(`${String((error as Error).stack ?? error)}\n`)

function tell(code: ErrorCode, message: string, param?: string): void {
  const told: Told = { error: { code, message, ...(param === undefined ? {} : { param }) } }
  process.stderr.write(`${JSON.stringify(told)}\n`)
}
