-- Which groups' rules hold at which network card.
create table nic_groups (
    instance_id uuid not null,
    network_id  uuid not null references networks,
    group_id    uuid not null references security_groups,
    tenant_id   uuid not null references tenants,
    primary key (instance_id, network_id, group_id)
);
create index nic_groups_group on nic_groups (group_id);

-- Instances whose rules are other than the scheduler was told; by their operation while it is under way.
create table rule_updates (
    instance_id  uuid primary key,
    tenant_id    uuid        not null references tenants,
    operation_id uuid,
    due_at       timestamptz not null default now()
);
create index rule_updates_due on rule_updates (due_at);
