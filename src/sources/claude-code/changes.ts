/** The file changes that the results of editing tools tell of. */
import type { FileChange } from '../../facts/index.ts'
import { type LineChange, ofPatch, ofText } from '../added-lines.ts'
import { below } from '../folders.ts'
import { extensionOf, languageOf } from '../language.ts'
import { path, type Row, text } from '../row.ts'
import type { TranscriptFile } from '../source.ts'
import type { Scene, Sessions, Spot } from './sessions.ts'
import type { ToolUse } from './tool-calls.ts'

const EDITING = new Set(['edit', 'multiedit', 'write', 'notebookedit'])

export const editsFiles = (use: ToolUse): boolean => EDITING.has(use.name.toLowerCase())

/** Null where the transcript does not tell: a made-up number would be worse. */
interface Size {
  added: number | null
  removed: number | null
  line_hashes: string[]
}

interface Change extends Size {
  key: string
  path: string
  op: 'create' | 'edit'
  at: number
  scene: Scene
}

const UNTOLD: Size = { added: null, removed: null, line_hashes: [] }

export class Changes {
  readonly #hashLine: (line: string) => string
  readonly #changes: Change[] = []

  constructor(file: TranscriptFile) {
    this.#hashLine = (line) => file.hashLine(line)
  }

  /** A successful result of an editing tool; `told` is the agent's own record of it, where there is one. */
  add(use: ToolUse, told: Row | null, { scene, at }: Spot): void {
    const changed = path(told?.filePath) ?? path(told?.notebook_path) ?? use.path
    if (!changed || (typeof told?.error === 'string' && told.error !== '')) return
    const notebook = use.name.toLowerCase() === 'notebookedit'
    const size = (notebook ? this.#ofCell(told) : this.#ofFile(told)) ?? UNTOLD
    // Forks copy rows as they are, so what a key is made of must come from this row alone.
    const key = `${use.key}#${below(changed, scene.cwd) ?? changed}`
    this.#changes.push({
      key,
      path: below(changed, scene.session.cwd) ?? below(changed, scene.cwd) ?? changed,
      op: told && creates(told) ? 'create' : 'edit',
      at,
      scene,
      ...size,
    })
  }

  #ofFile(told: Row | null): LineChange | null {
    const content = text(told?.content)
    if (told?.type === 'create') return content === null ? null : ofText(content, this.#hashLine)
    return ofPatch(told?.structuredPatch, this.#hashLine)
  }

  /** A cell is told with its new text only, so what it replaced or deleted has no known size. */
  #ofCell(told: Row | null): Size | null {
    const source = text(told?.new_source)
    if (!told || source === null) return null
    if (told.edit_mode === 'delete') return { ...UNTOLD, added: 0 }
    const size = ofText(source, this.#hashLine)
    return told.edit_mode === 'insert' ? size : { ...size, removed: null }
  }

  facts(sessions: Sessions): FileChange[] {
    return this.#changes.map(({ key, scene, at, ...change }) => ({
      type: 'file_change',
      at,
      keys: [key],
      completeness: 2,
      ...change,
      extension: extensionOf(change.path),
      language: languageOf(change.path),
      ...sessions.context(scene),
    }))
  }
}

/** A `Write` says so; an `Edit` creates a file when it replaces nothing in nothing. */
const creates = (told: Row): boolean =>
  told.type === 'create' ||
  (told.oldString === '' && (told.originalFile === '' || told.originalFile === null))
