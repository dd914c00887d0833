-- The lowest number of the steps that begin together or not at all; its own when it is alone.
alter table plan_steps add column block integer not null default 0;
update plan_steps set block = number;
-- Instances that those move besides, sorted, with commas between them.
alter table plan_steps add column move_with text not null default '';
-- REPAIR: how many hosts may fail at once.
alter table plans add column failures integer not null default 1 check (failures >= 1);
