-- Observations of session states: every telling is kept, per field the latest observed_at counts.
-- shard: cityHash64(org, id)
CREATE TABLE session (
  org LowCardinality(String),
  id String,
  source LowCardinality(String),
  observed_at DateTime64(3, 'UTC'),
  hash UInt64,
  user LowCardinality(String),
  harness LowCardinality(String),
  client LowCardinality(String),
  agent LowCardinality(String),
  project LowCardinality(String),
  repo LowCardinality(String),
  branch LowCardinality(String),
  environment LowCardinality(String),
  mcp_servers_configured Array(LowCardinality(String)),
  ci_workflow LowCardinality(String),
  kind LowCardinality(String),
  provider LowCardinality(String),
  version LowCardinality(String),
  started_at Nullable(DateTime64(3, 'UTC')),
  ended_at Nullable(DateTime64(3, 'UTC')),
  status LowCardinality(String),
  parent_session String,
  work_item String,
  station LowCardinality(String),
  title String,
  subject LowCardinality(String),
  parser_version UInt16
) ENGINE = ReplacingMergeTree
ORDER BY (org, id, source, observed_at, hash)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
