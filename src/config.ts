/** The configuration: one schema for the file in the data folder, the environment and the documentation. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { TachographError } from './errors.ts'
import { destinations } from './forward/destination.ts'
import { billableTable, DEFAULT_BILLABLE, priceOverrides } from './prices/index.ts'
import { organisationSettings } from './settings.ts'

/** Keys of `config.json` in the data folder. Command line flags win over the environment, that over the file. */
export const configSchema = z.strictObject({
  host: z
    .string()
    .default('127.0.0.1')
    .describe('Address to listen on. Only loopback addresses are allowed without authentication.'),
  port: z
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(8484)
    .describe('Port of the page and the API; 0 picks a free one.'),
  user: z
    .string()
    .min(1)
    .optional()
    .describe("Person the transcripts of this machine belong to. Default: git's user.email."),
  discover: z
    .boolean()
    .optional()
    .describe(
      "Import the transcripts of this machine while the server runs. Default: true, but false for a team, whose server is nobody's laptop.",
    ),
  otlp_ports: z
    .boolean()
    .default(true)
    .describe('Take OTLP on its own ports too: 4318 for HTTP, 4317 for gRPC.'),
  clickhouse_url: z
    .url()
    .optional()
    .describe('ClickHouse server to use in place of the embedded engine, with user and password.'),
  postgres_url: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL server for organisations and keys, in place of the embedded database.'),
  engine_memory: z
    .number()
    .int()
    .min(500_000_000)
    .default(2_000_000_000)
    .describe('Memory the embedded engine may take, in bytes.'),
  spool_bytes: z
    .number()
    .int()
    .min(0)
    .default(256_000_000)
    .describe(
      'Telemetry of an organisation that is kept on disk while the engine is away, in bytes; 0 keeps none.',
    ),
  forward: destinations
    .default([])
    .describe('Receivers of OTLP to which telemetry is passed on, without texts of people.'),
  prices: priceOverrides
    .default([])
    .describe('Own prices in USD per million tokens; they replace the public list for their model.'),
  billable: billableTable
    .default(DEFAULT_BILLABLE)
    .describe('What tokens weigh in the columns billable and standard_credits, and the tiers of models.'),
  organisation: organisationSettings
    .default(organisationSettings.parse({}))
    .describe(
      'Settings of the organisation in personal mode; a team has its own, see `tachograph settings`.',
    ),
  limits: z
    .strictObject({
      per_key_per_minute: z.number().positive().default(1_000),
      burst: z.int().min(1).default(10_000),
      org_per_hour: z.int().min(1).nullable().default(null),
      address_per_minute: z.int().min(1).nullable().default(null),
    })
    .default({ per_key_per_minute: 1_000, burst: 10_000, org_per_hour: null, address_per_minute: null })
    .describe(
      'Requests that a team may make: of a key in a minute and at once, of an organisation in an hour, of an address in a minute; null is no limit.',
    ),
  public_url: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .describe(
      'Address under which people reach the page of a team, for links and for single sign-on. Default: what each request says.',
    ),
  allow_private_issuers: z
    .boolean()
    .default(false)
    .describe('Let providers of single sign-on be in your own network, and answer without HTTPS.'),
  trusted_proxies: z
    .array(
      z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6(), z.enum(['loopback', 'linklocal', 'uniquelocal'])]),
    )
    .default([])
    .describe(
      'Addresses of proxies whose `X-Forwarded-For`, `-Proto` and `-Host` are believed; of nobody else.',
    ),
  factory_api: z
    .strictObject({
      allow_today: z.boolean().default(false).describe('Answer for the day that is not over too.'),
    })
    .default({ allow_today: false })
    .describe(
      'The Factory Analytics API: `allow_today` lets it answer for the day that is not over, which Factory refuses.',
    ),
  aliases: z
    .record(z.string(), z.string())
    .default({})
    .describe('Identities and the person they belong to: {"jo@old.example": "jo@new.example"}.'),
})
export type Settings = z.infer<typeof configSchema>

/** Environment variables that stand for a key. */
export const ENVIRONMENT = {
  TACHOGRAPH_HOST: 'host',
  TACHOGRAPH_PORT: 'port',
  TACHOGRAPH_USER: 'user',
  TACHOGRAPH_CLICKHOUSE_URL: 'clickhouse_url',
  TACHOGRAPH_POSTGRES_URL: 'postgres_url',
} as const satisfies Record<string, keyof Settings>

export interface Config extends Settings {
  /** Data folder, absolute. */
  data: string
}

/** `~/.tachograph`, or TACHOGRAPH_DATA, or what --data says. */
export function dataFolder(flag: string | undefined, env: NodeJS.ProcessEnv): string {
  return resolve(flag ?? env.TACHOGRAPH_DATA ?? join(homedir(), '.tachograph'))
}

/** Errors: `config`, naming each key at fault and where its value comes from. Nothing is opened before this has passed. */
export function loadConfig(flags: Partial<Settings> & { data?: string }, env: NodeJS.ProcessEnv): Config {
  const { data: folder, ...rest } = flags
  const data = dataFolder(folder, env)
  const path = join(data, 'config.json')
  const values = new Map<string, { value: unknown; origin: string }>()
  for (const [key, value] of Object.entries(readFile(path))) values.set(key, { value, origin: path })
  for (const [name, key] of Object.entries(ENVIRONMENT)) {
    const value = env[name]
    if (value !== undefined && value !== '') {
      values.set(key, { value: key === 'port' ? numberIn(value) : value, origin: name })
    }
  }
  for (const [key, value] of Object.entries(rest))
    if (value !== undefined) values.set(key, { value, origin: `--${key}` })
  const parsed = configSchema.safeParse(Object.fromEntries([...values].map(([key, v]) => [key, v.value])))
  if (parsed.success) return { ...parsed.data, data }
  const faults = parsed.error.issues.map((issue) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.')]
    const origin = values.get(String(issue.code === 'unrecognized_keys' ? keys[0] : issue.path[0]))?.origin
    const what = issue.code === 'unrecognized_keys' ? 'there is no such key' : issue.message
    return `${keys.join(', ')} (${origin ?? path}): ${what}.`
  })
  throw new TachographError('config', `Configuration: ${faults.join(' ')}`)
}

/** A whole number in words; anything else stays what it is, for the schema to refuse. */
export const numberIn = (text: string): number | string => (/^\d{1,15}$/.test(text) ? Number(text) : text)

/** Nothing where there is no such file. A file that cannot be read or is no object is an error: it says something. */
function readFile(path: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
    throw new Error('it has to be a JSON object')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return {}
    throw new TachographError('config', `Configuration: ${path} cannot be used: ${message}.`)
  }
}
