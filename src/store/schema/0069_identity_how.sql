-- By what an identity was found to be of a person: configuration, member, login.
ALTER TABLE identity ADD COLUMN IF NOT EXISTS how LowCardinality(String)
