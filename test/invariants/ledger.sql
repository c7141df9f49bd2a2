-- The newest entry the ledger has of a fact's id names that fact, and the day on which it lies.
WITH
facts AS (
  SELECT 'message' AS type, id, day FROM message FINAL WHERE org = {org:String}
  UNION DISTINCT SELECT 'model_call', id, day FROM model_call FINAL WHERE org = {org:String}
  UNION DISTINCT SELECT 'tool_call', id, day FROM tool_call FINAL WHERE org = {org:String}
  UNION DISTINCT SELECT 'feature_use', id, day FROM feature_use FINAL WHERE org = {org:String}
  UNION DISTINCT SELECT 'file_change', id, day FROM file_change FINAL WHERE org = {org:String}
),
entries AS (
  SELECT key, argMax(alias_of, ver) AS alias, argMax(fact_day, ver) AS lies, argMax(fact_key.type, ver) AS of_type,
    groupUniqArray(fact_key.day) AS on_days
  FROM fact_key WHERE org = {org:String} GROUP BY key
)
SELECT facts.type, facts.id, facts.day, entries.alias, entries.lies, entries.of_type
FROM facts LEFT JOIN entries ON facts.id = entries.key
WHERE entries.lies != facts.day OR entries.of_type != facts.type OR NOT has(entries.on_days, facts.day)
  OR entries.alias != toUUID('00000000-0000-0000-0000-000000000000')
