-- As in the spec, where conditional updates and snapshots can see it.
alter table instances
    add column pinned boolean not null default false,
    -- How long it may stand still in one live migration; null: no limit.
    add column pause_max_millis bigint check (pause_max_millis > 0);
