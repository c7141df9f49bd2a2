-- Observations of station_visit states: every telling is kept, per field the latest observed_at counts.
-- shard: cityHash64(org, id)
CREATE TABLE station_visit (
  org LowCardinality(String),
  id String,
  source LowCardinality(String),
  observed_at DateTime64(3, 'UTC'),
  hash UInt64,
  work_item String,
  station LowCardinality(String),
  attempt Nullable(UInt64),
  entered_at Nullable(DateTime64(3, 'UTC')),
  exited_at Nullable(DateTime64(3, 'UTC')),
  outcome LowCardinality(String),
  session LowCardinality(String),
  subject LowCardinality(String),
  parser_version UInt16
) ENGINE = ReplacingMergeTree
ORDER BY (org, id, source, observed_at, hash)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
