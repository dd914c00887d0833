create table plans (
    id            uuid        primary key,
    goal          text        not null check (goal in ('BALANCE', 'DRAIN')),
    drain_host_id uuid,
    moves_max     integer     not null check (moves_max between 1 and 200),
    state         text        not null check (state in
                      ('PROPOSED', 'APPROVED', 'EXECUTING', 'DONE', 'PLAN_CANCELLED', 'EXPIRED', 'PARTLY_DONE')),
    hash_hex      text        not null check (hash_hex ~ '^[0-9a-f]{64}$'),
    created_at    timestamptz not null,
    expires_at    timestamptz not null,
    summary       text        not null,
    -- A serialised Plan that holds only hosts and stuck: never changed, only shown.
    preview       bytea       not null,
    generation    bigint      not null default 1,
    approved_by   text        not null default '',
    -- From the approval until nothing of the plan moves any more.
    open          boolean     not null default false,
    claimed_by    uuid,
    claimed_until timestamptz,
    check ((goal = 'DRAIN') = (drain_host_id is not null)),
    check (not open or state in ('APPROVED', 'EXECUTING', 'PLAN_CANCELLED'))
);
create index plans_open on plans (id) where open;
create index plans_proposed on plans (expires_at) where state = 'PROPOSED';

create table plan_steps (
    plan_id                uuid    not null references plans,
    number                 integer not null check (number >= 1),
    instance_id            uuid    not null,
    from_host_id           uuid    not null,
    to_host_id             uuid    not null check (to_host_id <> from_host_id),
    epoch                  bigint  not null,
    reason                 text    not null,
    if_skipped             text    not null,
    predicted_bytes        bigint  not null,
    predicted_copy_millis  bigint  not null,
    predicted_pause_millis bigint  not null,
    state                  text    not null check (state in
                               ('WAITING', 'MOVING', 'MOVED', 'REFUSED', 'STEP_FAILED', 'SKIPPED')),
    operation_id           uuid unique,
    outcome                text    not null default '',
    actual_copy_millis     bigint,
    actual_pause_millis    bigint,
    primary key (plan_id, number),
    check (state <> 'MOVING' or operation_id is not null)
);
-- One step of a plan moves at a time.
create unique index plan_steps_moving on plan_steps (plan_id) where state = 'MOVING';
create index plan_steps_of_instance on plan_steps (instance_id, plan_id);

-- The last HostReported of each host.
create table host_reports (
    host_id     uuid        primary key,
    occurred_at timestamptz not null,
    report      bytea       not null
);

-- What the migration link out of a host was seen to carry.
create table host_links (
    host_id          uuid   primary key,
    bytes_per_second bigint not null check (bytes_per_second > 0)
);
