/** Logging in and who is logged in, as the API takes and tells them. */
import { z } from 'zod'
import { ROLES } from '../control/scopes.ts'

const instant = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
})

const organisation = z.object({ id: z.string(), slug: z.string(), name: z.string() })

export const keyLogin = z.strictObject({ key: z.string() })
export const passwordLogin = z.strictObject({
  email: z.string().min(3).max(254),
  password: z.string(),
  organisation: z
    .string()
    .optional()
    .describe('Id or slug. Default: every one that the password is of; the oldest is shown first.'),
})

export const loginWays = z.object({
  sign_on: z
    .string()
    .nullable()
    .describe(
      'Organisation whose single sign-on is at `/login/oidc/ORGANISATION`; empty where there are several, of which each knows its own; null without any.',
    ),
})

export type LoginWays = z.input<typeof loginWays>

export const newPassword = z.strictObject({
  token: z.string().max(200).describe('Of a link that an administrator made.'),
  password: z.string().describe('12 to 128 characters.'),
})

export const newLink = z.strictObject({
  user: z.string().min(1).max(254).describe('E-mail address or id of a member of the organisation.'),
})
export const passwordLink = z.object({
  email: z.string(),
  url: z.string().describe('To be given to that person alone; it works once.'),
  expires_at: instant,
})

export type PasswordLinkEntry = z.input<typeof passwordLink>

export const organisationSwitch = z.strictObject({ organisation: z.string().min(1).max(200) })

export const me = z.object({
  kind: z
    .enum(['login', 'key', 'operator', 'personal'])
    .describe(
      'What lets the caller in: a login, a key, that they run the server, or that it is for one person.',
    ),
  role: z.enum(ROLES),
  email: z.string().nullable().describe('Null where no person asks.'),
  name: z.string().nullable(),
  organisation: organisation.nullable().describe('Null in personal mode.'),
  organisations: z.array(organisation).describe('Those the login can be switched to, this one among them.'),
  login: z.object({ id: z.string(), way: z.enum(['password', 'sign_on']), expires_at: instant }).nullable(),
  csrf_token: z
    .string()
    .nullable()
    .describe('To be sent as `X-CSRF-Token` with all that changes something; null but for a login.'),
})
export type Me = z.input<typeof me>

export const loginEntry = z.object({
  id: z.string(),
  way: z.enum(['password', 'sign_on']),
  created_at: instant,
  expires_at: instant,
  last_used_at: instant.describe('To the minute.'),
  address: z.string(),
  user_agent: z.string(),
  current: z.boolean().describe('Whether it is the one that asks.'),
})

const domain = z.string().regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/, {
  message: 'must be like acme.example, in lower case',
})
const signOnFields = {
  issuer: z.string().min(1).max(500).describe('Its address, as the provider writes it.'),
  client_id: z.string().min(1).max(500),
  domains: z
    .array(domain)
    .max(100)
    .default([])
    .describe('Of e-mail addresses that are let in; empty is any.'),
  default_role: z
    .enum(['manager', 'member', 'viewer', 'guest'])
    .nullable()
    .default(null)
    .describe('Of people of these domains who come without having been added; null lets in nobody else.'),
  assume_verified: z
    .boolean()
    .default(false)
    .describe('Whether an address counts as verified where the provider says neither yes nor no.'),
}
export const newSignOn = z.strictObject({
  ...signOnFields,
  client_secret: z
    .string()
    .min(1)
    .max(2_000)
    .optional()
    .describe('Never shown again. Left out: the one before, of the same client.'),
})
export type NewSignOnEntry = z.input<typeof newSignOn>
export const signOn = z.object({ ...signOnFields, changed_at: instant })
export type SignOnEntry = z.input<typeof signOn>
