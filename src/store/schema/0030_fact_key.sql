-- The ledger: which fact a key belongs to. A key names its own fact (alias_of zero) or is an alias of another key.
-- day is where the key is looked for, fact_day where the fact lies now; of several rows of a key the greatest ver counts.
-- shard: cityHash64(org, key)
CREATE TABLE fact_key (
  org LowCardinality(String),
  day Date,
  key UUID,
  alias_of UUID,
  fact_day Date,
  type LowCardinality(String),
  ver UInt64
) ENGINE = ReplacingMergeTree(ver)
PARTITION BY toYYYYMM(day)
ORDER BY (org, day, key)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
