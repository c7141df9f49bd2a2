-- Calls and tokens of which the mode of autonomy or the reasoning is told; the tokens are all of a call's.
ALTER TABLE rollup_usage ADD COLUMN IF NOT EXISTS thinking_calls UInt64 COMMENT 'calls with reasoning tokens',
  ADD COLUMN IF NOT EXISTS thinking_known_calls UInt64 COMMENT 'calls whose reasoning tokens are told',
  ADD COLUMN IF NOT EXISTS spec_calls UInt64 COMMENT 'calls in spec mode',
  ADD COLUMN IF NOT EXISTS spec_tokens UInt64 COMMENT 'their tokens, of all kinds',
  ADD COLUMN IF NOT EXISTS mode_calls UInt64 COMMENT 'calls whose mode is told',
  ADD COLUMN IF NOT EXISTS mode_tokens UInt64 COMMENT 'their tokens, of all kinds'
