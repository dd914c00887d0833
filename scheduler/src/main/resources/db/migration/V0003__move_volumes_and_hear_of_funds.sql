alter table allocations drop constraint allocations_purpose_check;
alter table allocations add constraint allocations_purpose_check
    check (purpose in ('RUN', 'MIGRATION_TARGET', 'DISK', 'LEFTOVER', 'VOLUME', 'VOLUME_TARGET'));

-- How each tenant's funds stand, as billing last said.
create table funds_levels (
    tenant_id uuid   primary key,
    level     text   not null,
    version   bigint not null
);
