-- Deleted by its owner; the host has not said yet that its bytes are wiped.
alter table volumes add column deleting_at timestamptz;
create index volumes_deleting on volumes (deleting_at) where deleting_at is not null and deleted_at is null;
