-- One derived row per session: what its events and its own state say together. Durations in ms.
-- shard: cityHash64(org, session)
CREATE TABLE rollup_session (
  org LowCardinality(String),
  session String,
  user LowCardinality(String),
  harness LowCardinality(String),
  client LowCardinality(String),
  agent LowCardinality(String),
  project LowCardinality(String),
  repo LowCardinality(String),
  branch LowCardinality(String),
  kind LowCardinality(String),
  version LowCardinality(String),
  parent_session String,
  started_at DateTime64(3, 'UTC'),
  last_event_at DateTime64(3, 'UTC'),
  ended_at Nullable(DateTime64(3, 'UTC')) COMMENT 'told by the source',
  days Array(Date) COMMENT 'UTC days on which its events lie',
  engaged_ms UInt64 COMMENT 'gaps between events, each at most 5 minutes',
  human_messages UInt64,
  assistant_messages UInt64,
  model_calls UInt64,
  tool_calls UInt64,
  file_changes UInt64,
  ver UInt64,
  is_deleted UInt8 DEFAULT 0
) ENGINE = ReplacingMergeTree(ver, is_deleted)
ORDER BY (org, session)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, default_compression_codec = 'ZSTD(1)'
