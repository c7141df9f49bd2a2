/** Hides secrets in settings that are shown: a terminal is scrolled back, recorded and shared. */

/** Names that say what they hold. */
const TELLING = 'key|token|secret|passw|credential|header|auth|\\bx-'
/** With a colon after it as in JSON, or an equals sign as in TOML, where a name may stand without quotes. */
const NAME = `(?:"[^"]*(?:${TELLING})[^"]*"|[\\w-]*(?:${TELLING})[\\w-]*)\\s*[:=]\\s*`
const NAMED = new RegExp(`(${NAME}")((?:[^"\\\\]|\\\\.)*)(?=")`, 'gi')
const NAMED_LITERALLY = new RegExp(`(${NAME}')([^']*)(?=')`, 'gi')
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
  [NAMED, NAMED_LITERALLY].reduce(
    (shown, named) => shown.replace(named, (_, name: string, text: string) => name + whole(text)),
    evident(line),
  )

/** The value of a setting, to be shown. */
export const hiddenValue = (name: string, value: string): string =>
  new RegExp(TELLING, 'i').test(name) ? whole(value) : evident(value)
