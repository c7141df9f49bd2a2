-- Commits per 15 minutes, one row each. What a later commit took the place of is in amends.
-- shard: cityHash64(org, session)
CREATE TABLE rollup_commits (
  org LowCardinality(String),
  bucket DateTime('UTC'),
  user LowCardinality(String),
  harness LowCardinality(String),
  client LowCardinality(String),
  agent LowCardinality(String),
  project LowCardinality(String),
  repo LowCardinality(String),
  session String,
  sha String,
  amends String,
  attribution LowCardinality(String),
  commits UInt64,
  added UInt64,
  removed UInt64,
  sized_commits UInt64 COMMENT 'commits whose lines are told',
  ver UInt64,
  is_deleted UInt8 DEFAULT 0
) ENGINE = ReplacingMergeTree(ver, is_deleted)
PARTITION BY toYYYYMM(bucket)
ORDER BY (org, bucket, user, harness, client, agent, project, repo, session, sha, amends, attribution)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
