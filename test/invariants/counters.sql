-- Counters add up to what their readings say; other rollups hold what is counted of them, and no more.
WITH
readings AS (
  SELECT session, name, series, started, temporality, arraySort(r -> (r.1, r.3, r.4, r.2), groupArray((at, id, toInt64(ifNull(value, 0)), ifNull(nano_usd, 0)))) AS list
  FROM counter FINAL WHERE org = {org:String} GROUP BY session, name, series, started, temporality
),
told AS (
  SELECT session, name,
    sum(if(temporality = 'delta', arraySum(r -> r.3, list),
      arraySum((r, i) -> r.3 - if(i > 1 AND list[i - 1].3 <= r.3, list[i - 1].3, toInt64(0)), list, arrayEnumerate(list)))) AS things,
    sum(if(temporality = 'delta', arraySum(r -> r.4, list),
      arraySum((r, i) -> r.4 - if(i > 1 AND list[i - 1].4 <= r.4, list[i - 1].4, toInt64(0)), list, arrayEnumerate(list)))) AS nano
  FROM readings GROUP BY session, name
),
made AS (
  SELECT session, name, toInt64(sum(value)) AS things, sum(nano_usd) AS nano, min(is_counted) AS least, max(is_counted) AS most
  FROM rollup_counter FINAL WHERE org = {org:String} GROUP BY session, name
),
counted AS (
  SELECT session,
    sumIf(value, startsWith(name, 'tokens_') AND name != 'tokens_reasoning') AS tokens, sumIf(nano_usd, name = 'cost') AS nano,
    sumIf(value, name = 'tool_calls') AS calls, sumIf(value, name IN ('lines_added', 'lines_removed', 'lines_modified')) AS lines
  FROM rollup_counter FINAL WHERE org = {org:String} AND is_counted GROUP BY session
),
shown AS (
  SELECT session, sum(t) AS tokens, sum(n) AS nano, sum(c) AS calls, sum(l) AS lines FROM (
    SELECT counter_of AS session, in_uncached + cache_read + cache_write + out AS t, cost_nano_usd AS n, 0 AS c, 0 AS l
    FROM rollup_usage FINAL WHERE org = {org:String} AND counter_of != ''
    UNION ALL SELECT counter_of, 0, 0, calls, 0 FROM rollup_tools FINAL WHERE org = {org:String} AND counter_of != ''
    UNION ALL SELECT session, 0, 0, 0, added + removed + modified FROM rollup_changes FINAL WHERE org = {org:String} AND path = ''
  ) GROUP BY session
)
SELECT 'readings' AS broken, if(t.session != '', t.session, m.session) AS of, t.things AS a, m.things AS b
FROM told AS t FULL OUTER JOIN made AS m ON t.session = m.session AND t.name = m.name
WHERE t.things != m.things OR t.nano != m.nano OR m.least != m.most
UNION ALL
SELECT 'counted', if(c.session != '', c.session, s.session), c.tokens + c.calls + c.lines, s.tokens + s.calls + s.lines
FROM counted AS c FULL OUTER JOIN shown AS s ON c.session = s.session
WHERE c.tokens != s.tokens OR c.nano != s.nano OR c.calls != s.calls OR c.lines != s.lines
