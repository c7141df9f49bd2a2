-- Tool calls per 15 minutes.
-- shard: cityHash64(org, user)
CREATE TABLE rollup_tools (
  org LowCardinality(String),
  bucket DateTime('UTC'),
  user LowCardinality(String),
  harness LowCardinality(String),
  client LowCardinality(String),
  agent LowCardinality(String),
  project LowCardinality(String),
  repo LowCardinality(String),
  tool LowCardinality(String),
  mcp_server LowCardinality(String),
  calls UInt64,
  ok UInt64,
  error UInt64,
  rejected UInt64,
  duration_ms UInt64,
  timed_calls UInt64 COMMENT 'calls with a known duration',
  ver UInt64,
  is_deleted UInt8 DEFAULT 0
) ENGINE = ReplacingMergeTree(ver, is_deleted)
PARTITION BY toYYYYMM(bucket)
ORDER BY (org, bucket, user, harness, client, agent, project, repo, tool, mcp_server)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
