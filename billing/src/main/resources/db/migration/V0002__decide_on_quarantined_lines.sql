-- What an operator decided on. A line that is billed or discarded stays, so that the decision can be read and repeated,
-- and a discarded one is known when it comes again.
alter table quarantined_lines
    -- Follows from the key, so that a line has one id however often it is held.
    add column id uuid not null
        generated always as (cast(md5(cast(host_id as text) || '/' || cast(sequence as text) || '/' || encode(hash, 'hex'))
            as uuid)) stored,
    add column outcome    text check (outcome in ('BILLED', 'DISCARDED')),
    add column cause      text,
    add column decided_at timestamptz,
    add check ((outcome is null) = (decided_at is null) and (outcome is null) = (cause is null));
create unique index quarantined_by_id on quarantined_lines (id);
