-- Usage says what the calls say: each one taken apart by source, the best known value picked from a sorted list.
WITH
told_calls AS (
  SELECT id, min(bucket) AS at_bucket,
    arraySort(t -> (t.1, t.2), groupArray((
      multiIf(source LIKE '%/transcript', 1, source LIKE '%/otlp', 2, 3), source,
      user, harness, client, agent, project, repo, session, provider, model, tier,
      in_uncached, cache_read, cache_write, cache_write_1h, out, reasoning, autonomy_mode))) AS exact,
    arraySort(t -> (t.1, t.2), groupArray((
      multiIf(source LIKE '%/otlp', 1, source LIKE '%/transcript', 3, 2), source, status, cost_nano_usd))) AS timed
  FROM model_call FINAL WHERE org = {org:String} GROUP BY id
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
    arrayFirst(t -> t.9 != '', exact).9 AS c_session, arrayFirst(t -> t.10 != '', exact).10 AS c_provider,
    arrayFirst(t -> t.11 != '', exact).11 AS c_model, arrayFirst(t -> t.12 != '', exact).12 AS c_tier,
    ifNull(arrayFirst(t -> t.13 IS NOT NULL, exact).13, 0) AS n_in,
    ifNull(arrayFirst(t -> t.14 IS NOT NULL, exact).14, 0) AS n_read,
    ifNull(arrayFirst(t -> t.15 IS NOT NULL, exact).15, 0) AS n_write,
    ifNull(arrayFirst(t -> t.16 IS NOT NULL, exact).16, 0) AS n_hour,
    ifNull(arrayFirst(t -> t.17 IS NOT NULL, exact).17, 0) AS n_out,
    arrayFirst(t -> t.18 IS NOT NULL, exact).18 AS told_reason, ifNull(told_reason, 0) AS n_reason,
    arrayFirst(t -> t.19 != '', exact).19 AS c_mode, n_in + n_read + n_write + n_out AS n_all,
    arrayFirst(t -> t.3 != '', timed).3 AS c_status, arrayFirst(t -> t.4 IS NOT NULL, timed).4 AS reported
  FROM told_calls
)
SELECT bucket, user, harness, client, agent, project, repo, provider, model, tier, session,
  calls, errors, in_uncached, cache_read, cache_write, cache_write_1h, out, reasoning, reported_nano_usd, reported_calls,
  thinking_calls, thinking_known_calls, spec_calls, spec_tokens, mode_calls, mode_tokens, sum(side) AS only_in
FROM (
  SELECT 1 AS side, bucket, user, harness, client, agent, project, repo, provider, model, tier, session,
    calls, errors, in_uncached, cache_read, cache_write, cache_write_1h, out, reasoning, reported_nano_usd, reported_calls,
    thinking_calls, thinking_known_calls, spec_calls, spec_tokens, mode_calls, mode_tokens
  FROM rollup_usage FINAL WHERE org = {org:String} AND counter_of = ''
  UNION ALL
  SELECT -1, at_bucket,
    if(c_user = '', arrayFirst(t -> t.3 != '', told).3, c_user), if(c_harness = '', arrayFirst(t -> t.4 != '', told).4, c_harness),
    if(c_client = '', arrayFirst(t -> t.5 != '', told).5, c_client), if(c_agent = '', arrayFirst(t -> t.6 != '', told).6, c_agent),
    if(c_project = '', arrayFirst(t -> t.7 != '', told).7, c_project), if(c_repo = '', arrayFirst(t -> t.8 != '', told).8, c_repo),
    c_provider, c_model, if(c_tier = '', 'standard', c_tier), c_session,
    count(), countIf(c_status = 'error'), sum(n_in), sum(n_read), sum(n_write), sum(least(n_hour, n_write)), sum(n_out),
    sum(least(n_reason, n_out)), sum(ifNull(reported, 0)), countIf(reported IS NOT NULL),
    countIf(told_reason > 0), countIf(told_reason IS NOT NULL), countIf(c_mode = 'spec'), sumIf(n_all, c_mode = 'spec'),
    countIf(c_mode != ''), sumIf(n_all, c_mode != '')
  FROM facts LEFT JOIN states ON facts.c_session = states.id
  GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
)
GROUP BY ALL HAVING sum(side) != 0
