/** What the Factory Analytics API answers about `facts.ts`, worked out by hand. `{id}` stands for the id of a person. */

const SONNET = 'claude-sonnet-4-5'
const OPUS = 'claude-opus-4-5'

/** Billable = input + output on these routes (ruling Z-4). */
const sums = (input_tokens: number, output_tokens: number) => ({
  billable_tokens: input_tokens + output_tokens,
  input_tokens,
  output_tokens,
})
const model = (model_id: string, model_tier: string, input: number, output: number) => ({
  ...{ model_id, model_tier },
  ...sums(input, output),
})
const user = (email: string) => ({ user_id: `{${email}}`, user_email: email })

const NO_TOKENS = { ...sums(0, 0), cache_read_tokens: 0, cache_write_tokens: 0, by_model: [], by_user: [] }

export const ACME_TOKENS = [
  { date: '2026-06-14', ...NO_TOKENS },
  {
    date: '2026-06-15',
    // Input 100 + 40 + 10 + 5 = 155; output 50 + 10 + 5 + 1 = 66; billable 221.
    ...sums(155, 66),
    cache_read_tokens: 1000,
    cache_write_tokens: 200,
    by_model: [
      // 100 + 10 + 5 = 115 in, 50 + 5 + 1 = 56 out: 171. The one call of Opus had reasoning. 171 + 50 = 221.
      model(SONNET, 'standard', 115, 56),
      model(OPUS, 'thinking', 40, 10),
    ],
    by_user: [
      // 150 + 50 = 200; 15; 6: together 221.
      {
        ...user('ada@acme.example'),
        billable_tokens: 200,
        by_model: [model(SONNET, 'standard', 100, 50), model(OPUS, 'thinking', 40, 10)],
      },
      { ...user('bob@acme.example'), billable_tokens: 15, by_model: [model(SONNET, 'standard', 10, 5)] },
      {
        ...{ user_id: '{ci-bot}', user_email: null },
        ...{ billable_tokens: 6, by_model: [model(SONNET, 'standard', 5, 1)] },
      },
    ],
  },
  {
    date: '2026-06-16',
    // 7 + 2 = 9 in, 3 + 1 = 4 out.
    ...sums(9, 4),
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    by_model: [model(OPUS, 'thinking', 7, 3), model('unknown', 'standard', 2, 1)],
    by_user: [
      { ...user('ada@acme.example'), billable_tokens: 10, by_model: [model(OPUS, 'thinking', 7, 3)] },
      // Nobody knows whose call that was.
      { user_id: null, user_email: null, billable_tokens: 3, by_model: [model('unknown', 'standard', 2, 1)] },
    ],
  },
  { date: '2026-06-17', ...NO_TOKENS },
]

export const ACME_TOKENS_BY_MODEL = [
  { date: '2026-06-15', group_key: SONNET, ...sums(115, 56) },
  { date: '2026-06-15', group_key: OPUS, ...sums(40, 10) },
  { date: '2026-06-16', group_key: OPUS, ...sums(7, 3) },
  { date: '2026-06-16', group_key: 'unknown', ...sums(2, 1) },
]

export const ACME_TOKENS_BY_USER = [
  { date: '2026-06-15', group_key: '{ada@acme.example}', ...sums(140, 60) },
  { date: '2026-06-15', group_key: '{bob@acme.example}', ...sums(10, 5) },
  { date: '2026-06-15', group_key: '{ci-bot}', ...sums(5, 1) },
  { date: '2026-06-16', group_key: '{ada@acme.example}', ...sums(7, 3) },
  { date: '2026-06-16', group_key: 'unknown', ...sums(2, 1) },
]

/** Day, week and month; surfaces: terminal-ui, web, non-interactive-cli; sessions, messages, messages of people. */
const active = (date: string, people: number[], surfaces: number[], said: number[]) => ({
  date,
  daily_active_users: people[0],
  weekly_active_users: people[1],
  monthly_active_users: people[2],
  daily_active_users_by_client: {
    'terminal-ui': surfaces[0],
    web: surfaces[1],
    'non-interactive-cli': surfaces[2],
  },
  sessions: said[0],
  messages: said[1],
  user_messages: said[2],
})

