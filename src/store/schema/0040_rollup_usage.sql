-- Model calls per 15 minutes. Token columns are disjoint but for the two named as parts. Money in nano-USD.
-- shard: cityHash64(org, user)
CREATE TABLE rollup_usage (
  org LowCardinality(String),
  bucket DateTime('UTC'),
  user LowCardinality(String),
  harness LowCardinality(String),
  client LowCardinality(String),
  agent LowCardinality(String),
  project LowCardinality(String),
  repo LowCardinality(String),
  provider LowCardinality(String),
  model LowCardinality(String),
  tier LowCardinality(String),
  calls UInt64,
  errors UInt64,
  in_uncached UInt64,
  cache_read UInt64,
  cache_write UInt64,
  cache_write_1h UInt64 COMMENT 'part of cache_write',
  out UInt64,
  reasoning UInt64 COMMENT 'part of out',
  cost_nano_usd Int64 COMMENT 'reported where told, else priced',
  reported_nano_usd Int64 COMMENT 'part of cost_nano_usd',
  reported_calls UInt64,
  priced_calls UInt64,
  unpriced_calls UInt64,
  price_version LowCardinality(String),
  ver UInt64,
  is_deleted UInt8 DEFAULT 0
) ENGINE = ReplacingMergeTree(ver, is_deleted)
PARTITION BY toYYYYMM(bucket)
ORDER BY (org, bucket, user, harness, client, agent, project, repo, provider, model, tier)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
