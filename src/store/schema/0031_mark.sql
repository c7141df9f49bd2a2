-- Marks: what of a rollup no longer agrees with the facts. Written before the facts, cleared by a rebuild. Sessions are
-- marked by name, with a day on which events of them lie as the bucket; everything else by quarter-hour.
-- shard: cityHash64(org)
CREATE TABLE mark (
  org LowCardinality(String),
  rollup LowCardinality(String),
  bucket DateTime('UTC'),
  session String,
  generation UInt64,
  is_cleared UInt8 DEFAULT 0,
  written_at DateTime('UTC') DEFAULT now()
) ENGINE = ReplacingMergeTree(generation, is_cleared)
ORDER BY (org, rollup, bucket, session)
TTL written_at + INTERVAL 1 DAY DELETE WHERE is_cleared = 1
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
