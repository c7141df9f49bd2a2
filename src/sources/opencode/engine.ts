/** A source for an agent that is built on the engine of OpenCode: its database, and the tree of files before it. */
import { join } from 'node:path'
import type { Machine, TranscriptSource } from '../source.ts'
import { isDatabase, readDatabase, SQLITE } from './database.ts'
import type { Engine } from './reading.ts'
import { beginsAsMessage, isMessageFile, partsBeside, readMessageFile } from './tree.ts'

/** The data folder whose tree a file belongs to, where its path tells. */
const treeOf = (path: string): string | null =>
  /(?:^|[\\/])(opencode|kilo|mimocode)[\\/]storage[\\/]/.exec(path)?.[1] ?? null

/** Builds that people run beside the released one; others keep theirs where it can be named. */
const CHANNELS = ['', '-next', '-dev', '-local']

/**
 * The same on all systems. Named one by one: beside them lie the parts of all messages, and copies of what people work on.
 */
function roots({ folder }: Engine, { home, env }: Machine): string[] {
  const usual = join(home, '.local/share', folder)
  const moved = env.XDG_DATA_HOME ? join(env.XDG_DATA_HOME, folder) : usual
  return [...new Set([moved, usual])].flatMap((data) => [
    ...CHANNELS.map((channel) => join(data, `${folder}${channel}.db`)),
    join(data, 'storage/message'),
  ])
}

export const engineSource = (engine: Engine): TranscriptSource => ({
  id: engine.harness,
  title: engine.title,
  parserVersion: engine.parserVersion,
  roots: (machine) => roots(engine, machine),
  formats: [
    {
      form: 'database',
      accepts: (path) => isDatabase(engine, path),
      recognises: ({ text }) => text.startsWith(SQLITE),
      beside: (path) => [`${path}-wal`],
      read: (file, database) => readDatabase(engine, file, database),
    },
    {
      form: 'document',
      accepts: (path) => isMessageFile(path) && (treeOf(path) ?? 'opencode') === engine.folder,
      recognises: beginsAsMessage,
      beside: partsBeside,
      read: (file, content) => readMessageFile(engine, file, content),
    },
  ],
})
