-- Tells whether a hash was made with the key of the data folder that reads it: with another one nobody is found.
ALTER TABLE erasure ADD COLUMN IF NOT EXISTS key_check String AFTER hash
