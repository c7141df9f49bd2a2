-- How a session ended, and whether its last message is an answer of the agent.
ALTER TABLE rollup_session
  ADD COLUMN IF NOT EXISTS status LowCardinality(String) AFTER version,
  ADD COLUMN IF NOT EXISTS is_answered UInt8 AFTER file_changes
