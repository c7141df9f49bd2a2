/** The tree of JSON files that versions before 2026 kept: a file for every session, message and part. */
import { basename, dirname, join } from 'node:path'
import { label, type Row, wholeRow } from '../row.ts'
import type { Beginning, Nearby, ReadResult, TranscriptFile } from '../source.ts'
import { tellMessage } from './messages.ts'
import { type Engine, Reading, type SessionTold, sessionUntold } from './reading.ts'
import { serversBeside } from './servers.ts'
import { sessionOfFile } from './sessions.ts'

/** Ids become names of files: they must not lead elsewhere. */
const NAME = /^[\w-][\w.-]*$/

const rowAt = (nearby: Nearby, path: string): Row | null => {
  const bytes = nearby.read(path)
  return bytes ? wholeRow(bytes) : null
}

/** More parts than this do not lie beside each other without folders of their messages. */
const MOST_FLAT = 2_000
const MOST_REMEMBERED = 10_000

/** A `storage` folder; what is found in it once is remembered, as it is asked for by every message. */
class Storage {
  readonly #nearby: Nearby
  readonly #root: string
  /** By session: folder of its project. */
  readonly #projects = new Map<string, string>()
  readonly #worktrees = new Map<string, string | null>()
  #flat: Map<string, Row[]> | null = null
  #servers: readonly string[] | null = null

  constructor(nearby: Nearby, root: string) {
    this.#nearby = nearby
    this.#root = root
  }

  session(id: string): SessionTold {
    if (!NAME.test(id)) return sessionUntold(id)
    const known = this.#projects.get(id)
    for (const project of known ? [known] : this.#nearby.list(join(this.#root, 'session'))) {
      const folder = join(this.#root, 'session', project)
      // Exports put a prefix before ids that have none.
      const row =
        rowAt(this.#nearby, join(folder, `${id}.json`)) ?? rowAt(this.#nearby, join(folder, `ses_${id}.json`))
      if (!row) continue
      if (this.#projects.size < MOST_REMEMBERED) this.#projects.set(id, project)
      return sessionOfFile(id, row, this.#worktree(label(row.projectID) ?? project))
    }
    return sessionUntold(id)
  }

  #worktree(project: string): string | null {
    const known = this.#worktrees.get(project)
    if (known !== undefined) return known
    const path = join(this.#root, 'project', `${project}.json`)
    const told = NAME.test(project) ? rowAt(this.#nearby, path)?.worktree : null
    const worktree = typeof told === 'string' ? told : null
    if (this.#worktrees.size < MOST_REMEMBERED) this.#worktrees.set(project, worktree)
    return worktree
  }

  parts(message: string): Row[] {
    if (!NAME.test(message)) return []
    const folder = join(this.#root, 'part', message)
    const rows = this.#nearby
      .list(folder)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name): Row[] => {
        const row = rowAt(this.#nearby, join(folder, name))
        return row ? [row] : []
      })
    if (rows.length > 0) return rows
    this.#flat ??= this.#flatParts()
    return this.#flat.get(message) ?? []
  }

  #flatParts(): Map<string, Row[]> {
    const parts = new Map<string, Row[]>()
    const folder = join(this.#root, 'part')
    const names = this.#nearby.list(folder).filter((name) => name.endsWith('.json'))
    for (const name of names.slice(0, MOST_FLAT)) {
      const row = rowAt(this.#nearby, join(folder, name))
      const message = label(row?.messageID)
      if (!row || message === null) continue
      const known = parts.get(message)
      if (known) known.push(row)
      else parts.set(message, [row])
    }
    return parts
  }

  servers(app: string): readonly string[] {
    this.#servers ??= serversBeside(this.#nearby, dirname(this.#root), app)
    return this.#servers
  }
}

/** Of one import: whoever reads files again hands in another way to them, or begins anew. */
const STORAGES = new WeakMap<Nearby, Map<string, Storage>>()

function storageOf({ path, nearby }: TranscriptFile): Storage {
  const root = dirname(dirname(dirname(path)))
  let known = STORAGES.get(nearby)
  if (!known) {
    known = new Map()
    STORAGES.set(nearby, known)
  }
  const storage = known.get(root) ?? new Storage(nearby, root)
  known.set(root, storage)
  return storage
}

/** `<storage>/message/<session>/<message>.json` */
export const isMessageFile = (path: string): boolean =>
  /(?:^|[\\/])message[\\/][^\\/]+[\\/][^\\/]+\.json$/.test(path)

/** The parts of a message may change after it. */
export const partsBeside = (path: string): string[] => [
  join(dirname(dirname(dirname(path))), 'part', basename(path, '.json')),
]

export const beginsAsMessage = ({ rows }: Beginning): boolean =>
  rows.some(
    (row) =>
      (row.role === 'user' || row.role === 'assistant') && typeof row.sessionID === 'string' && 'time' in row,
  )

export function readMessageFile(engine: Engine, file: TranscriptFile, content: Buffer): ReadResult {
  const storage = storageOf(file)
  const reading = new Reading(engine, file, () => storage.servers(engine.folder))
  const data = wholeRow(content)
  const id = label(data?.id) ?? basename(file.path, '.json')
  const session = label(data?.sessionID) ?? basename(dirname(file.path))
  if (data) tellMessage(reading, { id, data, parts: storage.parts(id), session: storage.session(session) })
  else {
    reading.telling.rows++
    reading.telling.drop('broken_line')
  }
  return reading.result()
}
