-- What is being removed, for as long as that takes, so that no statement names it: statements that remove rows are kept
-- in files of the engine. Every node has all of it, in memory alone.
-- shard: cityHash64(org)
CREATE TABLE erasing (
  org String,
  kind LowCardinality(String),
  value String,
  id UUID
) ENGINE = Memory
