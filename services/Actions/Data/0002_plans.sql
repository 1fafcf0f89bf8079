create table action_plan (
  tenant_id text not null,
  plan_id uuid not null,
  inspection_id uuid not null,
  title text not null,
  actions integer not null,
  version bigint not null,
  primary key (tenant_id, plan_id),
  unique (tenant_id, inspection_id)
);
select secure_tenant_table('action_plan');

-- The newest number of a reference of the year, per partnership.
create table reference_counter (
  tenant_id text not null,
  year integer not null,
  newest integer not null,
  primary key (tenant_id, year)
);
select secure_tenant_table('reference_counter');

create table action (
  tenant_id text not null,
  action_id uuid not null,
  plan_id uuid not null,
  inspection_id uuid not null,
  reference text not null,
  title text not null,
  description text not null,
  theme text not null,
  finding_ids uuid[] not null check (cardinality(finding_ids) > 0),
  lead_agency_id text,
  lead_body_id text,
  supporting_agency_ids text[] not null,
  owner_id uuid,
  outcome_sought text not null,
  success_measure text not null,
  original_due_on date,
  due_on date,
  next_review_on date,
  date_changes integer not null default 0,
  -- Numbers of jtai.actions.v1.Delivery and Progress.
  delivery integer not null,
  progress integer,
  date_achievable boolean,
  assessment_reason text,
  completed_on date,
  updates integer not null default 0,
  added_at timestamptz not null,
  version bigint not null,
  primary key (tenant_id, action_id),
  unique (tenant_id, reference),
  foreign key (tenant_id, plan_id) references action_plan (tenant_id, plan_id),
  check (num_nonnulls(lead_agency_id, lead_body_id) = 1),
  check (num_nonnulls(due_on, next_review_on) = 1),
  check ((original_due_on is null) = (due_on is null)),
  check ((progress is null) = (date_achievable is null))
)
-- Every update of progress changes a row in place.
with (fillfactor = 80);
create index action_of_plan on action (tenant_id, plan_id, reference);
select secure_tenant_table('action');

-- The original due date, the reference and the plan are set once: not even SQL changes them.
create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'the original due date, reference and plan of an action never change' using errcode = 'integrity_constraint_violation';
end $$;
create trigger action_is_not_rewritten before update on action
for each row when (
  (old.original_due_on, old.reference, old.plan_id, old.inspection_id, old.added_at)
  is distinct from (new.original_due_on, new.reference, new.plan_id, new.inspection_id, new.added_at))
execute function refuse_rewriting();

create table action_update (
  tenant_id text not null,
  update_id uuid not null,
  action_id uuid not null,
  -- Version of the action that the update made: the newest update is that of the highest.
  action_version bigint not null,
  narrative text not null,
  delivery integer not null,
  progress integer,
  date_achievable boolean,
  assessment_reason text,
  person_id uuid not null,
  agency_id text not null,
  recorded_at timestamptz not null,
  difference_for_children text not null,
  primary key (tenant_id, update_id),
  unique (tenant_id, action_id, action_version),
  foreign key (tenant_id, action_id) references action (tenant_id, action_id)
);
select secure_tenant_table('action_update');

create table date_change (
  tenant_id text not null,
  change_id uuid not null,
  action_id uuid not null,
  action_version bigint not null,
  from_date date not null,
  to_date date not null,
  reason integer not null,
  explanation text not null,
  person_id uuid not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, change_id),
  unique (tenant_id, action_id, action_version),
  foreign key (tenant_id, action_id) references action (tenant_id, action_id)
);
select secure_tenant_table('date_change');

-- Updates and date changes are history.
do $$
declare
  app text := regexp_replace(current_user, '_owner$', '_app');
begin
  execute format('revoke update on action_update, date_change from %I', app);
  execute format('revoke delete on action from %I', app);
end $$;
