CREATE TABLE password (
  organisation_id text NOT NULL,
  person_id uuid NOT NULL,
  hash text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organisation_id, person_id),
  FOREIGN KEY (organisation_id, person_id) REFERENCES membership (organisation_id, person_id) ON DELETE CASCADE
);
--> statement-breakpoint
CREATE TABLE password_link (
  hash text PRIMARY KEY,
  organisation_id text NOT NULL,
  person_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  FOREIGN KEY (organisation_id, person_id) REFERENCES membership (organisation_id, person_id) ON DELETE CASCADE
);
--> statement-breakpoint
CREATE INDEX password_link_person ON password_link (organisation_id, person_id);
--> statement-breakpoint
CREATE TABLE login (
  id uuid PRIMARY KEY,
  hash text NOT NULL UNIQUE,
  organisation_id text NOT NULL,
  organisations text[] NOT NULL CHECK (organisation_id = ANY (organisations)),
  person_id uuid NOT NULL,
  way text NOT NULL CHECK (way IN ('password', 'sign_on')),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL DEFAULT now(),
  address text NOT NULL,
  user_agent text NOT NULL,
  FOREIGN KEY (organisation_id, person_id) REFERENCES membership (organisation_id, person_id) ON DELETE CASCADE
);
--> statement-breakpoint
CREATE INDEX login_person ON login (person_id);
