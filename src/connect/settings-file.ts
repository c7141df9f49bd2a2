/** Reads and writes a file of settings that belongs to somebody else: whole or not at all, and never by guess. */
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { TachographError } from '../errors.ts'
import type { SettingsFile } from './agent.ts'

/** Errors: `config` when it is there and cannot be read as text. */
export function readSettings(path: string): SettingsFile {
  try {
    // Bytes that are no UTF-8 could not be written back.
    return {
      path,
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path)),
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return { path, text: null }
    throw new TachographError('config', `${path} cannot be read: ${message}.`, { cause: error })
  }
}

/** A file that is there keeps its mode; a new one is for its owner alone, since it may hold a key. Errors: `config`. */
export function writeSettings(path: string, text: string): void {
  let temporary: string | null = null
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    // Where settings are kept elsewhere and linked, the link stays.
    const target = linkedTo(path)
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
    const there = statSync(target, { throwIfNoEntry: false })
    temporary = `${target}.${process.pid}.new`
    const fd = openSync(temporary, 'wx', 0o600)
    try {
      writeFileSync(fd, text)
      fchmodSync(fd, there ? there.mode & 0o777 : 0o600)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(temporary, target)
  } catch (cause) {
    if (temporary) rmSync(temporary, { force: true })
    throw new TachographError('config', `${path} cannot be written: ${(cause as Error).message}.`, { cause })
  }
}

/** Where a link leads, also one to a file that is not there yet. */
function linkedTo(path: string): string {
  let target = path
  for (let links = 0; lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink(); links++) {
    if (links === MOST_LINKS) throw new Error('too many links')
    // What the link says is meant from the folder that it is really in.
    target = resolve(realpathSync(dirname(target)), readlinkSync(target))
  }
  return target
}
const MOST_LINKS = 40

export const othersMayRead = (path: string): boolean =>
  ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o044) !== 0
