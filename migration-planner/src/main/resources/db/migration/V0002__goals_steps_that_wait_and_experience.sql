alter table plans drop constraint plans_goal_check;
alter table plans drop constraint plans_moves_max_check;
alter table plans drop constraint plans_check;
alter table plans add check (goal in ('BALANCE', 'DRAIN', 'CONSOLIDATE', 'REPAIR', 'MAINTENANCE'));
alter table plans add check (moves_max between 1 and 5000);
-- Ids of the hosts that the goal names, sorted, with commas between them.
alter table plans add column host_ids text not null default '';
update plans set host_ids = drain_host_id::text where drain_host_id is not null;
alter table plans drop column drain_host_id;
alter table plans add check ((goal in ('DRAIN', 'MAINTENANCE')) = (host_ids <> ''));
alter table plans add column group_max integer not null default 0;
-- Steps of later phases wait until an operator says that they may begin; meanwhile no executor keeps the plan.
alter table plans add column released_phase integer not null default 1 check (released_phase >= 1);
alter table plans add column parked boolean not null default false;
alter table plans add column follows_plan_id uuid;
alter table plans add column ended_at timestamptz;
-- Whether what became of its predictions was written down, or never can be.
alter table plans add column watched boolean not null default false;
create index plans_unwatched on plans (ended_at) where ended_at is not null and not watched;

-- Several steps of a plan move at a time now.
drop index plan_steps_moving;
alter table plan_steps drop constraint plan_steps_number_check;
alter table plan_steps add check (number >= 1);
-- Numbers of the steps that it waits for, sorted, with commas between them.
alter table plan_steps add column after_steps text not null default '';
alter table plan_steps add column phase integer not null default 1 check (phase >= 1);
alter table plan_steps add column predicted_start_millis bigint not null default 0;
alter table plan_steps add column actual_bytes bigint;
alter table plan_steps add column started_at timestamptz;
alter table plan_steps add column ended_at timestamptz;

-- When an instance last moved, whoever moved it.
create table instance_moves (
    instance_id uuid        primary key,
    moved_at    timestamptz not null
);

-- Load by minute; a subject is a host or an instance. Means over the samples that were heard in that minute.
create table load_minutes (
    subject_id uuid             not null,
    minute     timestamptz      not null,
    samples    integer          not null check (samples >= 1),
    is_host    boolean          not null,
    cpu        double precision not null,
    memory     double precision not null,
    disk       double precision not null,
    network    double precision not null,
    dirty      double precision not null,
    primary key (subject_id, minute)
);
create index load_minutes_by_time on load_minutes (minute);

-- The same by hour, kept for weeks: daily and weekly habits.
create table load_hours (
    subject_id uuid             not null,
    hour       timestamptz      not null,
    samples    integer          not null check (samples >= 1),
    is_host    boolean          not null,
    cpu        double precision not null,
    cpu_max    double precision not null,
    memory     double precision not null,
    disk       double precision not null,
    network    double precision not null,
    dirty      double precision not null,
    primary key (subject_id, hour)
);
create index load_hours_by_time on load_hours (hour);

create table plan_automation (
    goal             text             primary key check (goal in ('BALANCE', 'CONSOLIDATE', 'REPAIR')),
    mode             text             not null check (mode in ('MANUAL', 'APPROVE_SMALL', 'FULL')),
    moves_max        integer          not null check (moves_max >= 1),
    bytes_max        bigint           not null check (bytes_max >= 0),
    pause_millis_max bigint           not null check (pause_millis_max >= 0),
    interval_minutes integer          not null check (interval_minutes >= 1),
    gain_min         double precision not null check (gain_min >= 0),
    cooldown_minutes integer          not null check (cooldown_minutes >= 0),
    -- "days:from-to" in minutes of the UTC day, with spaces between them; none: always.
    windows          text             not null default '',
    generation       bigint           not null default 1,
    last_looked_at   timestamptz,
    last_plan_id     uuid
);
insert into plan_automation
    (goal, mode, moves_max, bytes_max, pause_millis_max, interval_minutes, gain_min, cooldown_minutes)
values
    ('BALANCE', 'MANUAL', 10, 1099511627776, 1000, 10, 2, 60),
    ('CONSOLIDATE', 'MANUAL', 20, 1099511627776, 1000, 60, 2, 60),
    ('REPAIR', 'MANUAL', 10, 1099511627776, 1000, 10, 1, 60);

create table plan_regrets (
    plan_id    uuid        primary key references plans,
    watched_at timestamptz not null,
    report     bytea       not null
);

-- What moves out of a host took, over what was predicted; a moving mean of logarithms, so that twice and half cancel.
create table host_corrections (
    host_id   uuid             primary key,
    moves     bigint           not null,
    copy_log  double precision not null,
    pause_log double precision not null
);

-- One row: how much of what plans promised came true, as a moving mean.
create table plan_experience (
    single       boolean          primary key default true check (single),
    plans        bigint           not null default 0,
    benefit_kept double precision not null default 1 check (benefit_kept between 0 and 1)
);
insert into plan_experience default values;
