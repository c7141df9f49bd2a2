-- What tokens of a model weigh and its tier, as configured; the model '' stands for every other one. Weights in millionths.
-- shard: cityHash64(org)
CREATE TABLE model_table (
  org LowCardinality(String),
  model String,
  billable_input UInt64,
  billable_output UInt64,
  billable_cache_read UInt64,
  billable_cache_write UInt64,
  standard_input UInt64,
  standard_output UInt64,
  standard_cache_read UInt64,
  standard_cache_write UInt64,
  tier LowCardinality(String),
  version String COMMENT 'of the whole table',
  ver UInt64,
  is_deleted UInt8 DEFAULT 0
) ENGINE = ReplacingMergeTree(ver, is_deleted)
ORDER BY (org, model)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
