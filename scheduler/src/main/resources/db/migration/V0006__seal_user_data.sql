-- Which key sealed it (secrets/SecretKeys). Null: stored before there were keys; sealed at the next start.
alter table instance_secrets add column key_id text;
