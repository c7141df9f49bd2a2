-- Increments of counters per 15 minutes and session, and whether they are counted. Money in nano-USD.
-- shard: cityHash64(org, session)
CREATE TABLE rollup_counter (
  org LowCardinality(String),
  session String,
  bucket DateTime('UTC'),
  user LowCardinality(String),
  harness LowCardinality(String),
  client LowCardinality(String),
  agent LowCardinality(String),
  project LowCardinality(String),
  repo LowCardinality(String),
  name LowCardinality(String),
  provider LowCardinality(String),
  model LowCardinality(String),
  tool LowCardinality(String),
  mcp_server LowCardinality(String),
  status LowCardinality(String),
  language LowCardinality(String),
  value UInt64,
  nano_usd Int64,
  is_counted UInt8 COMMENT '0 where facts tell the same one by one',
  ver UInt64,
  is_deleted UInt8 DEFAULT 0
) ENGINE = ReplacingMergeTree(ver, is_deleted)
PARTITION BY toYYYYMM(bucket)
ORDER BY (org, session, bucket, user, harness, client, agent, project, repo, name, provider, model, tool, mcp_server, status, language)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
