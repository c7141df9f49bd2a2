-- Mode of autonomy at the call.
ALTER TABLE rollup_execution ADD COLUMN IF NOT EXISTS autonomy_mode LowCardinality(String),
  MODIFY ORDER BY (org, bucket, user, harness, client, agent, project, repo, tool, mcp_server, status, decision, risk_proposed, risk_executed, autonomy_mode)
