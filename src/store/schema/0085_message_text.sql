-- What was said, where an organisation keeps content.
ALTER TABLE message ADD COLUMN IF NOT EXISTS text String AFTER human
