-- Who is in which team, from when to when: joined at read, so a change of teams rebuilds nothing. Copied from the control plane and member facts.
-- shard: cityHash64(org)
CREATE TABLE team_member (
  org LowCardinality(String),
  team String,
  user String,
  -- Seconds since 1970 UTC; the end is left out.
  since UInt32,
  until UInt32,
  ver UInt64,
  is_deleted UInt8 DEFAULT 0
) ENGINE = ReplacingMergeTree(ver, is_deleted)
ORDER BY (org, team, user, since)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
