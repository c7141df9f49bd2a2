-- Observations of pull_request states: every telling is kept, per field the latest observed_at counts.
-- shard: cityHash64(org, id)
CREATE TABLE pull_request (
  org LowCardinality(String),
  id String,
  source LowCardinality(String),
  observed_at DateTime64(3, 'UTC'),
  hash UInt64,
  repo LowCardinality(String),
  project LowCardinality(String),
  number Nullable(UInt64),
  title String,
  branch LowCardinality(String),
  labels Array(LowCardinality(String)),
  draft Nullable(Bool),
  comments Nullable(UInt64),
  author LowCardinality(String),
  url String,
  created_at Nullable(DateTime64(3, 'UTC')),
  first_commit_at Nullable(DateTime64(3, 'UTC')),
  ready_at Nullable(DateTime64(3, 'UTC')),
  merged_at Nullable(DateTime64(3, 'UTC')),
  closed_at Nullable(DateTime64(3, 'UTC')),
  deployed_at Nullable(DateTime64(3, 'UTC')),
  added Nullable(UInt64),
  removed Nullable(UInt64),
  sessions Array(LowCardinality(String)),
  work_items Array(LowCardinality(String)),
  attribution LowCardinality(String),
  subject LowCardinality(String),
  parser_version UInt16
) ENGINE = ReplacingMergeTree
ORDER BY (org, id, source, observed_at, hash)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
