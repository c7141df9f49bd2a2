-- A fact lies in one place: all that sources tell of it has one day and one bucket, and the bucket is on that day.
SELECT type, id, groupUniqArray(day) AS days, groupUniqArray(bucket) AS buckets
FROM (
  SELECT 'message' AS type, id, day, bucket FROM message FINAL WHERE org = {org:String}
  UNION ALL SELECT 'model_call', id, day, bucket FROM model_call FINAL WHERE org = {org:String}
  UNION ALL SELECT 'tool_call', id, day, bucket FROM tool_call FINAL WHERE org = {org:String}
  UNION ALL SELECT 'feature_use', id, day, bucket FROM feature_use FINAL WHERE org = {org:String}
  UNION ALL SELECT 'file_change', id, day, bucket FROM file_change FINAL WHERE org = {org:String}
  UNION ALL SELECT 'commit', id, day, bucket FROM commit FINAL WHERE org = {org:String}
  UNION ALL SELECT 'review', id, day, bucket FROM review FINAL WHERE org = {org:String}
  UNION ALL SELECT 'escalation', id, day, bucket FROM escalation FINAL WHERE org = {org:String}
  UNION ALL SELECT 'cost_entry', id, day, bucket FROM cost_entry FINAL WHERE org = {org:String}
  UNION ALL SELECT 'test_run', id, day, bucket FROM test_run FINAL WHERE org = {org:String}
  UNION ALL SELECT 'uptime_sample', id, day, bucket FROM uptime_sample FINAL WHERE org = {org:String}
  UNION ALL SELECT 'readiness_report', id, day, bucket FROM readiness_report FINAL WHERE org = {org:String}
)
GROUP BY type, id
HAVING length(days) > 1 OR length(buckets) > 1 OR toDate(any(bucket)) != any(day)
