-- Observations of pipeline_run states: every telling is kept, per field the latest observed_at counts.
-- shard: cityHash64(org, id)
CREATE TABLE pipeline_run (
  org LowCardinality(String),
  id String,
  source LowCardinality(String),
  observed_at DateTime64(3, 'UTC'),
  hash UInt64,
  name LowCardinality(String),
  repo LowCardinality(String),
  branch LowCardinality(String),
  commit LowCardinality(String),
  trigger LowCardinality(String),
  status LowCardinality(String),
  started_at Nullable(DateTime64(3, 'UTC')),
  finished_at Nullable(DateTime64(3, 'UTC')),
  subject LowCardinality(String),
  parser_version UInt16
) ENGINE = ReplacingMergeTree
ORDER BY (org, id, source, observed_at, hash)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
