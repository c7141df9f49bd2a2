/** Takes secrets out of a text: keys, tokens, passwords, private keys (promise V2). Any text is read in linear time. */
import { ASSIGNED, IN_ADDRESS, PERHAPS_TOKEN, PRIVATE_KEY, RUN, SCHEME, TOKEN } from './patterns.ts'

/** Stands where a secret was. */
export const REDACTED = '[REDACTED]'

/** The text without secrets. What is none stays as it is, letter by letter. */
export function withoutSecrets(text: string): string {
  let safe = withoutPrivateKeys(text)
  safe = safe.replace(IN_ADDRESS, (whole, user: string, password: string) =>
    isPlaceholder(password) ? whole : `://${user}:${REDACTED}@`,
  )
  safe = safe.replace(TOKEN, REDACTED)
  safe = safe.replace(PERHAPS_TOKEN, (token) => (isRandom(token) ? REDACTED : token))
  safe = safe.replace(RUN, (run) => withoutSigned(run))
  safe = safe.replace(SCHEME, (whole, scheme: string, value: string) =>
    isRandom(value) ? `${scheme}${REDACTED}` : whole,
  )
  return safe.replace(ASSIGNED, assigned)
}

function withoutPrivateKeys(text: string): string {
  let safe = ''
  let from = 0
  PRIVATE_KEY.lastIndex = 0
  for (let begin = PRIVATE_KEY.exec(text); begin; begin = PRIVATE_KEY.exec(text)) {
    safe += `${text.slice(from, begin.index)}${REDACTED}`
    const end = text.indexOf('-----END', PRIVATE_KEY.lastIndex)
    const over = end < 0 ? -1 : text.indexOf('-----', end + 8)
    // A key that is cut off has no end: all that follows may be a part of it.
    if (over < 0) return safe
    from = over + 5
    PRIVATE_KEY.lastIndex = from
  }
  return safe + text.slice(from)
}

/** Signed tokens (JWT) within a run of their letters. */
function withoutSigned(run: string): string {
  const at = run.indexOf('eyJ')
  if (at < 0) return run
  const [head = '', body = ''] = run.slice(at).split('.', 2)
  return head.length >= 12 && body.length >= 10 ? `${run.slice(0, at)}${REDACTED}` : run
}

function assigned(
  whole: string,
  name: string,
  parting: string,
  quote: string | undefined,
  quoted: string | undefined,
  bare: string | undefined,
): string {
  // An escape before the closing quote is not a part of the value.
  const told = quoted === undefined ? (bare ?? '') : quoted.replace(/\\$/, '')
  const rest = quoted === undefined ? '' : quoted.slice(told.length)
  if (!isAssigned(name, parting, told, quoted !== undefined)) return whole
  return `${name}${parting}${quote ?? ''}${REDACTED}${rest}`
}

const PASSWORD = /^(?:pass|pwd)/i

function isAssigned(name: string, parting: string, value: string, quoted: boolean): boolean {
  if (isPlaceholder(value)) return false
  const parted = /[:=]/.test(parting)
  if (!PASSWORD.test(name)) return parted ? isRandom(value) : isRandom(value) && value.length >= 20
  // A password may be a word. In a sentence about passwords it is none.
  if (quoted && parted) return !/\s/.test(value) || isRandom(value)
  if (/=$/.test(parting.trimEnd()) && !/\s$/.test(parting)) return true
  return /[A-Za-z]/.test(value) && /\d|[a-z][A-Z]/.test(value)
}

const WORDS =
  /^(?:string|number|boolean|null|none|nil|true|false|undefined|required|optional|text|varchar|password|passwd|secret|token|key|value|example|changeme|placeholder|redacted|hidden|unknown|any|str|bytes|input|self|this|default)\b/i
/** References to where a secret is kept, fields of forms, and what stands for a value in a description. */
const PLACEHOLDER =
  /^(?:[$%{<[(*#]|\.{2,}|x{3,}|your|my[-_]|process\.env|os\.environ|env[.[(:]|env$|import\.|config[.[]|settings[.[]|secrets[.[]|vault:|file:|https?:|\/|\.\/|~\/|@|\w{1,40}[.(]\w{0,40}(?:[.([]|$))/i

const isPlaceholder = (value: string): boolean =>
  WORDS.test(value) ||
  PLACEHOLDER.test(value) ||
  /^(.)\1*$/.test(value.slice(0, 64)) ||
  value.includes(REDACTED)

/** Whether somebody would hardly have written it: letters and figures mixed, with few of them twice. */
function isRandom(value: string): boolean {
  if (value.length < 8 || /\s/.test(value)) return false
  const head = value.slice(0, 256)
  if (!/\d/.test(head) || !/[A-Za-z]/.test(head)) return isMixed(head)
  // Names and words with a number in them, versions, dates, paths.
  if (/^[A-Za-z]+(?:[._/-][A-Za-z]+){0,8}[._/-]?v?\d{1,4}$/.test(head)) return false
  if (/^[a-z]+(?:[_/-][a-z0-9]{1,12}){1,8}$/.test(head) && digits(head) < head.length / 6) return false
  if (/^v?\d+(?:[.-]\d+){1,4}/.test(head) && head.length < 24) return false
  return entropy(head) >= 2.7
}

/** Letters alone: upper and lower case without the order of words. */
function isMixed(text: string): boolean {
  if (text.length < 20 || !/^[A-Za-z+/=_-]+$/.test(text)) return false
  const changes = text.match(/[a-z][A-Z]|[A-Z]{2}[a-z]/g)?.length ?? 0
  return changes >= text.length / 5 && entropy(text) >= 3.5
}

const digits = (text: string): number => text.match(/\d/g)?.length ?? 0

/** Shannon's, in bits a letter. */
function entropy(text: string): number {
  const counts = new Map<string, number>()
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  let bits = 0
  for (const n of counts.values()) bits -= (n / text.length) * Math.log2(n / text.length)
  return bits
}
