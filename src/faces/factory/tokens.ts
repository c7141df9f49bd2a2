/** `/tokens`: what are we spending? (Catalogue F-API-1, Z-4, X-F-2.) */
import { tokensByDay } from '../../metrics/tokens.ts'
import { tokensByDayUserAndModel } from '../../metrics/tokens-by-person.ts'
import { tokensByDayAndModel } from '../../metrics/tokens-daily.ts'
import { isKnown } from '../user-ids.ts'
import { rounded } from './numbers.ts'
import { grouped, type Reading } from './reading.ts'
import type { GroupedTokens, TokensRow } from './shapes.ts'

/** Days that are read at once: each may have a row for every person and model. */
const DAYS = 31

interface Sums {
  input: number
  output: number
  /** With the weights of this route. */
  standard_credits: number
}
interface OfModel extends Sums {
  model: string
  model_tier: string
}
interface OfUser extends OfModel {
  user: string
}

const sumsOf = ({ standard_credits, input, output }: Sums) => ({
  billable_tokens: standard_credits,
  input_tokens: input,
  output_tokens: output,
})

/** Rows of days, read a month at a time. */
export async function* tokenDays(reading: Reading): AsyncGenerator<TokensRow> {
  for (const part of reading.parts(DAYS)) yield* await daysOf(part)
}

async function daysOf(reading: Reading): Promise<TokensRow[]> {
  const [days, models, users] = await Promise.all([
    reading.of(tokensByDay),
    reading.of(tokensByDayAndModel),
    reading.persons ? reading.of(tokensByDayUserAndModel) : [],
  ])
  const modelsOf = grouped(models, (r) => r.date)
  const usersOf = grouped(users, (r) => r.date)
  return days.map((day) => ({
    date: day.date,
    ...sumsOf(day),
    cache_read_tokens: day.cache_read,
    cache_write_tokens: day.cache_write,
    by_model: modelRows(modelsOf.get(day.date)),
    by_user: byUser(usersOf.get(day.date)).map(({ user, rows, sums }) => ({
      ...reading.ids.shown(user),
      billable_tokens: sums.standard_credits,
      by_model: modelRows(rows),
    })),
    ...(reading.asked.extra && {
      billable_tokens_weighted: day.billable,
      cache_efficiency: day.cache_efficiency,
      cost_usd: day.cost_usd,
    }),
  }))
}

/** Rows of days and groups, read a month at a time. Errors: `forbidden` for users where only sums may be read. */
export async function* groupedTokens(
  reading: Reading,
  group: 'model' | 'user',
): AsyncGenerator<GroupedTokens> {
  for (const part of reading.parts(DAYS)) yield* group === 'model' ? ofModels(part) : ofUsers(part)
}

async function* ofModels(reading: Reading): AsyncGenerator<GroupedTokens> {
  for (const [date, rows] of grouped(await reading.of(tokensByDayAndModel), (r) => r.date))
    for (const row of mostFirst(rows)) yield { date, group_key: row.model, ...sumsOf(row) }
}

async function* ofUsers(reading: Reading): AsyncGenerator<GroupedTokens> {
  for (const [date, rows] of grouped(await reading.of(tokensByDayUserAndModel), (r) => r.date))
    for (const { user, sums } of byUser(rows))
      yield { date, group_key: isKnown(user) ? reading.ids.of(user) : user, ...sumsOf(sums) }
}

const mostFirst = (rows: readonly OfModel[] = []): OfModel[] =>
  [...rows].sort((a, b) => b.standard_credits - a.standard_credits || (a.model < b.model ? -1 : 1))

/** Whose calls told nothing of reasoning is of the plain tier: there is no third one in the documentation. */
export const tierOf = (tier: string): 'standard' | 'thinking' => (tier === 'thinking' ? tier : 'standard')

const modelRows = (rows: readonly OfModel[] = []) =>
  mostFirst(rows).map((row) => ({
    model_id: row.model,
    model_tier: tierOf(row.model_tier),
    ...sumsOf(row),
  }))

/** The sums of each person, who has most first. */
function byUser(rows: readonly OfUser[] = []) {
  return [...grouped(rows, (r) => r.user)]
    .map(([user, own]) => ({ user, rows: own, sums: summed(own) }))
    .sort((a, b) => b.sums.standard_credits - a.sums.standard_credits || (a.user < b.user ? -1 : 1))
}

const summed = (rows: readonly Sums[]): Sums => ({
  input: rows.reduce((sum, r) => sum + r.input, 0),
  output: rows.reduce((sum, r) => sum + r.output, 0),
  // Weights may have four places, which a sum of floats would blur.
  standard_credits: rounded(
    rows.reduce((sum, r) => sum + r.standard_credits, 0),
    4,
  ),
})
