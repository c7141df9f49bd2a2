-- A part is never more than its whole, and every call is reported, priced or unpriced.
SELECT bucket, user, model, cache_write, cache_write_1h, out, reasoning, calls, cost_nano_usd
FROM rollup_usage FINAL
WHERE org = {org:String} AND (
  cache_write_1h > cache_write OR reasoning > out OR errors > calls OR (calls = 0 AND counter_of = '')
  OR reported_calls + priced_calls + unpriced_calls != calls OR abs(reported_nano_usd) > abs(cost_nano_usd) AND priced_calls = 0)
UNION ALL
SELECT bucket, user, tool, 0, 0, timed_calls, duration_ms, calls, 0
FROM rollup_tools FINAL
WHERE org = {org:String} AND (ok + error + rejected > calls OR timed_calls > calls OR (timed_calls = 0 AND duration_ms > 0))
