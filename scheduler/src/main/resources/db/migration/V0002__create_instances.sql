create table instances (
    id           uuid primary key,
    tenant_id    uuid        not null,
    project_id   uuid        not null,
    spec         bytea       not null,
    state        text        not null,
    intended     text        not null,
    host_id      uuid references hosts,
    -- Where its disk is: also while it is stopped.
    disk_host_id uuid references hosts,
    epoch        bigint      not null default 0,
    -- The highest epoch ever given to it, also to a migration that was aborted: no epoch means two places.
    last_epoch   bigint      not null default 0,
    generation   bigint      not null default 1,
    operation_id uuid,
    error        bytea,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    check (epoch <= last_epoch)
);
create index instances_tenant on instances (tenant_id, id);
create index instances_host on instances (host_id) where host_id is not null;
create index instances_disk_host on instances (disk_host_id) where disk_host_id is not null;

-- Apart from the rest, so that no listing and no fact can carry it by accident.
create table instance_secrets (
    instance_id uuid primary key references instances,
    user_data   bytea not null
);

create table operations (
    id             uuid primary key,
    kind           text        not null,
    instance_id    uuid        not null references instances,
    tenant_id      uuid        not null,
    project_id     uuid        not null,
    state          text        not null check (state in ('PENDING', 'RUNNING', 'UNDOING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    -- The step that may be under way: written before it acts.
    step           int         not null default 0,
    progress       int         not null default 0,
    request        bytea       not null,
    cause          text        not null default '',
    from_state     text        not null,
    source_host_id uuid,
    source_epoch   bigint      not null default 0,
    target_host_id uuid,
    target_epoch   bigint      not null default 0,
    error          bytea,
    result         bytea,
    created_at     timestamptz not null default now(),
    finished_at    timestamptz,
    claimed_by     uuid,
    claimed_until  timestamptz
);
create index operations_tenant on operations (tenant_id, id);
create index operations_instance on operations (instance_id, id);
create index operations_unfinished on operations (claimed_until) where finished_at is null;

create table volumes (
    id          uuid primary key,
    tenant_id   uuid        not null,
    project_id  uuid        not null,
    name        text        not null,
    size_bytes  bigint      not null check (size_bytes > 0),
    -- Where its bytes are; none before it was first attached.
    host_id     uuid references hosts,
    instance_id uuid references instances,
    generation  bigint      not null default 1,
    created_at  timestamptz not null default now(),
    deleted_at  timestamptz
);
create index volumes_tenant on volumes (tenant_id, id);
create index volumes_instance on volumes (instance_id) where instance_id is not null;
