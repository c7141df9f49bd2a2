-- An alias is the greater key, and the id it stands for is known to the ledger.
WITH keys AS (
  SELECT key, argMax(alias_of, ver) AS alias FROM fact_key WHERE org = {org:String} GROUP BY key
)
SELECT a.key, a.alias
FROM keys AS a LEFT JOIN keys AS b ON a.alias = b.key
WHERE a.alias != toUUID('00000000-0000-0000-0000-000000000000') AND (b.key != a.alias OR toString(a.key) <= toString(a.alias))
