-- Predicted, in the provider's own prices as they were then.
alter table plan_steps add column predicted_cost_micros bigint not null default 0 check (predicted_cost_micros >= 0);
alter table plans add column currency text not null default '';
