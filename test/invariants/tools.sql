-- Tools says what the tool calls say, each one taken apart by source.
WITH
calls AS (
  SELECT id, min(bucket) AS at_bucket,
    arraySort(t -> (t.1, t.2), groupArray((
      multiIf(source LIKE '%/transcript', 1, source LIKE '%/otlp', 2, 3), source,
      user, harness, client, agent, project, repo, session, tool, mcp_server, status, raw_tool))) AS exact,
    arraySort(t -> (t.1, t.2), groupArray((
      multiIf(source LIKE '%/otlp', 1, source LIKE '%/transcript', 3, 2), source, duration_ms))) AS timed
  FROM tool_call FINAL WHERE org = {org:String} GROUP BY id
),
states AS (
  SELECT id, arrayReverseSort(t -> (t.1, t.2), groupArray((
    observed_at, hash, user, harness, client, agent, project, repo))) AS told
  FROM session WHERE org = {org:String} GROUP BY id
),
facts AS (
  SELECT at_bucket,
    arrayFirst(t -> t.3 != '', exact).3 AS c_user, arrayFirst(t -> t.4 != '', exact).4 AS c_harness,
    arrayFirst(t -> t.5 != '', exact).5 AS c_client, arrayFirst(t -> t.6 != '', exact).6 AS c_agent,
    arrayFirst(t -> t.7 != '', exact).7 AS c_project, arrayFirst(t -> t.8 != '', exact).8 AS c_repo,
    arrayFirst(t -> t.9 != '', exact).9 AS c_session, arrayFirst(t -> t.10 != '', exact).10 AS c_tool,
    arrayFirst(t -> t.11 != '', exact).11 AS c_server, arrayFirst(t -> t.12 != '', exact).12 AS c_status,
    arrayFirst(t -> t.13 != '', exact).13 AS c_raw,
    arrayFirst(t -> t.3 IS NOT NULL, timed).3 AS took
  FROM calls
)
SELECT bucket, user, harness, client, agent, project, repo, tool, mcp_server, raw_tool, calls, ok, error, rejected, duration_ms,
  timed_calls, sum(side) AS only_in
FROM (
  SELECT 1 AS side, bucket, user, harness, client, agent, project, repo, tool, mcp_server, raw_tool, calls, ok, error, rejected,
    duration_ms, timed_calls
  FROM rollup_tools FINAL WHERE org = {org:String} AND counter_of = ''
  UNION ALL
  SELECT -1, at_bucket,
    if(c_user = '', arrayFirst(t -> t.3 != '', told).3, c_user), if(c_harness = '', arrayFirst(t -> t.4 != '', told).4, c_harness),
    if(c_client = '', arrayFirst(t -> t.5 != '', told).5, c_client), if(c_agent = '', arrayFirst(t -> t.6 != '', told).6, c_agent),
    if(c_project = '', arrayFirst(t -> t.7 != '', told).7, c_project), if(c_repo = '', arrayFirst(t -> t.8 != '', told).8, c_repo),
    c_tool, c_server, c_raw, count(), countIf(c_status = 'ok'), countIf(c_status = 'error'), countIf(c_status = 'rejected'),
    sum(ifNull(took, 0)), countIf(took IS NOT NULL)
  FROM facts LEFT JOIN states ON facts.c_session = states.id
  GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
)
GROUP BY ALL HAVING sum(side) != 0
