/** What lies beside the rows of a task: who it is, where it ran, and which models it used. */
import { basename, dirname, join } from 'node:path'
import { instant, label, path, type Row, record, records, text, wholeRow } from '../row.ts'
import type { TranscriptFile } from '../source.ts'
import { History } from './task-history.ts'
import { Timeline } from './timeline.ts'

export interface TaskPlace {
  task: string
  session: string
  cwd: string | null
  parent: string | null
  history: History
  /** Models by when they were chosen. */
  models: Timeline<Row>
  /** Versions and editors by when they were begun with. */
  environments: Timeline<Row>
}

/** Files of a task whose change is one of the task. The list of all tasks is none: it changes with every other one. */
export const besideTask = (file: string): string[] =>
  ['api_conversation_history.json', 'task_metadata.json', 'history_item.json'].map((name) =>
    join(dirname(file), name),
  )

/** The list of all tasks is read for each of them: what was made of it last is kept. */
let known: { content: Buffer; items: ReadonlyMap<string, Row> } | null = null

function itemsOf(content: Buffer): ReadonlyMap<string, Row> {
  if (known?.content.equals(content)) return known.items
  let items: Row[] = []
  try {
    items = records(JSON.parse(content.toString('utf8')))
  } catch {
    // Another version of it will be read the next time.
  }
  known = { content, items: new Map(items.map((item) => [`${item.id}`, item])) }
  return known.items
}

function itemOf(file: TranscriptFile, task: string): Row {
  const folder = dirname(file.path)
  const own = file.nearby.read(join(folder, 'history_item.json'))
  const item = own && wholeRow(own)
  if (item) return item
  const all = file.nearby.read(join(folder, '../../state/taskHistory.json'))
  return (all && itemsOf(all).get(task)) || {}
}

export function placeOf(file: TranscriptFile): TaskPlace {
  const folder = dirname(file.path)
  const task = label(basename(folder)) ?? 'unknown'
  const item = itemOf(file, task)
  const metadata = file.nearby.read(join(folder, 'task_metadata.json'))
  const told = (metadata && wholeRow(metadata)) || {}
  const history = new History(file.nearby.read(join(folder, 'api_conversation_history.json')))
  const timeline = (rows: unknown) =>
    new Timeline(records(rows).map((row) => [instant(row.ts), row] as const))
  return {
    task,
    // What the telemetry calls it.
    session: label(item.ulid) ?? task,
    cwd: path(item.cwdOnTaskInitialization) ?? path(item.workspace) ?? history.cwd,
    parent: label(item.parentTaskId),
    history,
    models: timeline(told.model_usage),
    environments: timeline(told.environment_history),
  }
}

/** The surface a task ran in: by the folder of the extension, or by what it says of its host. */
export function clientOf(file: string, environment: Row | null): string | null {
  const host = text(environment?.host_name) ?? ''
  if (/\bcli\b|terminal/i.test(host)) return 'terminal'
  return host !== '' || file.includes('globalStorage') ? 'ide' : null
}

/** Model, provider and mode of a row, where it tells them itself. */
export function chosen(row: Row): { model: string | null; provider: string | null; mode: string | null } {
  const info = record(row.modelInfo)
  return {
    model: label(info?.modelId ?? row.model_id),
    provider: label(info?.providerId ?? row.model_provider_id),
    mode: label(info?.mode ?? row.mode),
  }
}
