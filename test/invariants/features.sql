-- Features says what the uses of features say, each one taken apart by source.
WITH
told_uses AS (
  SELECT id, min(bucket) AS at_bucket,
    arraySort(t -> (t.1, t.2), groupArray((
      multiIf(source LIKE '%/transcript', 1, source LIKE '%/otlp', 2, 3), source,
      user, harness, client, agent, project, repo, session, kind, name, event, matcher, command))) AS exact
  FROM feature_use FINAL WHERE org = {org:String} GROUP BY id
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
    arrayFirst(t -> t.9 != '', exact).9 AS c_session, arrayFirst(t -> t.10 != '', exact).10 AS c_kind,
    arrayFirst(t -> t.11 != '', exact).11 AS c_name, arrayFirst(t -> t.12 != '', exact).12 AS c_event,
    arrayFirst(t -> t.13 != '', exact).13 AS c_matcher, arrayFirst(t -> t.14 != '', exact).14 AS c_command
  FROM told_uses
)
SELECT bucket, user, harness, client, agent, project, repo, kind, name, event, matcher, command, uses, sum(side) AS only_in
FROM (
  SELECT 1 AS side, bucket, user, harness, client, agent, project, repo, kind, name, event, matcher, command, uses
  FROM rollup_features FINAL WHERE org = {org:String}
  UNION ALL
  SELECT -1, at_bucket,
    if(c_user = '', arrayFirst(t -> t.3 != '', told).3, c_user), if(c_harness = '', arrayFirst(t -> t.4 != '', told).4, c_harness),
    if(c_client = '', arrayFirst(t -> t.5 != '', told).5, c_client), if(c_agent = '', arrayFirst(t -> t.6 != '', told).6, c_agent),
    if(c_project = '', arrayFirst(t -> t.7 != '', told).7, c_project), if(c_repo = '', arrayFirst(t -> t.8 != '', told).8, c_repo),
    c_kind, c_name, c_event, c_matcher, c_command, count()
  FROM facts LEFT JOIN states ON facts.c_session = states.id
  GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
)
GROUP BY ALL HAVING sum(side) != 0
