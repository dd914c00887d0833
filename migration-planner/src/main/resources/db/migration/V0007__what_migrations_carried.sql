-- Migrations, whoever asked for them: as they were known when they began, and what they took. They teach the model.
create table migrations_seen (
    migration_id             uuid        primary key,
    source_host_id           uuid        not null,
    xen_version              text        not null,
    started_at               timestamptz not null,
    memory_bytes             bigint      not null check (memory_bytes > 0),
    dirty_bytes_per_second   bigint      not null check (dirty_bytes_per_second >= 0),
    disk_bytes               bigint      not null check (disk_bytes >= 0),
    -- What its agent said there was to copy of it; none where it did not.
    disk_held_bytes          bigint      check (disk_held_bytes >= 0),
    -- What the link was known to carry; of the first one out of a host, what it carried then.
    link_bytes_per_second    bigint      check (link_bytes_per_second > 0),
    -- From here on when it has ended.
    copied_bytes             bigint      check (copied_bytes > 0),
    rounds                   integer,
    copy_nanos               bigint      check (copy_nanos > 0),
    pause_nanos              bigint      check (pause_nanos >= 0)
);
create index migrations_seen_newest on migrations_seen (xen_version, started_at desc) where copy_nanos is not null;
create index migrations_seen_by_time on migrations_seen (started_at);

-- The model learns from all of them now; a factor by host beside it would learn the same twice.
drop table host_corrections;
