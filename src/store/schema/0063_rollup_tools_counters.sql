-- Session whose reported counters a row holds; empty for rows made of tool calls.
ALTER TABLE rollup_tools ADD COLUMN IF NOT EXISTS counter_of String,
  MODIFY ORDER BY (org, bucket, user, harness, client, agent, project, repo, tool, mcp_server, counter_of)
