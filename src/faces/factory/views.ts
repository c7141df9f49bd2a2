/** The views of the Factory Analytics API: which rows each has, and what they look like. */
import { activityByClient, activityDays, summaryOf } from './activity.ts'
import { type Answer, each, flat, listed, type View } from './answer.ts'
import type { Group, ViewName } from './parameters.ts'
import { groupedProductivity, productivityDays } from './productivity.ts'
import type { Reading } from './reading.ts'
import * as shapes from './shapes.ts'
import { groupedTokens, tokenDays } from './tokens.ts'
import { groupedTools, toolDays } from './tools.ts'
import { usersAnswer } from './users.ts'

/** What is asked, answered. Errors: `bad_param`, `forbidden`, `unavailable`. */
export async function answerOf(name: ViewName, reading: Reading, csv: boolean): Promise<Answer> {
  const { asked } = reading
  switch (name) {
    case 'tokens':
      // Of single people there may be very many rows; where these may be told, every number is known.
      return listed(tokens(reading, asked.group as Group<'tokens'> | null), reading, reading.persons)
    case 'activity':
      if (asked.summary) return flat(shapes.activitySummary, await summaryOf(reading))
      return listed(activity(reading, asked.group !== null), reading, false)
    case 'tools':
      return listed(tools(reading, asked.group !== null), reading, false)
    case 'users':
      return usersAnswer(reading, csv)
    case 'productivity':
      return listed(productivity(reading, asked.group as Group<'productivity'> | null), reading, false)
  }
}

const tokens = (reading: Reading, group: Group<'tokens'> | null): View =>
  group === null
    ? { schema: shapes.tokensRow, rows: tokenDays(reading) }
    : { schema: shapes.groupedTokens, rows: groupedTokens(reading, group) }

const tools = (reading: Reading, byName: boolean): View =>
  byName
    ? { schema: shapes.groupedTools, rows: each(groupedTools(reading)) }
    : { schema: shapes.toolsRow, rows: each(toolDays(reading)) }

const activity = (reading: Reading, byClient: boolean): View =>
  byClient
    ? { schema: shapes.groupedActivity, rows: each(activityByClient(reading)) }
    : { schema: shapes.activityRow, rows: each(activityDays(reading)) }

const productivity = (reading: Reading, group: Group<'productivity'> | null): View =>
  group === null
    ? { schema: shapes.productivityRow, rows: each(productivityDays(reading)) }
    : { schema: shapes.groupedProductivity, rows: each(groupedProductivity(reading, group)) }
