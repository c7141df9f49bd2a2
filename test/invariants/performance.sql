-- Performance counts every model call that has failed or whose latency or attempts are told, once, and sums what they say.
WITH
calls AS (
  SELECT id, min(bucket) AS at_bucket,
    arraySort(t -> (t.1, t.2), groupArray((
      multiIf(source LIKE '%/otlp', 1, source LIKE '%/transcript', 3, 2), source, latency_ms, ttft_ms, attempts, status))) AS timed
  FROM model_call FINAL WHERE org = {org:String} GROUP BY id
),
facts AS (
  SELECT at_bucket, arrayFirst(t -> t.3 IS NOT NULL, timed).3 AS latency, arrayFirst(t -> t.4 IS NOT NULL, timed).4 AS first_token,
    arrayFirst(t -> t.5 IS NOT NULL, timed).5 AS tries, arrayFirst(t -> t.6 != '', timed).6 AS ended
  FROM calls WHERE latency IS NOT NULL OR first_token IS NOT NULL OR tries IS NOT NULL OR ended = 'error'
)
SELECT bucket, sum(n) AS calls, sum(errors) AS failed, sum(with_latency) AS latencies, sum(with_ttft) AS first_tokens,
  sum(with_attempts) AS tried, sum(again) AS retried, sum(ms) AS latency_ms, sum(first_ms) AS ttft_ms, sum(requests) AS attempts,
  countIf(impossible) AS broken
FROM (
  SELECT bucket, toInt64(calls) AS n, if(status = 'error', n, 0) AS errors, toInt64(length(latency_bins)) AS with_latency,
    toInt64(length(ttft_bins)) AS with_ttft, toInt64(tried_calls) AS with_attempts, toInt64(retried_calls) AS again,
    toInt64(r.latency_ms) AS ms, toInt64(r.ttft_ms) AS first_ms, toInt64(r.attempts) AS requests,
    tried_calls > calls OR retried_calls > tried_calls OR (status != 'error' AND error_type != '')
      OR abs(arraySum(bin -> if(bin = 0, 0, pow(1.02, bin - 1)), latency_bins) - r.latency_ms) > r.latency_ms * 0.01
      OR abs(arraySum(bin -> if(bin = 0, 0, pow(1.02, bin - 1)), ttft_bins) - r.ttft_ms) > r.ttft_ms * 0.01 AS impossible
  FROM rollup_performance AS r FINAL WHERE org = {org:String}
  UNION ALL
  SELECT at_bucket, -1, -(ended = 'error'), -(latency IS NOT NULL), -(first_token IS NOT NULL), -(tries IS NOT NULL),
    -ifNull(tries > 1, 0), -toInt64(ifNull(latency, 0)), -toInt64(ifNull(first_token, 0)), -toInt64(ifNull(tries, 0)), false
  FROM facts
)
GROUP BY bucket
HAVING calls != 0 OR failed != 0 OR latencies != 0 OR first_tokens != 0 OR tried != 0 OR retried != 0 OR latency_ms != 0
  OR ttft_ms != 0 OR attempts != 0 OR broken != 0
