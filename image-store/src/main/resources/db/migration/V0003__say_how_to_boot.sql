-- How guests of an image want to run, and what inspection saw of it; older images say nothing.
alter table images add column virtualization text not null default 'AUTO'
    check (virtualization in ('AUTO', 'PV', 'PVH', 'HVM'));
alter table parts add column boot_facts text not null default '';
