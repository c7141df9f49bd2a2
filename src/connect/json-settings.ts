/** Files of settings that are JSON, with the settings in one object of them. */
import { TachographError } from '../errors.ts'
import type { SettingsFile } from './agent.ts'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The whole file; `object` in it is an object, or not there. `readable` makes JSON of what the agent takes for it. Errors:
 * `config` for what the agent would not accept.
 */
export function parsed(
  { path, text }: SettingsFile,
  object: string,
  readable = (told: string): string => told,
): Record<string, unknown> {
  if (text === null) return {}
  const refuse = (why: string) =>
    new TachographError('config', `${path}: ${why}. Correct that and run this again; nothing was written.`)
  let root: unknown
  try {
    root = JSON.parse(readable(text))
  } catch (error) {
    // What the parser says quotes the file, which may hold secrets.
    const line = /\(line \d+ column \d+\)/.exec((error as Error).message)?.[0]
    throw refuse(`it is not valid JSON${line ? ` ${line}` : ''}`)
  }
  if (!isObject(root)) throw refuse('it has to be a JSON object')
  if (root[object] !== undefined && !isObject(root[object]))
    throw refuse(`its "${object}" has to be an object`)
  return root
}

/** A value as it may be shown; undefined for none. */
export const textOf = (value: unknown): string | undefined =>
  value === undefined || value === null
    ? undefined
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)
