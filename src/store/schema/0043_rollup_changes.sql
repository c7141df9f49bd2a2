-- File changes per 15 minutes, session, path and operation: distinct files are counted at read.
-- shard: cityHash64(org, session)
CREATE TABLE rollup_changes (
  org LowCardinality(String),
  bucket DateTime('UTC'),
  user LowCardinality(String),
  harness LowCardinality(String),
  client LowCardinality(String),
  agent LowCardinality(String),
  project LowCardinality(String),
  repo LowCardinality(String),
  session LowCardinality(String),
  path String,
  op LowCardinality(String),
  extension LowCardinality(String),
  language LowCardinality(String),
  changes UInt64,
  added UInt64,
  removed UInt64,
  ver UInt64,
  is_deleted UInt8 DEFAULT 0
) ENGINE = ReplacingMergeTree(ver, is_deleted)
PARTITION BY toYYYYMM(bucket)
ORDER BY (org, bucket, user, harness, client, agent, project, repo, session, path, op, extension, language)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
