-- Tool calls of which run time, risk or a decision are told, per 15 minutes. Bins are those of src/facts/bins.ts.
-- shard: cityHash64(org, user)
CREATE TABLE rollup_execution (
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
  status LowCardinality(String),
  decision LowCardinality(String),
  risk_proposed LowCardinality(String),
  risk_executed LowCardinality(String),
  calls UInt64,
  duration_ms UInt64,
  duration_bins Array(UInt16) COMMENT 'of each call whose run time is known',
  ver UInt64,
  is_deleted UInt8 DEFAULT 0
) ENGINE = ReplacingMergeTree(ver, is_deleted)
PARTITION BY toYYYYMM(bucket)
ORDER BY (org, bucket, user, harness, client, agent, project, repo, tool, mcp_server, status, decision, risk_proposed, risk_executed)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