/** The service account is no person: it makes nobody active, but its session counts (G-ID-1). */
export const ACME_ACTIVITY = [
  active('2026-06-14', [0, 0, 0], [0, 0, 0], [0, 0, 0]),
  // Ada and Bob; sessions A1, A2, A3; messages 2 + 3 and 1 + 1; of these 2 + 1 typed.
  active('2026-06-15', [2, 2, 2], [1, 1, 0], [3, 7, 3]),
  // Ada; Bob counts in the week still; sessions A4 and A5; 1 + 1 messages.
  active('2026-06-16', [1, 2, 2], [0, 1, 0], [2, 2, 1]),
  active('2026-06-17', [0, 2, 2], [0, 0, 0], [0, 0, 0]),
]

/** stickiness 0 / 0, 2 / 2, 1 / 2, 0 / 2; minutes (30 + 10 + 5) / 3 = 15, (20 + 0) / 2 = 10. Null is sent as 0. */
export const ACME_ACTIVITY_EXTRA = [
  { stickiness: 0, sessions_avg_duration_minutes: 0 },
  { stickiness: 1, sessions_avg_duration_minutes: 15 },
  { stickiness: 0.5, sessions_avg_duration_minutes: 10 },
  { stickiness: 0, sessions_avg_duration_minutes: 0 },
]

export const ACME_ACTIVITY_BY_CLIENT = [
  { date: '2026-06-15', group_key: 'terminal-ui', daily_active_users: 1 },
  { date: '2026-06-15', group_key: 'web', daily_active_users: 1 },
  { date: '2026-06-16', group_key: 'web', daily_active_users: 1 },
]

/** Of 15 and 16 June: people at the 16th, stickiness 1 / 2; 3 + 2 sessions; (30 + 10 + 5 + 20 + 0) / 5 = 13 minutes. */
export const ACME_SUMMARY = {
  dau: 1,
  wau: 2,
  mau: 2,
  stickiness: 0.5,
  sessions: 5,
  sessions_avg_duration_minutes: 13,
}
/** (2 + 1) / 2 days / 2 people = 0.75; the middle of 0, 5, 10, 20, 30. */
export const ACME_SUMMARY_EXTRA = { stickiness_mean: 0.75, sessions_median_duration_minutes: 10 }

const NOTHING_SHIPPED = {
  ...{ files_created: 0, files_edited: 0, by_extension: [], by_language: [] },
  ...{ git_commits: 0, git_prs_created: 0 },
}

/** src/a.ts was created and edited in one session: that is one file created. */
export const ACME_PRODUCTIVITY = [
  { date: '2026-06-14', ...NOTHING_SHIPPED },
  {
    date: '2026-06-15',
    files_created: 1,
    files_edited: 2,
    by_extension: [
      { extension: '.py', count: 1 },
      { extension: '.ts', count: 1 },
      { extension: '.tsx', count: 1 },
    ],
    by_language: [
      { language: 'TypeScript', count: 2 },
      { language: 'Python', count: 1 },
    ],
    git_commits: 1,
    git_prs_created: 1,
  },
  { date: '2026-06-16', ...NOTHING_SHIPPED },
  { date: '2026-06-17', ...NOTHING_SHIPPED },
]

export const ACME_BY_EXTENSION = ['.py', '.ts', '.tsx'].map((group_key) => ({
  ...{ date: '2026-06-15', group_key, count: 1 },
}))
export const ACME_BY_LANGUAGE = [
  { date: '2026-06-15', group_key: 'TypeScript', count: 2 },
  { date: '2026-06-15', group_key: 'Python', count: 1 },
]

const NO_TOOLS = {
  ...{ tool_calls: 0, by_tool: [], mcp_users_with_mcp: 0, mcp_by_server: [] },
  ...{ skills_invocations: 0, skills_by_name: [] },
  ...{ slash_commands_invocations: 0, slash_commands_by_name: [] },
  ...{ hooks_invocations: 0, hooks_by_event: [], web_users: 0 },
  ...{ autonomy_ratio_avg: 0, autonomy_ratio_p50: 0, autonomy_ratio_p90: 0 },
  ...{ tool_calls_per_session_avg: 0, user_turns_per_session_avg: 0 },
  tool_autonomy_level_ratio: { auto_high: 0, auto_medium: 0, auto_low: 0, manual: 0 },
}

