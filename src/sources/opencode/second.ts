/** Messages of the second generation: one row each, with its content inside and its kind in a column. */
import { label, type Row, record, records } from '../row.ts'
import { countsOf } from './counts.ts'
import { type Answer, between, tellAnswer } from './messages.ts'
import type { Reading, SessionTold } from './reading.ts'
import { toolOfContent } from './tools.ts'

export interface RowTold {
  id: string
  type: string
  data: Row
  session: SessionTold
  /** The first generation tells the same. */
  told: boolean
}

/** `shell` is what a person ran. */
const SILENT = new Set(
  'synthetic system shell idle agent-switched model-switched location-switched agent-selected model-selected'.split(
    ' ',
  ),
)

export function tellRow(reading: Reading, row: RowTold): void {
  const { telling } = reading
  telling.rows++
  if (row.type === 'assistant' || row.type === 'compaction') tellCounted(reading, row)
  else if (row.told) telling.drop('repeated_row')
  else if (row.type === 'user') tellPrompt(reading, row)
  else if (row.type === 'skill') tellSkill(reading, row)
  else if (!SILENT.has(row.type)) telling.drop('unknown_record')
}

function tellCounted(reading: Reading, row: RowTold): void {
  const { telling } = reading
  const { known, sum } = countsOf(row.data, true)
  if (known) telling.naive(sum)
  if (row.told) telling.drop('repeated_row', sum)
  else if (row.type === 'assistant') tellAnswer(reading, row.session, answerOf(row))
  else tellCompaction(reading, row)
}

const time = ({ data }: RowTold): Row => record(data.time) ?? {}

function tellPrompt(reading: Reading, row: RowTold): void {
  const { telling, keys } = reading
  const at = telling.time(time(row).created)
  if (at === null || row.session.parent !== null) return
  const { projectId, worktree } = row.session
  reading
    .session(row.session, at)
    .prompt(at, [keys.message(row.id), keys.copiedPrompt(at, [projectId, worktree, null, null])])
}

function answerOf(row: RowTold): Answer {
  const { id, data } = row
  const { created, completed, streamed } = time(row)
  const model = record(data.model) ?? {}
  return {
    id,
    created,
    completed,
    model: model.id ?? model.modelID,
    provider: model.providerID,
    agent: data.agent,
    variant: model.variant,
    error: record(data.error),
    ended: typeof completed === 'number' || typeof data.finish === 'string',
    calls: [{ counts: countsOf(data, true), at: null }],
    whole: null,
    tools: records(data.content).flatMap((item) => (item.type === 'tool' ? (toolOfContent(item) ?? []) : [])),
    latency: between(created, streamed),
  }
}

/** A conversation that was shortened: by a call of its own, and by the person where it says so. */
function tellCompaction(reading: Reading, row: RowTold): void {
  const { telling, keys } = reading
  const counts = countsOf(row.data, true)
  if (counts.known || record(row.data.error))
    tellAnswer(reading, row.session, { ...answerOf(row), agent: 'compaction' })
  const at = telling.moment(time(row).created)
  if (at === null || row.data.reason !== 'manual') return
  const shared = keys.copiedPrompt(at, [row.session.projectId, row.session.worktree, 'compact', null])
  reading.session(row.session, at).feature(at, [keys.message(row.id), shared], 'slash_command', 'compact')
}

function tellSkill(reading: Reading, row: RowTold): void {
  const { telling, keys } = reading
  const at = telling.time(time(row).created)
  if (at === null) return
  const name = label(row.data.name) ?? label(row.data.skill)
  const session = reading.session(row.session, at)
  const { projectId, worktree } = row.session
  session.feature(
    at,
    [
      keys.message(row.id),
      keys.skill(session.id, name, at),
      keys.copiedPrompt(at, [projectId, worktree, name, null]),
    ],
    'skill',
    name,
  )
}
