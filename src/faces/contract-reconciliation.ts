/** The shape of what `GET /api/v1/reconciliation` answers. */
import { z } from 'zod'
import { answerMeta } from './contract.ts'

const count = z.int().min(0)
const named = z.string().nullable()

const transcripts = z
  .object({
    files: count,
    rows: count.describe('Lines that are not blank, or records of documents and databases.'),
    told_rows: count.describe('Rows that tell token counts.'),
    told_tokens: count.describe('Their plain sum: what counting every row would give.'),
    dropped: z
      .array(z.object({ reason: z.string(), records: count, tokens: count }))
      .describe('Rows that became no fact of their own. Reasons are explained in the reference of drops.'),
    calls: count.describe('Model calls that came of them, file by file.'),
    tokens: count.describe('Their tokens: told_tokens less the tokens that were dropped.'),
    reported_tokens: count
      .nullable()
      .describe('Totals that the agent itself wrote; null where it wrote none.'),
  })
  .nullable()
  .describe(
    'What transcripts told, of sessions that began in the period; databases as a whole. Null where none is of this session or agent.',
  )

const counted = z
  .object({
    calls: count,
    tokens: count,
    reported_calls: count.describe('Their cost is the one their source reports.'),
    priced_calls: count.describe('Their cost is tokens times list price.'),
    unpriced_calls: count.describe('Their cost is unknown, and in no sum.'),
    cost_usd: z.number().nullable(),
  })
  .describe('What figures are made of: every call once.')

const told_by = z
  .array(z.object({ source: z.string(), calls: count, tokens: count }))
  .describe('Calls by the source that tells them; one that two tell stands in both lines.')

export const reconciledAgent = z.object({ harness: named, transcripts, told_by, counted })

export const reconciledSession = reconciledAgent.extend({
  session: z.string(),
  started_at: z.iso.datetime(),
  agent_total: z
    .object({
      from: z.enum(['transcript', 'metrics']),
      tokens: count,
      ours: count,
      difference: z.int().describe("The agent's total less ours."),
    })
    .nullable()
    .describe(
      'The total its agent tells of itself, against ours of the same: of its transcript what came of that, of metrics what is counted.',
    ),
})

export const reconciliationAnswer = z.object({
  agents: z.array(reconciledAgent).describe('Most calls first.'),
  sessions: z.array(reconciledSession).describe('Newest first.'),
  meta: answerMeta.pick({ org: true, from: true, to: true, tz: true, partial: true, as_of: true }).extend({
    next_cursor: z
      .string()
      .nullable()
      .describe('What to ask the next page of sessions with; null on the last.'),
  }),
})

/** `GET /api/v1/reconciliation` */
export type ReconciliationAnswer = z.infer<typeof reconciliationAnswer>
