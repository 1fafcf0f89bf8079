-- Changes with their history, withdrawing and closing, the statement as sent, and references allotted at publication.

-- Whose jobs to look for: ids alone, no content; belongs to no tenant.
create table known_partnership (partnership_id text primary key);
select share_global_table('known_partnership');
insert into known_partnership select tenant_id from partnership;

alter table finding add withdrawn boolean not null default false;

alter table action_plan add statement_sent_on date, add statement_sent_by text not null default '',
  add statement_sent_note text not null default '';

alter table action
  -- Its place among the actions of its plan, as added; what a draft is called by.
  add draft integer not null default 0,
  add withdrawn_because text not null default '',
  -- Number of jtai.actions.v1.ClosedAs.
  add closed_as integer not null default 0,
  add superseded_by uuid,
  add transferred_to text not null default '',
  add closing_reason text not null default '',
  add closed_on date,
  -- Of the newest row of date_change.
  add date_moved_at timestamptz,
  add date_moved_by uuid;
update action set date_moved_at = moved.recorded_at, date_moved_by = moved.person_id from (
  select distinct on (tenant_id, action_id) tenant_id, action_id, recorded_at, person_id from date_change
  order by tenant_id, action_id, action_version desc) moved
where moved.tenant_id = action.tenant_id and moved.action_id = action.action_id;

-- One act that changed what an action or a plan says (record_id), as it made version `version` of it. Rows are never changed.
create table recorded_change (
  tenant_id text not null,
  record_id uuid not null,
  version bigint not null,
  plan_id uuid not null,
  -- Number of jtai.actions.v1.ActionChangeKind; 0 for a plan.
  kind integer not null,
  -- As the proto's FieldChange: field, from, to.
  fields jsonb not null,
  reason text not null,
  -- Null for what the service did by itself.
  person_id uuid,
  agency_id text not null,
  capacity text not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, record_id, version),
  foreign key (tenant_id, plan_id) references action_plan (tenant_id, plan_id)
);
select secure_tenant_table('recorded_change');
do $$
begin
  execute format('revoke update on recorded_change from %I', regexp_replace(current_user, '_owner$', '_app'));
end $$;
-- Who added the actions that there are is known from the audit.
insert into recorded_change (tenant_id, record_id, version, plan_id, kind, fields, reason, person_id, agency_id, capacity, recorded_at)
select distinct on (action.tenant_id, action_id)
  action.tenant_id, action_id, 1, plan_id, 1, '[]', '', audit.subject::uuid, coalesce(audit.agency_id, ''), audit.capacity, added_at
from action join audit on audit.tenant_id = action.tenant_id and audit.aggregate_id = action_id::text
where audit.entity = 'ActionChanged' and audit.version = 1 and audit.subject ~ '^[0-9a-f-]{36}$';

-- An empty reference is a draft's. What is not published gives its number back; those published keep theirs.
alter table action drop constraint action_tenant_id_reference_key;
create unique index action_reference on action (tenant_id, reference) where reference <> '';
drop trigger action_is_not_rewritten on action;
update action set draft = numbered.place from (
  select tenant_id, action_id, row_number() over (partition by tenant_id, plan_id order by added_at, action_id) as place from action) numbered
where numbered.tenant_id = action.tenant_id and numbered.action_id = action.action_id;
update action set reference = '' from inspection
where inspection.tenant_id = action.tenant_id and inspection.inspection_id = action.inspection_id and inspection.phase < 5;
update reference_counter counter set newest = coalesce((
  select max(substring(reference from '[0-9]+$')::integer) from action
  where action.tenant_id = counter.tenant_id and split_part(reference, '-', 2) = counter.year::text), 0);
create trigger action_is_not_rewritten before update on action
for each row when (
  (old.original_due_on, old.plan_id, old.inspection_id, old.added_at, old.draft)
  is distinct from (new.original_due_on, new.plan_id, new.inspection_id, new.added_at, new.draft)
  or (old.reference <> '' and old.reference <> new.reference))
execute function refuse_rewriting();
