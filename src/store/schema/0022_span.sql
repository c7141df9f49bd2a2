-- Observations of span events: one row per fact and source, the greatest ver counts.
-- shard: cityHash64(org, id)
CREATE TABLE span (
  org LowCardinality(String),
  day Date,
  id UUID,
  source LowCardinality(String),
  ver UInt64,
  is_deleted UInt8 DEFAULT 0,
  bucket DateTime('UTC'),
  at DateTime64(3, 'UTC'),
  user LowCardinality(String),
  harness LowCardinality(String),
  client LowCardinality(String),
  agent LowCardinality(String),
  project LowCardinality(String),
  repo LowCardinality(String),
  branch LowCardinality(String),
  session LowCardinality(String),
  trace_id String,
  span_id String,
  parent_span_id String,
  name LowCardinality(String),
  kind LowCardinality(String),
  duration_ms Nullable(UInt64),
  status LowCardinality(String),
  error_type LowCardinality(String),
  model LowCardinality(String),
  tool LowCardinality(String),
  validation LowCardinality(String),
  about String,
  subject LowCardinality(String),
  owner_rank UInt8,
  parser_version UInt16,
  extra Map(LowCardinality(String), Float64)
) ENGINE = ReplacingMergeTree(ver, is_deleted)
PARTITION BY toYYYYMM(day)
ORDER BY (org, day, id, source)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
