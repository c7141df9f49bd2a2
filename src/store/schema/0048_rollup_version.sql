-- Which version of its making a rollup is of: rows of another one are made anew when the store is opened.
-- shard: cityHash64(org)
CREATE TABLE rollup_version (
  org LowCardinality(String),
  rollup LowCardinality(String),
  version UInt32,
  ver UInt64
) ENGINE = ReplacingMergeTree(ver)
ORDER BY (org, rollup)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
