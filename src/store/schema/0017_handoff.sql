-- Observations of handoff states: every telling is kept, per field the latest observed_at counts.
-- shard: cityHash64(org, id)
CREATE TABLE handoff (
  org LowCardinality(String),
  id String,
  source LowCardinality(String),
  observed_at DateTime64(3, 'UTC'),
  hash UInt64,
  work_item String,
  from_station LowCardinality(String),
  to_station LowCardinality(String),
  from_kind LowCardinality(String),
  to_kind LowCardinality(String),
  created_at Nullable(DateTime64(3, 'UTC')),
  review_started_at Nullable(DateTime64(3, 'UTC')),
  decided_at Nullable(DateTime64(3, 'UTC')),
  decided_by_kind LowCardinality(String),
  decision LowCardinality(String),
  overridden_at Nullable(DateTime64(3, 'UTC')),
  override_reason String,
  subject LowCardinality(String),
  parser_version UInt16
) ENGINE = ReplacingMergeTree
ORDER BY (org, id, source, observed_at, hash)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