export const ACME_TOOLS = [
  { date: '2026-06-14', ...NO_TOOLS },
  {
    date: '2026-06-15',
    // 3 + 1 + 1 + 1 of Ada, 1 of Bob, 2 in CI.
    tool_calls: 9,
    by_tool: [
      { tool: 'Read', invocations: 4 },
      { tool: 'Execute', invocations: 3 },
      { tool: 'Edit', invocations: 1 },
      { tool: 'MCP', invocations: 1 },
    ],
    mcp_users_with_mcp: 1,
    mcp_by_server: [{ server: 'github', invocations: 1 }],
    skills_invocations: 2,
    skills_by_name: [{ name: 'browser', count: 2 }],
    slash_commands_invocations: 1,
    slash_commands_by_name: [{ name: 'review', count: 1 }],
    hooks_invocations: 1,
    hooks_by_event: [{ event: 'PostToolUse', matcher: '*.ts', command: 'eslint --fix', count: 1 }],
    web_users: 1,
    // A1: 6 calls to 2 messages, A2: 1 to 1; in A3 nobody said anything. 7 / 3 = 2.33; of 1 and 3 the middle is 2,
    // and nine tenths of the way from 1 to 3 is 2.8.
    autonomy_ratio_avg: 2.3,
    autonomy_ratio_p50: 2,
    autonomy_ratio_p90: 2.8,
    // 7 calls and 3 messages in 2 sessions with messages.
    tool_calls_per_session_avg: 3.5,
    user_turns_per_session_avg: 1.5,
    // Of 7 calls whose mode is known: 4, 1, 0, and 1 + 1 in spec mode = 2.
    tool_autonomy_level_ratio: { auto_high: 0.57, auto_medium: 0.14, auto_low: 0, manual: 0.29 },
  },
  // Ada's session without a tool: 0 calls to 1 message, in 1 session.
  { date: '2026-06-16', ...NO_TOOLS, web_users: 1, user_turns_per_session_avg: 1 },
  { date: '2026-06-17', ...NO_TOOLS },
]

export const ACME_TOOLS_BY_NAME = [
  { date: '2026-06-15', group_key: 'Read', tool_calls: 4 },
  { date: '2026-06-15', group_key: 'Execute', tool_calls: 3 },
  { date: '2026-06-15', group_key: 'Edit', tool_calls: 1 },
  { date: '2026-06-15', group_key: 'MCP', tool_calls: 1 },
]

const NOTHING_DONE = {
  ...{ tool_calls: 0, billable_tokens: 0, primary_model: null, primary_model_tier: null },
  ...{ files_created: 0, files_edited: 0, git_commits: 0, git_prs_created: 0 },
  ...{ mcp_calls: 0, skill_calls: 0, slash_commands: 0, hooks: 0 },
  ...{ sessions: 0, messages: 0, user_messages: 0, assistant_messages: 0 },
  ...{ autonomy_ratio: null, delegation_level: null, languages: [] },
}

