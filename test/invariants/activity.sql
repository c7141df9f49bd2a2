-- Activity counts every message, model call and tool call once, in its quarter-hour.
WITH
messages AS (
  SELECT id, min(bucket) AS at_bucket,
    arraySort(t -> (t.1, t.2), groupArray((
      multiIf(source LIKE '%/transcript', 1, source LIKE '%/otlp', 2, 3), source, role, human))) AS told
  FROM message FINAL WHERE org = {org:String} GROUP BY id
)
SELECT bucket, sum(human) AS human_messages, sum(assistant) AS assistant_messages, sum(calls) AS model_calls, sum(tools) AS tool_calls
FROM (
  SELECT bucket, toInt64(human_messages) AS human, toInt64(assistant_messages) AS assistant, toInt64(model_calls) AS calls,
    toInt64(tool_calls) AS tools
  FROM rollup_activity FINAL WHERE org = {org:String} AND counter_of = ''
  UNION ALL
  SELECT at_bucket, -toInt64(ifNull(arrayFirst(t -> t.4 IS NOT NULL, told).4, false) AND arrayFirst(t -> t.3 != '', told).3 != 'assistant'),
    -toInt64(arrayFirst(t -> t.3 != '', told).3 = 'assistant'), 0, 0
  FROM messages
  UNION ALL
  SELECT min(bucket), 0, 0, -1, 0 FROM model_call FINAL WHERE org = {org:String} GROUP BY id
  UNION ALL
  SELECT min(bucket), 0, 0, 0, -1 FROM tool_call FINAL WHERE org = {org:String} GROUP BY id
)
GROUP BY bucket HAVING human_messages != 0 OR assistant_messages != 0 OR model_calls != 0 OR tool_calls != 0
