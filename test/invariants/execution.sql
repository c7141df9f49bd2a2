-- What execution says of run times agrees with tools: as many calls with one, as long in sum, and no bin more than 1 % off.
SELECT bucket, user, tool, mcp_server, sum(timed) AS timed_calls, sum(ms) AS duration_ms, countIf(impossible) AS broken
FROM (
  SELECT bucket, user, tool, mcp_server, toInt64(length(duration_bins)) AS timed, toInt64(r.duration_ms) AS ms,
    abs(arraySum(bin -> if(bin = 0, 0, pow(1.02, bin - 1)), duration_bins) - ms) > ms * 0.01
      OR arraySort(duration_bins) != duration_bins OR timed > r.calls OR (timed = 0 AND decision = '' AND risk_proposed = '' AND risk_executed = '' AND autonomy_mode = '') AS impossible
  FROM rollup_execution AS r FINAL WHERE org = {org:String}
  UNION ALL
  SELECT bucket, user, tool, mcp_server, -toInt64(timed_calls), -toInt64(r.duration_ms), false
  FROM rollup_tools AS r FINAL WHERE org = {org:String} AND counter_of = ''
)
GROUP BY bucket, user, tool, mcp_server HAVING timed_calls != 0 OR duration_ms != 0 OR broken != 0
