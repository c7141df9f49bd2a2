/** The rows of the Factory Analytics API, field by field as documented; what is optional comes with `extra=1` (catalogue 1.6, Z-4, Z-7). */
import { z } from 'zod'

const count = z.int().min(0)
const tokens = z.number().min(0)
const number = z.number().min(0)
const date = z.iso.date().describe('Day, by UTC.')
const extra = <T extends z.ZodType>(schema: T, doc: string) =>
  schema.optional().describe(`${doc} With \`extra=1\`.`)

const tokenSums = { billable_tokens: tokens, input_tokens: count, output_tokens: count }
const tier = z.enum(['standard', 'thinking']).describe('Whether most calls of the model ran with reasoning.')

const tokensOfModel = z.object({ model_id: z.string(), model_tier: tier, ...tokenSums })
const userId = z.string().nullable().describe('Null where nobody knows who it was.')
const userEmail = z.string().nullable().describe('Null where none is known.')

export const tokensRow = z.object({
  date,
  ...tokenSums,
  cache_read_tokens: count,
  cache_write_tokens: count,
  by_model: z.array(tokensOfModel),
  by_user: z.array(
    z.object({
      user_id: userId,
      user_email: userEmail,
      billable_tokens: tokens,
      by_model: z.array(tokensOfModel),
    }),
  ),
  billable_tokens_weighted: extra(
    tokens,
    'Tokens with the native weights, cache reads among them (F-TOK-1).',
  ),
  cache_efficiency: extra(number.nullable(), 'Share of all input that was read from the cache (F-TOK-6).'),
  cost_usd: extra(number.nullable(), 'API-equivalent cost in US dollars; not your bill (F-TOK-12).'),
})
export type TokensRow = z.infer<typeof tokensRow>

export const groupedTokens = z.object({ date, group_key: z.string(), ...tokenSums })
export type GroupedTokens = z.infer<typeof groupedTokens>

const named = z.object({ name: z.string(), count })

export const toolsRow = z.object({
  date,
  tool_calls: count,
  by_tool: z.array(z.object({ tool: z.string(), invocations: count })),
  mcp_users_with_mcp: count,
  mcp_by_server: z.array(z.object({ server: z.string(), invocations: count })),
  skills_invocations: count,
  skills_by_name: z.array(named),
  slash_commands_invocations: count,
  slash_commands_by_name: z.array(named),
  hooks_invocations: count,
  hooks_by_event: z.array(z.object({ event: z.string(), matcher: z.string(), command: z.string(), count })),
  web_users: count,
  autonomy_ratio_avg: number,
  autonomy_ratio_p50: number,
  autonomy_ratio_p90: number,
  tool_calls_per_session_avg: number,
  user_turns_per_session_avg: number,
  tool_autonomy_level_ratio: z.object({
    auto_high: number,
    auto_medium: number,
    auto_low: number,
    manual: number,
  }),
  mcp_users_configured: extra(count, 'People with an MCP server in the settings of a session (X-F-4).'),
  headless_tool_calls: extra(count, 'Tool calls of sessions in which no person said anything (F-TOOL-9).'),
})
export type ToolsRow = z.infer<typeof toolsRow>

export const groupedTools = z.object({ date, group_key: z.string(), tool_calls: count })
export type GroupedTools = z.infer<typeof groupedTools>

export const activityRow = z.object({
  date,
  daily_active_users: count,
  weekly_active_users: count,
  monthly_active_users: count,
  daily_active_users_by_client: z
    .record(z.string(), count)
    .describe('terminal-ui, web and non-interactive-cli always; ide, desktop, ci, sdk, unknown where used.'),
  sessions: count,
  messages: count,
  user_messages: count,
  stickiness: extra(number, 'Daily by monthly active users (F-ACT-4).'),
  sessions_avg_duration_minutes: extra(number, 'Of the sessions that started and ended (F-ACT-9).'),
})
export type ActivityRow = z.infer<typeof activityRow>

export const groupedActivity = z.object({ date, group_key: z.string(), daily_active_users: count })
export type GroupedActivity = z.infer<typeof groupedActivity>

/** The flat object of a period (X-F-1, Z-3). */
export const activitySummary = z.object({
  dau: count.describe('People active on the last day.'),
  wau: count.describe('People active in the 7 days that end with it.'),
  mau: count.describe('People active in the 30 days that end with it.'),
  stickiness: number.describe('dau / mau.'),
  sessions: count.describe('Sessions that started in the period.'),
  sessions_avg_duration_minutes: number.describe('Of those that ended.'),
  stickiness_mean: extra(number.nullable(), 'Mean of dau over the days of the period, by mau.'),
  sessions_median_duration_minutes: extra(number.nullable(), 'Median of the same as the mean.'),
})
export type ActivitySummary = z.infer<typeof activitySummary>

export const productivityRow = z.object({
  date,
  files_created: count,
  files_edited: count,
  by_extension: z.array(z.object({ extension: z.string(), count })),
  by_language: z.array(z.object({ language: z.string(), count })),
  git_commits: count,
  git_prs_created: count,
  lines_added: extra(count, 'Lines added.'),
  lines_removed: extra(count, 'Lines removed.'),
})
export type ProductivityRow = z.infer<typeof productivityRow>

export const groupedProductivity = z.object({ date, group_key: z.string(), count })
export type GroupedProductivity = z.infer<typeof groupedProductivity>

export const usersRow = z.object({
  user_id: z.string(),
  user_email: userEmail,
  date: z.iso.date().nullable().describe('Day, by UTC; null with `aggregate=1`.'),
  tool_calls: count,
  billable_tokens: tokens,
  primary_model: z.string().nullable(),
  primary_model_tier: tier.nullable(),
  files_created: count,
  files_edited: count,
  git_commits: count,
  git_prs_created: count,
  mcp_calls: count,
  skill_calls: count,
  slash_commands: count,
  hooks: count,
  sessions: count,
  messages: count,
  user_messages: count,
  assistant_messages: count,
  autonomy_ratio: number.nullable().describe('Tool calls by messages typed; null without any.'),
  delegation_level: z.string().nullable().describe('auto-high, auto-medium, auto-low, spec or manual.'),
  languages: z.array(z.string()).describe('Of the files changed, most first.'),
  days_active: count.optional().describe('Days with activity. With `aggregate=1`.'),
})
export type UsersRow = z.infer<typeof usersRow>

const meta = { org_id: z.string(), start_date: z.iso.date(), end_date: z.iso.date() }
export const metaShape = z.object(meta)
export const usersMeta = z.object({ ...meta, has_more: z.boolean(), next_cursor: z.string().nullable() })

export const failureShape = z.object({
  title: z.string(),
  detail: z.string(),
  status: z.int(),
  requestId: z.string(),
})
