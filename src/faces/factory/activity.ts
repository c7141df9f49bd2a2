/** `/activity`: is my organisation using it? (Catalogue F-API-3, F-API-6, X-F-1, Z-3.) */
import { activeUsers, messagesByDay, sessionsByDay } from '../../metrics/activity.ts'
import { activitySummary as summaryOfPeriod, usersByDayAndClient } from '../../metrics/activity-users.ts'
import { rounded, share, type Unsettled } from './numbers.ts'
import { grouped, type Reading } from './reading.ts'
import type { ActivityRow, ActivitySummary, GroupedActivity } from './shapes.ts'

/** What Factory calls a surface, where that is another name than ours. */
const CLIENTS: Readonly<Record<string, string>> = {
  terminal: 'terminal-ui',
  'non-interactive': 'non-interactive-cli',
}
const clientOf = (client: string): string =>
  (Object.hasOwn(CLIENTS, client) ? CLIENTS[client] : client) ?? client

/** The surfaces of the documentation stand in every row. */
const ALWAYS = { 'terminal-ui': 0, web: 0, 'non-interactive-cli': 0 }

export async function activityDays(reading: Reading): Promise<Unsettled<ActivityRow>[]> {
  const [days, sessions, messages, clients] = await Promise.all([
    reading.shown(activeUsers),
    reading.shown(sessionsByDay),
    reading.shown(messagesByDay),
    activityByClient(reading),
  ])
  const clientsOf = grouped(clients, (r) => r.date)
  const sessionsOf = new Map(sessions.map((r) => [r.date, r]))
  const messagesOf = new Map(messages.map((r) => [r.date, r]))
  return days.map((day) => {
    const began = sessionsOf.get(day.date)
    const said = messagesOf.get(day.date)
    return {
      date: day.date,
      daily_active_users: day.daily_active_users,
      weekly_active_users: day.weekly_active_users,
      monthly_active_users: day.monthly_active_users,
      daily_active_users_by_client: {
        ...ALWAYS,
        ...Object.fromEntries(
          (clientsOf.get(day.date) ?? []).map((r) => [r.group_key, r.daily_active_users]),
        ),
      },
      sessions: began?.sessions ?? null,
      messages: said?.messages ?? null,
      user_messages: said?.user_messages ?? null,
      ...(reading.asked.extra && {
        stickiness: share(day.daily_active_users, day.monthly_active_users, 2),
        sessions_avg_duration_minutes: began?.avg_duration_minutes ?? null,
      }),
    }
  })
}

/** Days and surfaces without anybody have no row. */
export async function activityByClient(reading: Reading): Promise<GroupedActivity[]> {
  const rows = await reading.shown(usersByDayAndClient)
  return rows.map(({ date, client, daily_active_users }) => ({
    ...{ date, group_key: clientOf(client), daily_active_users },
  }))
}

/** People are those of the last day, sessions those of the period. */
export async function summaryOf(reading: Reading): Promise<Unsettled<ActivitySummary>> {
  const [period] = await reading.shown(summaryOfPeriod)
  const { dau = null, wau = null, mau = null, sessions = null } = period ?? {}
  return {
    dau,
    wau,
    mau,
    stickiness: share(dau ?? 0, mau ?? 0, 2),
    sessions,
    sessions_avg_duration_minutes: period?.sessions_avg_duration_minutes ?? null,
    ...(reading.asked.extra && {
      stickiness_mean: rounded(period?.stickiness_mean ?? null, 2),
      sessions_median_duration_minutes: period?.sessions_median_duration_minutes ?? null,
    }),
  }
}
