ALTER TABLE organisation ADD COLUMN settings jsonb NOT NULL DEFAULT '{}';
--> statement-breakpoint
ALTER TABLE api_key DROP CONSTRAINT api_key_scopes_check;
--> statement-breakpoint
ALTER TABLE api_key ADD CONSTRAINT api_key_scopes_check
  CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['ingest', 'read', 'admin']);
