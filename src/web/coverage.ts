/** What is missing from a sum of money, in words. */
import type { Answer } from './api.ts'

const whole = (value: number) => value.toLocaleString('en-US')

/** Null when every call has a price, or the server does not say. */
export function unpriced({ meta: { coverage } }: Answer): string | null {
  if (!coverage || coverage.known >= coverage.total) return null
  const missing = coverage.total - coverage.known
  const calls = coverage.total === 1 ? 'call has' : 'calls have'
  return `${whole(missing)} of ${whole(coverage.total)} ${calls} no known price`
}
