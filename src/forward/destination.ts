/** Destinations of what is passed on, as the configuration names them. */
import { z } from 'zod'

const SIGNALS = ['logs', 'metrics', 'traces'] as const

/** Whether HTTP allows these; what they are is never told, as they may be secrets. */
function sendable(headers: Record<string, string>): boolean {
  try {
    return new Headers(headers) instanceof Headers
  } catch {
    return false
  }
}

function isPlain(address: string): boolean {
  const { username, password, search, hash } = new URL(address)
  return username + password + search + hash === ''
}

export const destination = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'lower-case letters, digits, - and _')
    .describe('Its name in counts and in the data folder.'),
  url: z
    .url({ protocol: /^https?$/ })
    .refine(isPlain, 'without user, password and parameters: what is secret goes into headers')
    .describe('Address of an OTLP receiver; `/v1/logs`, `/v1/metrics` and `/v1/traces` are appended.'),
  headers: z
    .record(z.string(), z.string())
    .refine(sendable, 'a name or a value that HTTP does not allow')
    .default({})
    .describe('Sent with every request, such as a key. Shown nowhere.'),
  signals: z
    .array(z.enum(SIGNALS))
    .min(1)
    .default([...SIGNALS])
    .describe('What is passed on.'),
  retention_hours: z
    .number()
    .positive()
    .max(24 * 365)
    .default(24)
    .describe('After so long it is given up.'),
  max_bytes: z
    .number()
    .int()
    .min(1_000_000)
    .default(256_000_000)
    .describe('What may wait for it on disk, in bytes, of one organisation.'),
})
export type Destination = z.infer<typeof destination>

export const destinations = z.array(destination).superRefine((all, context) => {
  const names = all.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) context.addIssue({ code: 'custom', message: `two are called ${twice}` })
})
