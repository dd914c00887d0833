-- Who these records are, made once: a bucket says so too, and one that says otherwise is not touched.
create table owner (
    id     uuid    not null,
    single boolean primary key default true check (single)
);
insert into owner (id) values (gen_random_uuid());
