-- A council that is split or merged: who takes the partnership's place, which action goes to whom, and what was handed over.

-- Kept in the predecessor's tenant alone.
create table succession (
  tenant_id text not null,
  succession_id uuid not null,
  from_name text not null,
  -- Ids and names in the same order.
  to_partnership_ids text[] not null,
  to_names text[] not null,
  takes_effect_on date not null,
  version bigint not null,
  primary key (tenant_id, succession_id)
);
select secure_tenant_table('succession');

alter table action
  add allotted_in uuid,
  -- None: to neither.
  add allotted_to text[] not null default '{}',
  add allotted_because text not null default '',
  -- The proto's TakenOver; null where it is the partnership's own.
  add taken_over jsonb,
  add constraint action_allotted_to_neither_says_why check (allotted_in is null or allotted_to <> '{}' or allotted_because <> '');
alter table action_plan add handed_over_in uuid, add taken_over jsonb;
-- Whose plan of it comes by a hand-over: the predecessor's name; empty where the inspection is the partnership's own.
alter table inspection add taken_over_from text not null default '';

-- An action as it stood before the hand-over closed it, as its row: what the successors get.
create table handed_over_action (
  tenant_id text not null,
  plan_id uuid not null,
  action_id uuid not null,
  state jsonb not null,
  primary key (tenant_id, plan_id, action_id),
  foreign key (tenant_id, action_id) references action (tenant_id, action_id)
);
select secure_tenant_table('handed_over_action');

-- Which successors have the whole of a plan that was handed over.
create table plan_hand_over (
  tenant_id text not null,
  plan_id uuid not null,
  to_partnership_id text not null,
  copied_at timestamptz,
  primary key (tenant_id, plan_id, to_partnership_id),
  foreign key (tenant_id, plan_id) references action_plan (tenant_id, plan_id)
);
select secure_tenant_table('plan_hand_over');

do $$
declare
  app text := regexp_replace(current_user, '_owner$', '_app');
begin
  execute format('revoke update, delete on handed_over_action from %I', app);
  execute format('revoke delete on plan_hand_over from %I', app);
end $$;

-- Puts rows of another tenant's table into this one's, whatever tenant they name; row-level security admits the writer's alone.
create function take_rows(target regclass, tenant text, given jsonb) returns void language plpgsql as $$
begin
  execute format(
    'insert into %s select row.* from jsonb_array_elements($2) as one (taken),
     jsonb_populate_record(null::%s, taken || jsonb_build_object(''tenant_id'', $1)) as row', target, target)
  using tenant, given;
end $$;
