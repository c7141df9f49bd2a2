-- The ledger of erasures: keyed hashes of people and of their sessions, of whom nothing may be let in again. A copy of
-- what the data folder has, so that whoever opens the store elsewhere knows it too.
-- shard: cityHash64(org)
CREATE TABLE erasure (
  org LowCardinality(String),
  erasure UUID,
  kind LowCardinality(String) COMMENT 'people or sessions',
  hash String,
  erased_at DateTime64(3, 'UTC'),
  done_at Nullable(DateTime64(3, 'UTC')),
  ver UInt64,
  is_deleted UInt8 DEFAULT 0
) ENGINE = ReplacingMergeTree(ver, is_deleted)
ORDER BY (org, erasure, kind, hash)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