const ADA_15 = {
  ...NOTHING_DONE,
  ...user('ada@acme.example'),
  date: '2026-06-15',
  ...{ tool_calls: 6, billable_tokens: 200 },
  // All tokens: Sonnet 100 + 50 + 1000 + 200 = 1350, Opus 40 + 10 = 50.
  ...{ primary_model: SONNET, primary_model_tier: 'standard' },
  ...{ files_created: 1, files_edited: 2, git_commits: 1, git_prs_created: 1 },
  ...{ mcp_calls: 1, skill_calls: 2, slash_commands: 1, hooks: 1 },
  ...{ sessions: 1, messages: 5, user_messages: 2, assistant_messages: 3 },
  // 6 calls to 2 messages; 4 of 6 in the mode auto-high.
  ...{ autonomy_ratio: 3, delegation_level: 'auto-high', languages: ['TypeScript', 'Python'] },
}
const ADA_16 = {
  ...NOTHING_DONE,
  ...user('ada@acme.example'),
  date: '2026-06-16',
  ...{ billable_tokens: 10, primary_model: OPUS, primary_model_tier: 'thinking' },
  ...{ sessions: 1, messages: 2, user_messages: 1, assistant_messages: 1, autonomy_ratio: 0 },
}
const BOB_15 = {
  ...NOTHING_DONE,
  ...user('bob@acme.example'),
  date: '2026-06-15',
  ...{ tool_calls: 1, billable_tokens: 15, primary_model: SONNET, primary_model_tier: 'standard' },
  ...{ sessions: 1, messages: 2, user_messages: 1, assistant_messages: 1 },
  ...{ autonomy_ratio: 1, delegation_level: 'spec' },
}
const CI_15 = {
  ...NOTHING_DONE,
  ...{ user_id: '{ci-bot}', user_email: null, date: '2026-06-15' },
  ...{ tool_calls: 2, billable_tokens: 6, primary_model: SONNET, primary_model_tier: 'standard' },
  sessions: 1,
}
/** By person, then by day. */
export const ACME_USERS = [ADA_15, ADA_16, BOB_15, CI_15]

/** Ada: 6 calls to 2 + 1 messages; Sonnet 1350 against Opus 50 + 10. The service account is no active person. */
export const ACME_USERS_AGGREGATED = [
  {
    ...ADA_15,
    ...{
      date: null,
      billable_tokens: 210,
      sessions: 2,
      messages: 7,
      user_messages: 3,
      assistant_messages: 4,
    },
    ...{ autonomy_ratio: 2, days_active: 2 },
  },
  { ...BOB_15, date: null, days_active: 1 },
  { ...CI_15, date: null, days_active: 0 },
]

export const BETA_TOKENS_16 = {
  ...{ date: '2026-06-16', ...sums(1000, 100), cache_read_tokens: 0, cache_write_tokens: 0 },
  by_model: [model('gpt-5', 'standard', 1000, 100)],
  by_user: [
    { ...user('eve@beta.example'), billable_tokens: 1100, by_model: [model('gpt-5', 'standard', 1000, 100)] },
  ],
}
export const BETA_ACTIVITY_16 = {
  ...active('2026-06-16', [1, 1, 1], [0, 0, 0], [1, 3, 1]),
  daily_active_users_by_client: { 'terminal-ui': 0, web: 0, 'non-interactive-cli': 0, ide: 1 },
}
export const BETA_SUMMARY = {
  ...ACME_SUMMARY,
  dau: 1,
  wau: 1,
  mau: 1,
  stickiness: 1,
  sessions: 1,
  sessions_avg_duration_minutes: 60,
}
export const BETA_PRODUCTIVITY_16 = {
  ...{ date: '2026-06-16', ...NOTHING_SHIPPED, files_created: 1 },
  by_extension: [{ extension: '.go', count: 1 }],
  by_language: [{ language: 'Go', count: 1 }],
}
/** 2 calls to 1 message in one session, all in one mode. */
export const BETA_TOOLS_16 = {
  ...{ date: '2026-06-16', ...NO_TOOLS, tool_calls: 2, by_tool: [{ tool: 'Grep', invocations: 2 }] },
  ...{ autonomy_ratio_avg: 2, autonomy_ratio_p50: 2, autonomy_ratio_p90: 2 },
  ...{ tool_calls_per_session_avg: 2, user_turns_per_session_avg: 1 },
  tool_autonomy_level_ratio: { auto_high: 0, auto_medium: 0, auto_low: 1, manual: 0 },
}
export const BETA_USERS = [
  {
    ...NOTHING_DONE,
    ...{ ...user('eve@beta.example'), date: '2026-06-16', tool_calls: 2, billable_tokens: 1100 },
    ...{ primary_model: 'gpt-5', primary_model_tier: 'standard', files_created: 1, sessions: 1 },
    ...{ messages: 3, user_messages: 1, assistant_messages: 2 },
    ...{ autonomy_ratio: 2, delegation_level: 'auto-low', languages: ['Go'] },
  },
]
