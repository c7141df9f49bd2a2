/** Names as agents tell them, made fit to be shown. */

const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/
const CONTROLS = /\p{Cc}+/gu

/** A name or identity: without control characters (terminal escapes occur in model names), bounded, null when empty. */
export function label(value: unknown, longest = 200): string | null {
  if (typeof value !== 'string' || value === '') return null
  const short = value.length > longest ? value.slice(0, longest) : value
  return PLAIN.test(short) ? short : short.replace(CONTROLS, '').toWellFormed().trim() || null
}

/** A path of any length a fact may carry, or null. */
export const path = (value: unknown): string | null => label(value, 4096)
