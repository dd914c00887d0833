create table price_books (
    version    integer     primary key check (version > 0),
    id         uuid        not null unique,
    currency   text        not null check (currency ~ '^[A-Z]{3}$'),
    valid_from timestamptz not null,
    unique (currency, valid_from)
);

create table prices (
    version    integer     not null references price_books,
    dimension  text        not null,
    micros     bigint      not null check (micros >= 0),
    per        numeric(38) not null check (per > 0),
    unit_label text        not null,
    primary key (version, dimension)
);

-- A tenant's prepaid balance: always the sum of the postings on tenant:<id>.
create table accounts (
    tenant_id            uuid        primary key,
    currency             text        not null check (currency ~ '^[A-Z]{3}$'),
    name                 text        not null,
    balance_micros       bigint      not null default 0,
    held_micros          bigint      not null default 0 check (held_micros >= 0),
    level                text        not null check (level in ('OK', 'WARN', 'REFUSE_NEW', 'SUSPEND')),
    burn_micros_per_hour bigint      not null default 0 check (burn_micros_per_hour >= 0),
    generation           bigint      not null default 1,
    opened_at            timestamptz not null
);

create table ledger_entries (
    id          uuid        primary key,
    kind        text        not null check (kind in ('TOP_UP', 'USAGE', 'INVOICE')),
    tenant_id   uuid        not null references accounts,
    reference   text        not null,
    cause       text        not null,
    occurred_at timestamptz not null,
    unique (tenant_id, kind, reference)
);

create table postings (
    entry_id uuid   not null references ledger_entries,
    account  text   not null,
    micros   bigint not null,
    primary key (entry_id, account)
);
create index postings_by_account on postings (account) include (micros);

-- The second wall: no program, however wrong, commits an entry that does not balance.
create function require_balance() returns trigger language plpgsql as $$
begin
    if (select sum(micros) from postings where entry_id = new.entry_id) <> 0 then
        raise exception 'ledger entry % does not balance', new.entry_id using errcode = '23514';
    end if;
    return null;
end $$;
create constraint trigger postings_balance after insert on postings
    deferrable initially deferred for each row execute function require_balance();

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = '23514';
end $$;
create trigger postings_append_only before update or delete on postings
    for each row execute function refuse_change();
create trigger prices_append_only before update or delete on prices
    for each row execute function refuse_change();

-- Whose an instance is: from its authorisation or from the fact that it was accepted, whichever came first.
create table instances (
    instance_id uuid        primary key,
    tenant_id   uuid        not null,
    project_id  uuid,
    name        text        not null,
    accepted_at timestamptz,
    deleted_at  timestamptz
);

create table authorisations (
    instance_id   uuid        primary key references instances,
    tenant_id     uuid        not null references accounts,
    held_micros   bigint      not null check (held_micros >= 0),
    active        boolean     not null,
    authorised_at timestamptz not null,
    check (active or held_micros = 0)
);
create index authorisations_active on authorisations (authorised_at) where active;

create table host_keys (
    number        bigint      generated always as identity unique,
    host_id       uuid        not null,
    key_der       bytea       not null,
    enrolled_at   timestamptz not null,
    superseded_at timestamptz,
    primary key (host_id, key_der)
);

-- Batches that no known key of their host signed: they wait for the key.
create table parked_batches (
    id         bigint      generated always as identity primary key,
    host_id    uuid        not null,
    payload    bytea       not null,
    -- The newest key with which it was tried: a newer one is worth another try.
    tried_key  bigint      not null,
    parked_at  timestamptz not null
);
create index parked_batches_by_host on parked_batches (host_id);

-- Lines that a host proved and that cannot be billed as they are; they wait, or for an operator.
create table quarantined_lines (
    host_id        uuid        not null,
    sequence       bigint      not null,
    hash           bytea       not null,
    previous_hash  bytea       not null,
    body           bytea       not null,
    instance_id    uuid        not null,
    tenant_id      uuid        not null,
    reason         text        not null,
    quarantined_at timestamptz not null,
    primary key (host_id, sequence, hash)
);
create index quarantined_by_reason on quarantined_lines (reason, instance_id);

