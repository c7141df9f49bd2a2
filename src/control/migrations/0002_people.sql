ALTER TABLE membership
  ADD COLUMN name text NOT NULL DEFAULT '' CHECK (length(name) <= 200),
  ADD COLUMN joined_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN left_at timestamptz;
--> statement-breakpoint
CREATE INDEX membership_person ON membership (person_id);
--> statement-breakpoint
CREATE TABLE service_account (
  id uuid NOT NULL UNIQUE,
  organisation_id text NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'manager', 'member', 'viewer', 'guest')),
  created_at timestamptz NOT NULL DEFAULT now(),
  left_at timestamptz,
  PRIMARY KEY (organisation_id, id)
);
--> statement-breakpoint
CREATE UNIQUE INDEX service_account_name ON service_account (organisation_id, lower(name)) WHERE left_at IS NULL;
--> statement-breakpoint
CREATE TABLE alias (
  organisation_id text NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  identity text NOT NULL CHECK (length(identity) BETWEEN 1 AND 300),
  person_id uuid,
  service_account_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organisation_id, identity),
  CHECK (num_nonnulls(person_id, service_account_id) = 1),
  FOREIGN KEY (organisation_id, person_id) REFERENCES membership (organisation_id, person_id) ON DELETE CASCADE,
  FOREIGN KEY (organisation_id, service_account_id) REFERENCES service_account (organisation_id, id) ON DELETE CASCADE
);
--> statement-breakpoint
CREATE TABLE team (
  id uuid NOT NULL UNIQUE,
  organisation_id text NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  created_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  PRIMARY KEY (organisation_id, id)
);
--> statement-breakpoint
CREATE UNIQUE INDEX team_name ON team (organisation_id, lower(name)) WHERE deleted_at IS NULL;
--> statement-breakpoint
CREATE TABLE team_membership (
  organisation_id text NOT NULL,
  team_id uuid NOT NULL,
  person_id uuid NOT NULL,
  manager boolean NOT NULL DEFAULT false,
  since timestamptz NOT NULL,
  until timestamptz,
  PRIMARY KEY (team_id, person_id, since),
  CHECK (until > since),
  FOREIGN KEY (organisation_id, team_id) REFERENCES team (organisation_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organisation_id, person_id) REFERENCES membership (organisation_id, person_id) ON DELETE CASCADE
);
--> statement-breakpoint
CREATE UNIQUE INDEX team_membership_now ON team_membership (team_id, person_id) WHERE until IS NULL;
--> statement-breakpoint
CREATE INDEX team_membership_person ON team_membership (organisation_id, person_id);
--> statement-breakpoint
CREATE TABLE project (
  id uuid NOT NULL UNIQUE,
  organisation_id text NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organisation_id, id)
);
--> statement-breakpoint
CREATE UNIQUE INDEX project_name ON project (organisation_id, lower(name));
--> statement-breakpoint
CREATE TABLE repository (
  id uuid NOT NULL UNIQUE,
  organisation_id text NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 300),
  project_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, project_id) REFERENCES project (organisation_id, id)
);
--> statement-breakpoint
CREATE UNIQUE INDEX repository_name ON repository (organisation_id, lower(name));
--> statement-breakpoint
CREATE TABLE project_alias (
  organisation_id text NOT NULL,
  alias text NOT NULL CHECK (length(alias) BETWEEN 1 AND 300),
  project_id uuid NOT NULL,
  PRIMARY KEY (organisation_id, alias),
  FOREIGN KEY (organisation_id, project_id) REFERENCES project (organisation_id, id) ON DELETE CASCADE
);
--> statement-breakpoint
CREATE TABLE repository_alias (
  organisation_id text NOT NULL,
  alias text NOT NULL CHECK (length(alias) BETWEEN 1 AND 300),
  repository_id uuid NOT NULL,
  PRIMARY KEY (organisation_id, alias),
  FOREIGN KEY (organisation_id, repository_id) REFERENCES repository (organisation_id, id) ON DELETE CASCADE
);
--> statement-breakpoint
ALTER TABLE api_key
  ADD COLUMN person_id uuid,
  ADD COLUMN service_account_id uuid,
  ADD COLUMN role text DEFAULT 'admin' CHECK (role IN ('owner', 'admin', 'manager', 'member', 'viewer', 'guest')),
  ADD FOREIGN KEY (organisation_id, person_id) REFERENCES membership (organisation_id, person_id) ON DELETE CASCADE,
  ADD FOREIGN KEY (organisation_id, service_account_id) REFERENCES service_account (organisation_id, id) ON DELETE CASCADE,
  ADD CONSTRAINT api_key_holder CHECK (num_nonnulls(person_id, service_account_id, role) = 1),
  DROP CONSTRAINT api_key_scopes_check,
  ADD CONSTRAINT api_key_scopes_check CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['ingest', 'read', 'admin']);
--> statement-breakpoint
CREATE TABLE audit_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  organisation_id text NOT NULL,
  event_type text NOT NULL,
  principal_kind text NOT NULL CHECK (principal_kind IN ('user', 'service', 'key', 'operator', 'nobody')),
  principal_id text,
  role text,
  source text NOT NULL,
  target_kind text,
  target_id text,
  payload jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE INDEX audit_event_organisation ON audit_event (organisation_id, id);
--> statement-breakpoint
CREATE FUNCTION audit_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only ever added to';
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_event_rows_stay BEFORE UPDATE OR DELETE ON audit_event
  FOR EACH ROW EXECUTE FUNCTION audit_event_stays();
--> statement-breakpoint
CREATE TRIGGER audit_event_table_stays BEFORE TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION audit_event_stays();
