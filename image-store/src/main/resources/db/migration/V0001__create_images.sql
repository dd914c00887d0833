-- Bytes by their digest. What names a blob (a part or a manifest) keeps it: a foreign key refuses its removal.
create table blobs (
    digest     text        primary key check (digest ~ '^sha256:[0-9a-f]{64}$'),
    size_bytes bigint      not null check (size_bytes >= 0),
    chunk_list text        not null check (chunk_list ~ '^sha256:[0-9a-f]{64}$'),
    damaged    boolean     not null default false,
    -- Last time somebody stored these bytes: an unnamed blob is swept some time after.
    touched_at timestamptz not null,
    -- Last time every byte was read and found right.
    verified_at timestamptz not null
);

create table images (
    id              uuid        primary key,
    tenant_id       uuid,
    project_id      uuid,
    name            text        not null check (length(name) between 1 and 128),
    kind            text        not null check (kind in ('DISK', 'KERNEL_RAMDISK')),
    shared          boolean     not null,
    command_line    text        not null check (length(command_line) <= 1024),
    state           text        not null
        check (state in ('PENDING', 'VERIFYING', 'READY', 'REJECTED', 'DAMAGED', 'DELETED')),
    reason          text        not null default '',
    manifest_digest text        references blobs,
    created_at      timestamptz not null,
    changed_at      timestamptz not null,
    generation      bigint      not null check (generation > 0),
    check (state not in ('READY', 'DAMAGED') or manifest_digest is not null)
);
create index images_by_tenant on images (tenant_id, id);
create index images_shared on images (id) where shared;
create index images_by_manifest on images (manifest_digest);
create index images_unfinished on images (state) where state in ('PENDING', 'VERIFYING');

create table parts (
    image_id       uuid    not null references images,
    role           text    not null check (role in ('DISK', 'KERNEL', 'RAMDISK')),
    expected       text,
    importing      boolean not null default false,
    arrived_digest text    references blobs,
    arrived_bytes  bigint  check (arrived_bytes >= 0),
    found_format   text,
    format         text,
    stored_digest  text    references blobs,
    stored_bytes   bigint  check (stored_bytes >= 0),
    virtual_bytes  bigint  check (virtual_bytes >= 0),
    freed_bytes    bigint  not null default 0 check (freed_bytes >= 0),
    primary key (image_id, role)
);
create index parts_by_arrived on parts (arrived_digest);
create index parts_by_stored on parts (stored_digest);
