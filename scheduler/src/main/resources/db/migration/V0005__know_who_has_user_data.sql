-- So that the many without need no second look.
alter table instances add column has_user_data boolean not null default true;
