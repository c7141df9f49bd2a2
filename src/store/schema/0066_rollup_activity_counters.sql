-- Session whose reported counters a row holds; empty for rows made of messages and calls.
ALTER TABLE rollup_activity ADD COLUMN IF NOT EXISTS counter_of String,
  MODIFY ORDER BY (org, bucket, user, harness, client, agent, project, repo, counter_of)
