-- Who may use the cloud, and what they may hold. The CHECKs stand behind the conditional updates, not instead of them.
create table tenants (
    id         uuid primary key,
    name       text        not null,
    currency   text        not null,
    state      text        not null check (state in ('OPEN', 'CLOSED')),
    default_project_id uuid not null,
    created_at timestamptz not null
);

create table quotas (
    tenant_id        uuid primary key references tenants,
    instances_max    int    not null,
    vcpus_max        int    not null,
    memory_bytes_max bigint not null,
    disk_bytes_max   bigint not null,
    volumes_max      int    not null,
    instances_used    int    not null default 0 check (instances_used between 0 and instances_max),
    vcpus_used        int    not null default 0 check (vcpus_used between 0 and vcpus_max),
    memory_bytes_used bigint not null default 0 check (memory_bytes_used between 0 and memory_bytes_max),
    disk_bytes_used   bigint not null default 0 check (disk_bytes_used between 0 and disk_bytes_max),
    volumes_used      int    not null default 0 check (volumes_used between 0 and volumes_max)
);

-- What each thing holds of its tenant's quota: an instance, a volume, or a resize under way (by its operation's id).
create table reservations (
    id           uuid primary key,
    tenant_id    uuid        not null references quotas,
    kind         text        not null check (kind in ('INSTANCE', 'VOLUME', 'RESIZE')),
    subject_id   uuid        not null,
    instances    int         not null check (instances >= 0),
    vcpus        int         not null check (vcpus >= 0),
    memory_bytes bigint      not null check (memory_bytes >= 0),
    disk_bytes   bigint      not null check (disk_bytes >= 0),
    volumes      int         not null check (volumes >= 0),
    confirmed    boolean     not null default false,
    created_at   timestamptz not null default now()
);
create index reservations_unconfirmed on reservations (created_at) where not confirmed;

create table projects (
    id         uuid primary key,
    tenant_id  uuid        not null references tenants,
    name       text        not null,
    created_at timestamptz not null,
    unique (tenant_id, name)
);

create table keypairs (
    id          uuid primary key,
    tenant_id   uuid        not null references tenants,
    name        text        not null,
    public_key  text        not null,
    fingerprint text        not null,
    created_at  timestamptz not null,
    unique (tenant_id, name)
);

create table networks (
    id          uuid primary key,
    tenant_id   uuid        not null references tenants,
    project_id  uuid        not null references projects,
    name        text        not null,
    cidr        text        not null,
    next_offset int         not null,
    last_offset int         not null,
    created_at  timestamptz not null,
    unique (tenant_id, name)
);

create table addresses (
    id           uuid primary key,
    tenant_id    uuid        not null references tenants,
    network_id   uuid        not null references networks,
    host_offset  int         not null,
    ipv4         text        not null,
    mac          text        not null unique,
    instance_id  uuid,
    -- Asked for by itself: stays when the instance goes.
    kept         boolean     not null,
    created_at   timestamptz not null,
    unique (network_id, host_offset)
);
create index addresses_instance on addresses (instance_id);

create table security_groups (
    id         uuid primary key,
    tenant_id  uuid        not null references tenants,
    project_id uuid        not null references projects,
    name       text        not null,
    created_at timestamptz not null,
    unique (tenant_id, name)
);

create table security_rules (
    id          uuid primary key,
    group_id    uuid not null references security_groups on delete cascade,
    tenant_id   uuid not null references tenants,
    ingress     boolean not null,
    protocol    text not null check (protocol in ('tcp', 'udp', 'icmp', 'any')),
    port_from   int  not null check (port_from between 0 and 65535),
    port_to     int  not null check (port_to between port_from and 65535),
    remote_cidr text not null
);
create index security_rules_group on security_rules (group_id);

-- The ids are noted before anybody else is called: whoever repeats the request repeats the same calls.
create table idempotency_keys (
    scope        uuid        not null,
    key          text        not null,
    request_hash bytea       not null,
    entity_id    uuid        not null,
    operation_id uuid        not null,
    status       int,
    body         text,
    location     text,
    held_until   timestamptz not null,
    created_at   timestamptz not null default now(),
    primary key (scope, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

-- One chain per tenant and one (all zeros) of the operators.
create table audit_heads (
    chain    uuid   primary key,
    sequence bigint not null,
    previous bytea  not null,
    hash     bytea  not null
);
insert into audit_heads values
    ('00000000-0000-0000-0000-000000000000', 0, decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'));

create table audit_entries (
    chain    uuid   not null references audit_heads,
    sequence bigint not null,
    id       uuid   not null unique,
    entry    text   not null,
    previous bytea  not null,
    hash     bytea  not null,
    primary key (chain, sequence)
);

-- Facts of all services as events. The sequence follows the order of commits, because writers take turns.
create table events (
    event_id    uuid primary key,
    sequence    bigint generated always as identity unique,
    tenant_id   uuid        not null,
    type        text        not null,
    body          text        not null,
    operator_body text        not null,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null default now()
);
create index events_tenant on events (tenant_id, sequence);
create index events_age on events (recorded_at);

create function events_in_turn() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtext(tg_table_schema || '.events'));
    return null;
end $$;
create trigger events_in_turn before insert on events for each statement execute function events_in_turn();
