/** The content of messages as the library of Google has it: a text, a part, or a list of both. */
import { type Row, record, text } from '../row.ts'

/** Beginnings are enough to tell what a text is. */
const LOOKED_AT = 1000

const parts = (content: unknown): readonly unknown[] => (Array.isArray(content) ? content : [content])

/** The beginnings of the texts of a message; of parts that are thoughts, none. */
export function textsOf(content: unknown): string[] {
  return parts(content).flatMap((part) => {
    const told = text(part) ?? (record(part)?.thought === true ? null : text(record(part)?.text))
    return told === null ? [] : [told.slice(0, LOOKED_AT)]
  })
}

/** What the agent says in the place of a person. */
const INJECTED =
  /^(?:<(?:session_context|state_snapshot|hook_context|system-reminder|task-notification)\b|System: |Please continue\.$|This is the (?:Gemini CLI|Qwen Code)\. We are setting up the context)/

/** Whether a person typed it, as far as its texts tell. */
export const isTyped = (content: unknown): boolean =>
  textsOf(content).some((told) => {
    const begin = told.trim()
    return begin !== '' && !INJECTED.test(begin)
  })

const within = (content: unknown, name: string): Row[] =>
  parts(content).flatMap((part) => {
    const told = record(record(part)?.[name])
    return told ? [told] : []
  })

/** The calls of functions among the parts of a message. */
export const functionCalls = (content: unknown): Row[] => within(content, 'functionCall')

/** What functions answered, of the parts of a message. */
export const functionResponses = (content: unknown): Row[] => within(content, 'functionResponse')

/** What a tool printed, as far as its result tells. */
export const outputOf = (result: unknown): string => {
  const whole = text(result)
  if (whole !== null) return unlabelled(whole)
  const told = functionResponses(result).map(({ response }) => text(record(response)?.output) ?? '')
  return unlabelled(told.join('\n'))
}

/** Shell tools put the name of a stream before the first line of it. */
const unlabelled = (output: string): string => output.replace(/^(?:Output|Stdout): /gm, '')

/** Why a tool did not run, as far as its result tells. */
export const errorOf = (result: unknown): string =>
  functionResponses(result)
    .map(({ response }) => (text(record(response)?.error) ?? '').slice(0, LOOKED_AT))
    .join('\n')
