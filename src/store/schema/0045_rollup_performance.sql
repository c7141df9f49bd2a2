-- Model calls of which latency, attempts or a failure are told, per 15 minutes. Bins are those of src/facts/bins.ts.
-- shard: cityHash64(org, user)
CREATE TABLE rollup_performance (
  org LowCardinality(String),
  bucket DateTime('UTC'),
  user LowCardinality(String),
  harness LowCardinality(String),
  client LowCardinality(String),
  agent LowCardinality(String),
  project LowCardinality(String),
  repo LowCardinality(String),
  provider LowCardinality(String),
  model LowCardinality(String),
  status LowCardinality(String),
  error_type LowCardinality(String),
  calls UInt64,
  latency_ms UInt64,
  latency_bins Array(UInt16) COMMENT 'of each call whose latency is known',
  ttft_ms UInt64,
  ttft_bins Array(UInt16) COMMENT 'of each call of which it is known',
  attempts UInt64,
  tried_calls UInt64 COMMENT 'calls whose attempts are known',
  retried_calls UInt64 COMMENT 'calls with more than one attempt',
  ver UInt64,
  is_deleted UInt8 DEFAULT 0
) ENGINE = ReplacingMergeTree(ver, is_deleted)
PARTITION BY toYYYYMM(bucket)
ORDER BY (org, bucket, user, harness, client, agent, project, repo, provider, model, status, error_type)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
