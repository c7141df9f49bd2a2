-- Messages and model calls per 15 minutes: what makes a user active.
-- shard: cityHash64(org, user)
CREATE TABLE rollup_activity (
  org LowCardinality(String),
  bucket DateTime('UTC'),
  user LowCardinality(String),
  harness LowCardinality(String),
  client LowCardinality(String),
  agent LowCardinality(String),
  project LowCardinality(String),
  repo LowCardinality(String),
  human_messages UInt64,
  assistant_messages UInt64,
  model_calls UInt64,
  tool_calls UInt64,
  ver UInt64,
  is_deleted UInt8 DEFAULT 0
) ENGINE = ReplacingMergeTree(ver, is_deleted)
PARTITION BY toYYYYMM(bucket)
ORDER BY (org, bucket, user, harness, client, agent, project, repo)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
