-- Observations of member states: every telling is kept, per field the latest observed_at counts.
-- shard: cityHash64(org, id)
CREATE TABLE member (
  org LowCardinality(String),
  id String,
  source LowCardinality(String),
  observed_at DateTime64(3, 'UTC'),
  hash UInt64,
  user LowCardinality(String),
  name LowCardinality(String),
  kind LowCardinality(String),
  role LowCardinality(String),
  team Array(LowCardinality(String)),
  aliases Array(LowCardinality(String)),
  joined_at Nullable(DateTime64(3, 'UTC')),
  left_at Nullable(DateTime64(3, 'UTC')),
  seat LowCardinality(String),
  subject LowCardinality(String),
  parser_version UInt16
) ENGINE = ReplacingMergeTree
ORDER BY (org, id, source, observed_at, hash)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
