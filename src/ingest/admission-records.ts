/** The same rules for records of telemetry that nobody has read: whatever text in them names somebody counts. */
import type { Gate } from './admission.ts'
import type { Refusal } from './quarantine.ts'

/** Attributes that name people; what a source takes for a person is among them. */
export const PERSON_ATTRIBUTES: ReadonlySet<string> = new Set([
  ...['user.email', 'enduser.email', 'account_email', 'user.account_uuid', 'user.account_id', 'account_id'],
  ...['user.id', 'user_id', 'userId', 'enduser.id', 'enduser.pseudo.id', 'user.name', 'distinct_id'],
  ...['installation.id', 'cicd.pipeline.run.actor', 'vcs.change.author'],
])

/** The refused record as it may be kept; null when it may not. */
export function keptRecord(gate: Gate, refusal: Refusal): Refusal | null {
  const told = parsed(refusal.record)
  if (told === undefined || gate.erases(refusal.subject) || names(gate, told)) return null
  if (!gate.rules.pseudonyms) return refusal
  return { ...refusal, subject: gate.nameOf(refusal.subject), record: JSON.stringify(renamed(gate, told)) }
}

/** Undefined for what is no JSON: nobody knows what it says. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether any text in it names an erased person or a session of theirs. */
export function names(gate: Gate, value: unknown): boolean {
  if (typeof value === 'string') return gate.erasesText(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some((one) => names(gate, one))
}

/** The same value with the names that stand for people. */
export function renamed(gate: Gate, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(gate, one))
  if (typeof value !== 'object' || value === null) return value
  const { key, value: told } = value as { key?: unknown; value?: { stringValue?: unknown } }
  if (typeof key === 'string' && PERSON_ATTRIBUTES.has(key) && typeof told === 'object' && told !== null) {
    const name = told.stringValue
    // Whatever else it is, such as a number, is a name as well.
    const text = typeof name === 'string' ? name : String(Object.values(told)[0] ?? '')
    return { key, value: { stringValue: gate.nameOf(text) } }
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, renamed(gate, one)]))
}
