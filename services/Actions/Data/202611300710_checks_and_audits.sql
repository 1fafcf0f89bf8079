-- Who confirmed what is said to be done, and whether it holds.

alter table action
  -- By whom it was completed: who checked it, or who said so themselves. Null for one that was completed before there were checks.
  add self_assured boolean not null default false,
  add completion_check_id uuid,
  add completed_by uuid,
  add completed_by_agency_id text not null default '',
  add no_evidence_because text not null default '',
  -- What the newest audit found: number of jtai.actions.v1.AuditVerdict, 0 where none looked since it was completed last.
  add embedding_verdict integer not null default 0,
  add embedding_audit_id uuid,
  add embedding_on date,
  add constraint action_completion_is_whole check (completed_by is null or completed_on is not null),
  add constraint action_embedding_is_whole check ((embedding_verdict = 0) = (embedding_audit_id is null) and (embedding_audit_id is null) = (embedding_on is null));
create index action_waiting_for_check on action (tenant_id, plan_id) where delivery = 3;

alter table action_update add no_evidence_because text not null default '';
alter table agency add part_of_agency_id text not null default '';

create table second_check (
  tenant_id text not null,
  check_id uuid not null,
  action_id uuid not null,
  -- Version of the action that the check made.
  action_version bigint not null,
  sitting_id uuid not null,
  -- Number of jtai.actions.v1.CheckVerdict.
  verdict integer not null,
  evidence_ids uuid[] not null,
  no_evidence_because text not null,
  words text not null,
  checked_on date not null,
  person_id uuid not null,
  agency_id text not null,
  -- Number of jtai.partners.v1.Capacity.
  capacity integer not null,
  sub_group_body_id text not null,
  present_agency_ids text[] not null,
  claimed_by_update_id uuid not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, check_id),
  unique (tenant_id, action_id, action_version),
  foreign key (tenant_id, action_id) references action (tenant_id, action_id),
  foreign key (tenant_id, claimed_by_update_id) references action_update (tenant_id, update_id)
);
select secure_tenant_table('second_check');

create table assurance_audit (
  tenant_id text not null,
  audit_id uuid not null,
  plan_id uuid not null,
  inspection_id uuid not null,
  -- Numbers of jtai.actions.v1.AuditKind and AuditState.
  kind integer not null,
  title text not null,
  state integer not null,
  planned_for date not null,
  done_on date,
  carried_out_by text not null,
  sample_size integer not null,
  summary text not null,
  cancelled_because text not null,
  person_id uuid not null,
  version bigint not null,
  primary key (tenant_id, audit_id),
  foreign key (tenant_id, plan_id) references action_plan (tenant_id, plan_id),
  check ((state = 2) = (done_on is not null))
);
create index assurance_audit_of_plan on assurance_audit (tenant_id, plan_id, state);
select secure_tenant_table('assurance_audit');

-- What an audit looks at, in the order chosen, and what it found of each; the verdict is 0 while it is planned.
create table audit_of_action (
  tenant_id text not null,
  audit_id uuid not null,
  action_id uuid not null,
  position integer not null,
  verdict integer not null,
  words text not null,
  primary key (tenant_id, audit_id, action_id),
  foreign key (tenant_id, audit_id) references assurance_audit (tenant_id, audit_id),
  foreign key (tenant_id, action_id) references action (tenant_id, action_id)
);
create index audit_of_action_of_action on audit_of_action (tenant_id, action_id);
select secure_tenant_table('audit_of_action');

-- Checks are history.
do $$
begin
  execute format('revoke update, delete on second_check from %I', regexp_replace(current_user, '_owner$', '_app'));
end $$;
