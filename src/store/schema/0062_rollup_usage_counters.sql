-- Session whose reported counters a row holds; empty for rows made of model calls.
ALTER TABLE rollup_usage ADD COLUMN IF NOT EXISTS counter_of String,
  MODIFY ORDER BY (org, bucket, user, harness, client, agent, project, repo, provider, model, tier, counter_of)
