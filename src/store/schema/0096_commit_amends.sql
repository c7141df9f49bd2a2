-- The commit that a commit took the place of, so that an amended one counts once.
ALTER TABLE commit ADD COLUMN IF NOT EXISTS amends LowCardinality(String) AFTER sha
