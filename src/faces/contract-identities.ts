/** The shape of what `GET /api/v1/identities` answers. */
import { z } from 'zod'

const count = z.int().min(0)

export const identitiesAnswer = z.object({
  data: z
    .array(
      z.object({
        identity: z.string().describe('As reported; addresses in lower case.'),
        user: z.string().describe('The person it belongs to: itself where nothing says otherwise.'),
        name: z.string().nullable(),
        how: z
          .enum(['alias', 'member', 'login', 'address', 'unmapped'])
          .describe(
            'How that is known: an alias of the configuration, a member, a login that names both; `address`: it is an e-mail address, which stands for a person by itself; `unmapped`: nobody knows whose it is.',
          ),
        candidates: z
          .array(z.string())
          .describe('Of an unmapped one: people whom logins name with it; several are none.'),
        sessions: count.describe('Sessions it is reported for.'),
        harnesses: z.array(z.string()),
        last_at: z.iso.datetime().nullable().describe('Last event of these sessions.'),
      }),
    )
    .describe('Unmapped ones first, then by sessions; 10,000 at most.'),
  meta: z.object({
    org: z.string(),
    as_of: z.iso.datetime(),
    unmapped: count,
    more: z.boolean().describe('True when there are others.'),
  }),
})

/** `GET /api/v1/identities` */
export type IdentitiesAnswer = z.infer<typeof identitiesAnswer>
