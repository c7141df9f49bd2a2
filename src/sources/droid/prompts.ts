/** Tells what a person typed from everything else that stands in the messages of a user. */
import { label, list, type Row, record, text } from '../row.ts'

const REMINDER = '<system-reminder>'
const REMINDER_END = '</system-reminder>'

/** Reminders stand before what was typed, in the same text. */
function withoutReminders(told: string): string {
  let at = 0
  for (;;) {
    while (/\s/.test(told.charAt(at))) at++
    if (!told.startsWith(REMINDER, at)) return told.slice(at, at + 100)
    const end = told.indexOf(REMINDER_END, at)
    if (end < 0) return ''
    at = end + REMINDER_END.length
  }
}

/** What the agent itself puts in the mouth of the user. */
const INJECTED = /^(?:\[?Request (?:interrupted|cancelled)|<system-notification>|# Task Tool Invocation)/

function typed(told: string | null): boolean {
  const begin = told === null ? '' : withoutReminders(told)
  return begin !== '' && !INJECTED.test(begin)
}

/** Whether a message of the user, without tool results, was typed by a person. */
export function isPrompt(message: Row): boolean {
  if (message.visibility === 'llm_only' || message.visibility === 'user_only') return false
  const source = label(message.userMessageSource)
  if (source !== null && source !== 'user') return false
  const { content } = message
  if (typeof content === 'string') return typed(content)
  return list(content).some((block) => {
    const told = record(block)
    return told?.type === 'text' && typed(text(told.text))
  })
}
