/** What the API takes and answers about erased people and pseudonyms. */
import { z } from 'zod'

const count = z.number().int().min(0)

/** `user` is any identity of the person. */
export const personNamed = z.strictObject({ user: z.string().trim().min(1).max(4096) })

/** Nothing in it names the person. */
export const erasure = z.object({
  id: z.uuid(),
  erased_at: z.iso.datetime(),
  done_at: z.iso.datetime().nullable().describe('When nothing was left; null while something is.'),
  identities: count.describe('How many identities of the person it covers.'),
  sessions: count.describe('How many sessions of theirs.'),
})
export const erasuresAnswer = z.object({ data: z.array(erasure) })
export const erasedAnswer = z.object({
  ...erasure.shape,
  facts: count.describe('Events that were removed.'),
  records: count.describe(
    'Records that waited and were removed: refused ones, spooled ones, and those to be passed on.',
  ),
})
export const forgottenAnswer = z.object({
  forgotten: count.describe('Erasures that do not hold any more.'),
})
export const pseudonymsForgotten = z.object({
  forgotten: z.boolean().describe('Whether there was a key.'),
})

export type ErasureEntry = z.infer<typeof erasure>
export type ErasuresAnswer = z.infer<typeof erasuresAnswer>
export type ErasedAnswer = z.infer<typeof erasedAnswer>
export type ForgottenAnswer = z.infer<typeof forgottenAnswer>
export type PseudonymsForgotten = z.infer<typeof pseudonymsForgotten>
