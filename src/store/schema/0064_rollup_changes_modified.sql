-- Lines that took the place of others: the lesser of added and removed of each change.
ALTER TABLE rollup_changes ADD COLUMN IF NOT EXISTS modified UInt64 AFTER removed
