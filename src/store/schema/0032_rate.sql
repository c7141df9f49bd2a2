-- Prices of the models that occur, in pico-USD (1e-12 USD) per token; no row means unpriced.
-- shard: cityHash64(org)
CREATE TABLE rate (
  org LowCardinality(String),
  provider LowCardinality(String),
  model LowCardinality(String),
  tier LowCardinality(String),
  valid_from DateTime64(3, 'UTC'),
  above_input UInt64,
  input Nullable(UInt64),
  cache_read Nullable(UInt64),
  cache_write_5m Nullable(UInt64),
  cache_write_1h Nullable(UInt64),
  output Nullable(UInt64),
  version LowCardinality(String),
  ver UInt64,
  is_deleted UInt8 DEFAULT 0
) ENGINE = ReplacingMergeTree(ver, is_deleted)
ORDER BY (org, provider, model, tier, valid_from, above_input)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
