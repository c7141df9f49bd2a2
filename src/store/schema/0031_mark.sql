-- Marks: buckets of a rollup that no longer agree with the facts. Written before the facts, cleared by a rebuild.
-- shard: cityHash64(org)
CREATE TABLE mark (
  org LowCardinality(String),
  rollup LowCardinality(String),
  bucket DateTime('UTC'),
  generation UInt64,
  is_cleared UInt8 DEFAULT 0
) ENGINE = ReplacingMergeTree(generation, is_cleared)
ORDER BY (org, rollup, bucket)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
