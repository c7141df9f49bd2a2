-- What a shell command checks: test, lint or build.
ALTER TABLE tool_call ADD COLUMN IF NOT EXISTS validation LowCardinality(String)
