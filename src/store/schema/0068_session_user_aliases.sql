-- Further identities of the user of a session, so that people who are told twice are one.
ALTER TABLE session ADD COLUMN IF NOT EXISTS user_aliases Array(LowCardinality(String))
