/** Hides secrets in settings that are shown: a terminal is scrolled back, recorded and shared. */

/** Names that say what they hold. */
const TELLING = 'key|token|secret|passw|credential|header|auth'
const NAMED = new RegExp(`("[^"]*(?:${TELLING})[^"]*"\\s*:\\s*")((?:[^"\\\\]|\\\\.)*)(?=")`, 'gi')
const SCHEME = /\b((?:bearer|basic)(?: |%20)+)([^\s"',]+)/gi
const PREFIXED = /\b(?:sk|tg|gh[a-z]|xox[a-z])[-_][\w-]{12,}/g

/** As much of it as tells two apart. */
const ends = (word: string): string => (word.length < 20 ? '…' : `${word.slice(0, 6)}…${word.slice(-4)}`)

const evident = (text: string): string =>
  text
    .replace(PREFIXED, ends)
    .replace(SCHEME, (_, scheme: string, word: string) => scheme + (word.includes('…') ? word : ends(word)))

function whole(text: string): string {
  const words = evident(text).replace(/[^\s=,;:…]{20,}/g, ends)
  return words.includes('…') ? words : '…'
}

/** A line of a file of settings, to be shown. */
export const hidden = (line: string): string =>
  evident(line).replace(NAMED, (_, name: string, text: string) => name + whole(text))

/** The value of a setting, to be shown. */
export const hiddenValue = (name: string, value: string): string =>
  new RegExp(TELLING, 'i').test(name) ? whole(value) : evident(value)
