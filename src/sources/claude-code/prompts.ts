/** Tells what a person typed from everything else that stands in `user` rows. */
import { label, list, type Row, record, records, text } from '../row.ts'

/** How much of a text is looked at: what tells the kinds apart stands at the beginning. */
export const LOOKED_AT = 300

/** Texts the agent puts in the mouth of the user begin with one of these. */
const INJECTED = [
  '<command-name>',
  '<command-message>',
  '<command-args>',
  '<local-command-stdout>',
  '<local-command-stderr>',
  '<local-command-caveat>',
  '<bash-input>',
  '<bash-stdout>',
  '<bash-stderr>',
  '<system-reminder>',
  '<task-notification>',
  '<user-prompt-submit-hook>',
  '<ide_opened_file>',
  '<ide_selection>',
  'Caveat:',
  '[Request interrupted',
]

/** The beginnings of the text blocks of a message; a reminder and the prompt itself may share one row. */
export function textsOf(content: unknown): string[] {
  if (typeof content === 'string') return [content.slice(0, LOOKED_AT)]
  const texts: string[] = []
  for (const block of list(content)) {
    const told = record(block)
    const t = told?.type === 'text' ? text(told.text) : null
    if (t !== null) texts.push(t.slice(0, LOOKED_AT))
  }
  return texts
}

export const resultsOf = (content: unknown): Row[] =>
  records(content).filter((block) => block.type === 'tool_result')

function typed(texts: readonly string[]): boolean {
  return texts.some((t) => {
    const begin = t.trimStart()
    return begin !== '' && !INJECTED.some((mark) => begin.startsWith(mark))
  })
}

/** Newer rows say where a prompt comes from: other agents and finished tasks speak through the same rows. */
function fromElsewhere(row: Row): boolean {
  const kind = label(record(row.origin)?.kind)
  return (kind !== null && kind !== 'human') || row.promptSource === 'system'
}

/** Whether a `user` row without a tool result is a prompt of a person. */
export function isPrompt(row: Row, texts: readonly string[]): boolean {
  if (row.isMeta === true || row.isSidechain === true || row.isCompactSummary === true) return false
  return !fromElsewhere(row) && typed(texts)
}

/** Whether an attachment is a prompt a person typed while the agent was at work. */
export function isQueuedPrompt(row: Row, attachment: Row): boolean {
  if (row.isMeta === true || row.isSidechain === true || attachment.isMeta === true) return false
  if ((attachment.commandMode ?? 'prompt') !== 'prompt') return false
  return !fromElsewhere(row) && !fromElsewhere(attachment) && typed(textsOf(attachment.prompt))
}

export interface Command {
  name: string
  /** The same marks are written when a skill is loaded. */
  skill: boolean
}

const COMMAND = /<command-name>\s*([^<]{1,200}?)\s*<\/command-name>/

/** The slash command a text calls. */
export function commandIn(texts: readonly string[]): Command | null {
  for (const t of texts) {
    if (!/^\s*<command-(?:name|message)>/.test(t)) continue
    const name = label(COMMAND.exec(t)?.[1])
    const bare = name && label(name.replace(/^\//, ''))
    if (bare) return { name: bare, skill: t.includes('<skill-format>true') }
  }
  return null
}
