create table hosts (
    id                       uuid primary key,
    name                     text        not null,
    zone                     text        not null,
    address                  text        not null,
    state                    text        not null check (state in ('UP', 'CORDONED', 'DRAINING', 'SUSPECT', 'FENCED', 'DOWN')),
    -- What an operator had asked for, while the state says SUSPECT, FENCED or DOWN.
    resume_state             text        not null default 'UP' check (resume_state in ('UP', 'CORDONED', 'DRAINING')),
    generation               bigint      not null default 1,
    vcpu_overcommit_permille int         not null check (vcpu_overcommit_permille > 0),
    physical_cpus            int         not null default 0,
    memory_bytes             bigint      not null default 0,
    disk_bytes               bigint      not null default 0,
    used_vcpus               int         not null default 0,
    used_memory_bytes        bigint      not null default 0,
    used_disk_bytes          bigint      not null default 0,
    facts                    bytea,
    load                     bytea,
    signing_key              bytea,
    boot_id                  text        not null default '',
    lease_epoch              bigint      not null default 0,
    lease_renewals           bigint      not null default 0,
    -- A label for people: whether a lease has run out is decided on monotonic clocks.
    lease_until              timestamptz,
    created_at               timestamptz not null default now(),
    constraint vcpus_fit  check (used_vcpus >= 0 and used_vcpus <= physical_cpus::bigint * vcpu_overcommit_permille / 1000),
    constraint memory_fits check (used_memory_bytes >= 0 and used_memory_bytes <= memory_bytes),
    constraint disk_fits  check (used_disk_bytes >= 0 and used_disk_bytes <= disk_bytes)
);

-- The ledger. RUN and MIGRATION_TARGET are places to run; DISK is what a stopped guest leaves behind on its host;
-- LEFTOVER is a copy that a broken hand-over left and that is not proven gone; VOLUME is a volume's bytes
-- (its instance_id is the volume's id).
create table allocations (
    instance_id         uuid   not null,
    epoch               bigint not null,
    purpose             text   not null check (purpose in ('RUN', 'MIGRATION_TARGET', 'DISK', 'LEFTOVER', 'VOLUME')),
    host_id             uuid   not null references hosts,
    tenant_id           uuid   not null,
    vcpus               int    not null check (vcpus >= 0),
    memory_bytes        bigint not null check (memory_bytes >= 0),
    disk_bytes          bigint not null check (disk_bytes >= 0),
    zone                text   not null default '',
    affinity_group      text   not null default '',
    anti_affinity_group text   not null default '',
    primary key (instance_id, epoch, purpose)
);
create unique index allocations_one_purpose on allocations (instance_id, purpose) where purpose <> 'LEFTOVER';
create index allocations_host on allocations (host_id);
create index allocations_anti on allocations (tenant_id, anti_affinity_group) where anti_affinity_group <> '';
create index allocations_together on allocations (tenant_id, affinity_group) where affinity_group <> '';
