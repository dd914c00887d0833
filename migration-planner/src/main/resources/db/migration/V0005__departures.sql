-- When an instance last left a host, whoever moved it: balancing does not bring it back for a day.
create table instance_departures (
    instance_id uuid        not null,
    host_id     uuid        not null,
    left_at     timestamptz not null,
    primary key (instance_id, host_id)
);
create index instance_departures_by_time on instance_departures (left_at);
