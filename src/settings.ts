/** Settings of an organisation: one schema for its administrators, for `config.json` in personal mode, and the documentation. */
import { z } from 'zod'
import { FACT_TYPES } from './facts/index.ts'

/** What may have a limit of its own; `all` is for every other type. */
const RETENTION_TYPES: readonly string[] = ['all', ...FACT_TYPES.map(({ name }) => name)]

const zone = z.string().refine(isZone, { message: 'must be an IANA time zone such as Europe/Berlin' })

/** Every setting has a default, so `{}` is a whole. Days may be parts of one. */
export const organisationSettings = z.strictObject({
  timezone: zone
    .default('UTC')
    .describe('IANA zone of the days of native answers where a question names none.'),
  content: z
    .boolean()
    .default(false)
    .describe('Keep texts of people and titles, with secrets taken out. Off: they never reach the disk.'),
  pseudonyms: z
    .boolean()
    .default(false)
    .describe('Store identities of people as keyed hashes in place of names and addresses.'),
  works_council: z
    .boolean()
    .default(false)
    .describe('Show no figure of fewer people than `fewest_people`, and none of single people.'),
  fewest_people: z.int().min(5).max(100).default(5).describe('Smallest group in works-council mode.'),
  retention_days: z
    .record(
      z.string().refine((name) => RETENTION_TYPES.includes(name), {
        message: `is no type of facts. There are: ${RETENTION_TYPES.join(', ')}`,
      }),
      z.number().positive().max(36_500),
    )
    .default({})
    .describe('Days that facts of a type are kept, by type; `all` for every other one. Default: for ever.'),
  seats: z.int().min(0).nullable().default(null).describe('Seats paid for; null where members are counted.'),
  seat_price_usd: z.number().min(0).nullable().default(null).describe('Price of a seat in a month, in USD.'),
  password_login: z
    .boolean()
    .default(true)
    .describe(
      'Let people in with a password. Off, where a provider of single sign-on is set: only through it.',
    ),
})
export type OrganisationSettings = z.infer<typeof organisationSettings>

export const DEFAULT_SETTINGS: OrganisationSettings = organisationSettings.parse({})

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return /^[a-z][\w+\-/]*$/i.test(name)
  } catch {
    return false
  }
}
