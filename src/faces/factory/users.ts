/** `/users`: who did what, by pages of people (catalogue F-API-5, F-USR-13, Z-15). */
import type { z } from 'zod'
import { TachographError } from '../../errors.ts'
import { cursorAfter, PAGE_LIMIT, type Page, pageOf } from '../../metrics/paging.ts'
import { usersByUser, usersByUserAndDay } from '../../metrics/users.ts'
import { emailOf, isKnown } from '../user-ids.ts'
import { type Answer, each, listed } from './answer.ts'
import { share, type Unsettled } from './numbers.ts'
import { type Page as Asked, LIMIT } from './parameters.ts'
import type { Reading } from './reading.ts'
import { type UsersRow, usersRow } from './shapes.ts'
import { tierOf } from './tokens.ts'

/** Column of the metric that a field is sorted by, where it has another name. */
const COLUMNS: Readonly<Record<string, string>> = {
  user_id: 'user',
  user_email: 'email',
  billable_tokens: 'standard_credits',
}
const UNSORTED = ['date', 'languages']
/** Fields that people can be sorted by. */
export const SORTABLE = Object.keys(usersRow.shape).filter((field) => !UNSORTED.includes(field))

interface Found {
  rows: Unsettled<UsersRow>[]
  /** Null on the last page. */
  next: string | null
}

/** A page; as CSV all people, where no page is asked for. Errors: `bad_param` (`cursor`, `sort`), `forbidden`. */
export async function usersAnswer(reading: Reading, csv: boolean): Promise<Answer> {
  const { aggregate, limit, cursor } = reading.asked.page
  const columns = Object.keys(usersRow.shape).filter((field) => aggregate || field !== 'days_active')
  if (csv && limit === null && cursor === null) {
    const first = await pageAfter(reading, null, PAGE_LIMIT.most)
    return { empty: [], json: () => each([]), table: () => ({ columns, rows: allFrom(reading, first) }) }
  }
  const { rows, next } = await pageAfter(reading, cursor, limit ?? LIMIT.default)
  const more = { has_more: next !== null, next_cursor: next }
  const answer = await listed({ schema: usersRow, rows: each(rows) }, reading, false, more)
  return { ...answer, table: () => ({ columns, rows: each(rows) }) }
}

async function* allFrom(reading: Reading, first: Found): AsyncGenerator<object> {
  let page = first
  yield* page.rows
  while (page.next !== null) {
    page = await pageAfter(reading, page.next, PAGE_LIMIT.most)
    yield* page.rows
  }
}

async function pageAfter(reading: Reading, cursor: string | null, limit: number): Promise<Found> {
  const { ids } = reading
  const { aggregate, search } = reading.asked.page
  const page = orderOf(reading.asked.page)
  const { sort, order } = page
  const said = {
    ...{ limit, sort, order },
    ...(search !== '' && { search }),
    ...(cursor !== null && { cursor: await placeOf(reading, page, cursor) }),
  }
  const { rows, hasMore } = aggregate
    ? await reading.page(usersByUser, said)
    : await reading.page(usersByUserAndDay, said)
  const last = rows.at(-1)
  return {
    // What nobody is known to have done is no row of a person.
    rows: rows.filter((r) => isKnown(r.user)).map((r) => rowOf(r, ids.of(r.user), aggregate)),
    next: hasMore && last ? ids.of(last.user) : null,
  }
}

/** Errors: `bad_param`. */
function orderOf({ sort, order }: Asked): Page {
  if (sort !== null && !SORTABLE.includes(sort))
    throw new TachographError('bad_param', `sort: ${sort.slice(0, 60)} is none of: ${SORTABLE.join(', ')}.`, {
      param: 'sort',
    })
  const column = sort === null ? undefined : Object.hasOwn(COLUMNS, sort) ? COLUMNS[sort] : sort
  return pageOf(usersByUser, { sort: column, order: order ?? undefined }) as Page
}

/**
 * Where the page after a person begins. In another order than that of people the figure that is sorted by is needed,
 * so it is read. Errors: `bad_param`.
 */
async function placeOf(reading: Reading, page: Page, cursor: string): Promise<string> {
  const user = reading.ids.userOf(cursor)
  const [row] =
    user === null || page.sort === usersByUser.paged?.key
      ? [{ user }]
      : (await reading.page(usersByUser, { filters: { user: [user] }, limit: 1 })).rows
  if (user !== null && row) return cursorAfter(usersByUser, page, row)
  const why = 'not one of ours. Send back meta.next_cursor of the page before, with the same parameters.'
  throw new TachographError('bad_param', `cursor: ${why}`, { param: 'cursor' })
}

type Row = z.infer<typeof usersByUser.row> | z.infer<typeof usersByUserAndDay.row>

function rowOf(row: Row, user_id: string, aggregate: boolean): Unsettled<UsersRow> {
  return {
    user_id,
    user_email: emailOf(row.user),
    date: 'date' in row ? row.date : null,
    tool_calls: row.tool_calls,
    billable_tokens: row.standard_credits,
    primary_model: row.primary_model,
    primary_model_tier: row.primary_model_tier === null ? null : tierOf(row.primary_model_tier),
    files_created: row.files_created,
    files_edited: row.files_edited,
    git_commits: row.git_commits,
    git_prs_created: row.git_prs_created,
    mcp_calls: row.mcp_calls,
    skill_calls: row.skill_calls,
    slash_commands: row.slash_commands,
    hooks: row.hooks,
    sessions: row.sessions,
    messages: row.messages,
    user_messages: row.user_messages,
    assistant_messages: row.assistant_messages,
    autonomy_ratio: share(row.tool_calls, row.user_messages, 1),
    delegation_level: row.delegation_level,
    languages: row.languages,
    ...(aggregate && { days_active: row.days_active }),
  }
}
