CREATE TABLE single_sign_on (
  organisation_id text PRIMARY KEY REFERENCES organisation (id) ON DELETE CASCADE,
  issuer text NOT NULL,
  client_id text NOT NULL,
  client_secret text NOT NULL,
  domains text[] NOT NULL DEFAULT '{}',
  default_role text CHECK (default_role IN ('manager', 'member', 'viewer', 'guest')),
  assume_verified boolean NOT NULL DEFAULT false,
  changed_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE TABLE sign_on_subject (
  organisation_id text NOT NULL,
  issuer text NOT NULL,
  subject text NOT NULL,
  person_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organisation_id, issuer, subject),
  UNIQUE (organisation_id, person_id),
  FOREIGN KEY (organisation_id, person_id) REFERENCES membership (organisation_id, person_id) ON DELETE CASCADE
);
