-- Where in version control, CI and deployment a session ran, for joins.
ALTER TABLE session
  ADD COLUMN IF NOT EXISTS revision LowCardinality(String),
  ADD COLUMN IF NOT EXISTS change LowCardinality(String),
  ADD COLUMN IF NOT EXISTS ci_run LowCardinality(String),
  ADD COLUMN IF NOT EXISTS ci_event LowCardinality(String),
  ADD COLUMN IF NOT EXISTS deployment LowCardinality(String)
