-- Records of telemetry that were refused, without their texts: they can be looked at and tried again.
-- id is a hash of the record, so that a record that is sent again and again is kept once.
-- shard: cityHash64(org, id)
CREATE TABLE quarantine (
  org LowCardinality(String),
  id UUID,
  at DateTime64(3, 'UTC'),
  signal LowCardinality(String),
  agent LowCardinality(String),
  reason LowCardinality(String),
  detail String,
  subject String,
  record String,
  ver UInt64,
  is_deleted UInt8
) ENGINE = ReplacingMergeTree(ver, is_deleted)
ORDER BY (org, id)
TTL toDateTime(at) + INTERVAL 30 DAY DELETE
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
