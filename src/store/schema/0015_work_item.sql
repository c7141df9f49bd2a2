-- Observations of work_item states: every telling is kept, per field the latest observed_at counts.
-- shard: cityHash64(org, id)
CREATE TABLE work_item (
  org LowCardinality(String),
  id String,
  source LowCardinality(String),
  observed_at DateTime64(3, 'UTC'),
  hash UInt64,
  tracker LowCardinality(String),
  key LowCardinality(String),
  title String,
  item_type LowCardinality(String),
  points Nullable(Float64),
  epic LowCardinality(String),
  sprint LowCardinality(String),
  labels Array(LowCardinality(String)),
  reopened Array(LowCardinality(String)),
  project LowCardinality(String),
  opened_at Nullable(DateTime64(3, 'UTC')),
  started_at Nullable(DateTime64(3, 'UTC')),
  completed_at Nullable(DateTime64(3, 'UTC')),
  cancelled_at Nullable(DateTime64(3, 'UTC')),
  subject LowCardinality(String),
  parser_version UInt16
) ENGINE = ReplacingMergeTree
ORDER BY (org, id, source, observed_at, hash)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
