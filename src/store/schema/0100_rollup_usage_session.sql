-- Session of the calls, empty for rows made of counters, and when the first and the last of them were made.
ALTER TABLE rollup_usage
  ADD COLUMN IF NOT EXISTS session String,
  ADD COLUMN IF NOT EXISTS first_call_at Nullable(DateTime64(3, 'UTC')),
  ADD COLUMN IF NOT EXISTS last_call_at Nullable(DateTime64(3, 'UTC')),
  MODIFY ORDER BY (org, bucket, user, harness, client, agent, project, repo, provider, model, tier, counter_of, session)
