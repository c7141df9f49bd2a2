-- Part of engaged_ms: gaps that end with a message a person typed.
ALTER TABLE rollup_session ADD COLUMN IF NOT EXISTS engaged_user_ms UInt64 AFTER engaged_ms
