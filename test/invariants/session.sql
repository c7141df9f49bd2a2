-- Every session of a fact or a state has one row with the number of its events, on the days on which they lie.
WITH
told AS (
  SELECT 'message' AS type, id, day, at, source, session FROM message FINAL WHERE org = {org:String}
  UNION ALL SELECT 'model_call', id, day, at, source, session FROM model_call FINAL WHERE org = {org:String}
  UNION ALL SELECT 'tool_call', id, day, at, source, session FROM tool_call FINAL WHERE org = {org:String}
  UNION ALL SELECT 'file_change', id, day, at, source, session FROM file_change FINAL WHERE org = {org:String}
),
facts AS (
  SELECT type, id, min(day) AS on_day,
    arraySort(t -> (t.1, t.2, t.3), groupArray((
      multiIf(source LIKE '%/transcript', 1, source LIKE '%/otlp', 2, 3), if(session = '', 2, 1), source, session))) AS by_trust,
    arraySort(t -> t, groupArray((multiIf(source LIKE '%/transcript', 1, source LIKE '%/otlp', 2, 3), at)))[1].2 AS happened
  FROM told GROUP BY type, id
),
owned AS (
  SELECT arrayFirst(t -> t.4 != '', by_trust).4 AS session, count() AS n, min(happened) AS first_at, max(happened) AS last_at,
    arraySort(groupUniqArray(on_day)) AS days
  FROM facts GROUP BY session HAVING session != ''
),
traced AS (
  SELECT session, arraySort(groupUniqArray(day)) AS days FROM (
    SELECT session, day FROM counter FINAL WHERE org = {org:String} AND NOT startsWith(session, 'series:')
    UNION ALL SELECT session, day FROM span FINAL WHERE org = {org:String}
    UNION ALL SELECT session, day FROM commit FINAL WHERE org = {org:String}
    UNION ALL SELECT session, day FROM feature_use FINAL WHERE org = {org:String}
  ) WHERE session != '' GROUP BY session
),
stated AS (
  SELECT DISTINCT id AS session FROM session WHERE org = {org:String}
  UNION DISTINCT SELECT DISTINCT session FROM counter FINAL WHERE org = {org:String} AND NOT startsWith(session, 'series:')
  UNION DISTINCT SELECT DISTINCT session FROM span FINAL WHERE org = {org:String} AND session != ''
),
reported AS (
  SELECT session, sum(value) AS things FROM rollup_counter FINAL
  WHERE org = {org:String} AND is_counted AND name IN ('prompts', 'model_calls', 'tool_calls') GROUP BY session
),
derived AS (
  SELECT session, model_calls + tool_calls + file_changes AS counted, human_messages + assistant_messages AS messages, days,
    started_at, last_event_at, engaged_ms, engaged_user_ms
  FROM rollup_session FINAL WHERE org = {org:String}
)
SELECT coalesce(nullIf(d.session, ''), nullIf(o.session, ''), s.session) AS session, o.n AS told, d.counted AS counted, d.messages AS messages
FROM owned AS o
FULL OUTER JOIN stated AS s ON o.session = s.session
FULL OUTER JOIN derived AS d ON if(o.session != '', o.session, s.session) = d.session
LEFT JOIN traced AS t ON d.session = t.session
LEFT JOIN reported AS k ON d.session = k.session
WHERE (o.session = '' AND s.session = '') OR d.session = ''
  OR arraySort(arrayDistinct(arrayConcat(o.days, t.days))) != d.days
  OR d.counted > o.n + k.things OR (d.messages + d.counted > o.n + k.things)
  OR (o.session != '' AND d.last_event_at < o.last_at)
  OR d.engaged_user_ms > d.engaged_ms
  OR (o.session != '' AND d.engaged_ms > toUnixTimestamp64Milli(o.last_at) - toUnixTimestamp64Milli(o.first_at))
