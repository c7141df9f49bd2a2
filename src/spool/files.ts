/** What a spool asks of the file system: all of it, so that tests can let any call fail. */
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A file that is being written, at its end. */
export interface Appending {
  /** All of the bytes or an error. */
  write(bytes: Uint8Array): Promise<void>
  /** Resolves when all that was written survives a loss of power. */
  sync(): Promise<void>
  /** Cuts off what lies beyond. */
  truncate(length: number): Promise<void>
  close(): Promise<void>
}

/** What lies there is a folder or something else that has no bytes. */
export class NoFile extends Error {}

export interface Files {
  /** With those above it; their names survive a loss of power. */
  makeFolder(path: string): Promise<void>
  /** Names in a folder. */
  list(path: string): Promise<string[]>
  /** Bytes of a file. Errors: NoFile. */
  size(path: string): Promise<number>
  read(path: string): Promise<Buffer>
  /** Makes a file that must not be there yet; its name survives a loss of power. */
  create(path: string): Promise<Appending>
  move(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
}

/** Readable for nobody but the owner of the data folder. */
const FOLDER_MODE = 0o700
const FILE_MODE = 0o600

const writeAll = async (handle: FileHandle, bytes: Uint8Array): Promise<void> => {
  let written = 0
  while (written < bytes.length) written += (await handle.write(bytes, written)).bytesWritten
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export const FILES: Files = {
  makeFolder: async (path) => {
    const first = await mkdir(path, { recursive: true, mode: FOLDER_MODE })
    if (first === undefined) return
    for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made))
  },
  list: (path) => readdir(path),
  size: async (path) => {
    const about = await stat(path)
    if (!about.isFile()) throw new NoFile('is no file')
    return about.size
  },
  read: (path) => readFile(path),
  create: async (path) => {
    const handle = await open(path, 'wx', FILE_MODE)
    try {
      await syncFolder(dirname(path))
    } catch (error) {
      await handle.close()
      throw error
    }
    return {
      write: (bytes) => writeAll(handle, bytes),
      sync: () => handle.datasync(),
      truncate: (length) => handle.truncate(length),
      close: () => handle.close(),
    }
  },
  move: rename,
  remove: (path) => rm(path, { recursive: true, force: true }),
}
