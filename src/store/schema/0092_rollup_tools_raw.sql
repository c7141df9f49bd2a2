-- The name the agent gives the tool; empty for rows made of counters.
ALTER TABLE rollup_tools ADD COLUMN IF NOT EXISTS raw_tool LowCardinality(String),
  MODIFY ORDER BY (org, bucket, user, harness, client, agent, project, repo, tool, mcp_server, counter_of, raw_tool)
