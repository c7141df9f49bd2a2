-- Session and path in 16 bytes: files are counted by both, and numbers are grouped and looked up much faster than texts.
ALTER TABLE rollup_changes ADD COLUMN IF NOT EXISTS unit UInt128 DEFAULT reinterpretAsUInt128(sipHash128(session, path))
