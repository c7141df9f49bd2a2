-- What was read of each transcript; the last reading of one takes the place of those before.
-- shard: cityHash64(org, id)
CREATE TABLE transcript (
  org LowCardinality(String),
  id String,
  source LowCardinality(String),
  observed_at DateTime64(3, 'UTC'),
  hash UInt64,
  user LowCardinality(String),
  harness LowCardinality(String),
  session String,
  sessions Nullable(UInt64),
  rows Nullable(UInt64),
  told_rows Nullable(UInt64),
  told_tokens Nullable(UInt64),
  dropped String,
  calls Nullable(UInt64),
  tokens Nullable(UInt64),
  reported_tokens Nullable(UInt64),
  subject LowCardinality(String),
  parser_version UInt16
) ENGINE = ReplacingMergeTree(observed_at)
ORDER BY (org, id, source)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
