-- Which person an identity, as reported, belongs to; joined at read, so a merge of people rebuilds nothing.
-- shard: cityHash64(org)
CREATE TABLE identity (
  org LowCardinality(String),
  identity String,
  user String,
  name String,
  kind LowCardinality(String),
  team LowCardinality(String),
  ver UInt64,
  is_deleted UInt8 DEFAULT 0
) ENGINE = ReplacingMergeTree(ver, is_deleted)
ORDER BY (org, identity)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
