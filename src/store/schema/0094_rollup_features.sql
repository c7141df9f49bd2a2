-- Uses of skills, slash commands, hooks and subagents per 15 minutes.
-- shard: cityHash64(org, user)
CREATE TABLE rollup_features (
  org LowCardinality(String),
  bucket DateTime('UTC'),
  user LowCardinality(String),
  harness LowCardinality(String),
  client LowCardinality(String),
  agent LowCardinality(String),
  project LowCardinality(String),
  repo LowCardinality(String),
  kind LowCardinality(String),
  name LowCardinality(String),
  event LowCardinality(String),
  matcher LowCardinality(String),
  command LowCardinality(String),
  uses UInt64,
  ver UInt64,
  is_deleted UInt8 DEFAULT 0
) ENGINE = ReplacingMergeTree(ver, is_deleted)
PARTITION BY toYYYYMM(bucket)
ORDER BY (org, bucket, user, harness, client, agent, project, repo, kind, name, event, matcher, command)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
