-- In which life of its host the guest was last known to run: tells one that ended by itself from one lost with its host.
alter table instances add column seen_boot text not null default '', add column seen_lease bigint not null default 0;
