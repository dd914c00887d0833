-- An operator said that guests leave the named hosts whatever their tenants asked about moves.
alter table plans add column forced boolean not null default false;
-- This step moves one that its tenant asked not to be moved.
alter table plan_steps add column forced boolean not null default false;