-- The signatures that prove the lines' hashes.
create table usage_batches (
    host_id        uuid   not null,
    last_sequence  bigint not null,
    first_sequence bigint not null,
    signature      bytea  not null,
    primary key (host_id, last_sequence, first_sequence)
);

-- How far each host has come: lines counts distinct sequences received, so last_sequence - lines are missing.
create table host_chains (
    host_id       uuid   primary key,
    last_sequence bigint not null,
    lines         bigint not null check (lines <= last_sequence)
);

create table invoices (
    id           uuid        primary key,
    tenant_id    uuid        not null references accounts,
    number       text        not null unique,
    currency     text        not null,
    total_micros bigint      not null,
    issued_at    timestamptz not null,
    from_wall    timestamptz not null,
    until_wall   timestamptz not null,
    usage_lines  integer     not null check (usage_lines > 0),
    lines_hash   bytea       not null
);
create index invoices_by_tenant on invoices (tenant_id, id);

create table invoice_numbers (
    year integer primary key,
    last integer not null
);

create table invoice_lines (
    invoice_id         uuid        not null references invoices,
    position           integer     not null,
    instance_id        uuid        not null,
    instance_name      text        not null,
    dimension          text        not null,
    quantity           numeric     not null,
    unit_label         text        not null,
    price_book_version integer     not null references price_books,
    micros             bigint      not null,
    usage_lines        integer     not null,
    from_wall          timestamptz not null,
    until_wall         timestamptz not null,
    primary key (invoice_id, position)
);
create trigger invoice_lines_append_only before update or delete on invoice_lines
    for each row execute function refuse_change();
create trigger invoices_append_only before update or delete on invoices
    for each row execute function refuse_change();

-- One row per usage line, with what the host sent (body and hashes) kept as it was: any invoice follows from these.
create table rated_lines (
    host_id                uuid        not null,
    sequence               bigint      not null,
    instance_id            uuid        not null,
    tenant_id              uuid        not null,
    boot_id                text        not null,
    start_nanos            bigint      not null,
    end_nanos              bigint      not null check (end_nanos >= start_nanos),
    reserved_nanos         bigint      not null check (reserved_nanos between 0 and end_nanos - start_nanos),
    start_wall             timestamptz not null,
    end_wall               timestamptz not null,
    cpu_nanos              bigint      not null,
    vcpus                  integer     not null,
    memory_bytes           bigint      not null,
    disk_bytes             bigint      not null,
    disk_read_bytes        bigint      not null,
    disk_written_bytes     bigint      not null,
    disk_operations        bigint      not null,
    network_received_bytes bigint      not null,
    network_sent_bytes     bigint      not null,
    price_book_version     integer     not null,
    -- Micros per dimension, in the order of the enumeration.
    charges                bigint[]    not null check (cardinality(charges) = 9),
    micros                 bigint      not null,
    previous_hash          bytea       not null,
    body                   bytea       not null,
    hash                   bytea       not null,
    -- The audit holds entries against lines; a foreign key here would be paid for with every line.
    entry_id               uuid        not null,
    invoice_id             uuid        references invoices,
    primary key (host_id, sequence)
);
-- One interval of one instance is billed once, whatever sequence it comes under.
create unique index rated_lines_by_interval on rated_lines (instance_id, boot_id, start_nanos) include (end_nanos)
    where reserved_nanos > 0;
create index rated_lines_by_time on rated_lines (tenant_id, start_wall, host_id, sequence);
create index rated_lines_by_invoice on rated_lines (tenant_id, invoice_id);

-- What the lines that ended in a minute cost: how fast a tenant spends.
create table spend_minutes (
    tenant_id uuid        not null references accounts,
    minute    timestamptz not null,
    micros    bigint      not null,
    primary key (tenant_id, minute)
);
create index spend_minutes_by_minute on spend_minutes (minute);
