-- When the statement of action that a plan answers with was sent, beside its inspection's deadline. A plan shows to whoever its
-- inspection shows to. Built from the start of the stream, under a checkpoint of its own (Program.cs).
create table action_plan (
  tenant_id text not null,
  plan_id uuid not null,
  inspection_id uuid not null,
  statement_sent_on date,
  version bigint not null,
  primary key (tenant_id, plan_id)
);
create index action_plan_of_inspection on action_plan (tenant_id, inspection_id);
select secure_tenant_table('action_plan');

do $$
declare
  app text := regexp_replace(current_user, '_owner$', '_app');
begin
  execute format('create policy level on action_plan for select to %I using (admits(''app.headline_tenants'', tenant_id) and exists ('
    'select from inspection i where i.tenant_id = action_plan.tenant_id and i.inspection_id = action_plan.inspection_id))', app);
end $$;

-- A move of the date stays in sight behind a later change. Actions of before tell of theirs with their next change.
alter table listed_action add date_moved_at timestamptz, add date_moved_by uuid;
create or replace view action_list with (security_invoker) as
  select a.tenant_id, a.action_id, a.reference, a.title, a.description, a.theme, a.finding_ids, a.lead_id, a.owner_id,
    a.original_due_on, a.due_on, a.next_review_on, a.delivery, a.due_soon_from, a.timeliness_by_stage, a.last_update_at,
    a.changed_at, a.change, a.version, coalesce(agency.name, body.name, a.lead_id) as lead_name,
    coalesce(owner.name, '') as owner_name, coalesce(changer.name, '') as changed_by_name, a.date_moved_at,
    coalesce(mover.name, '') as date_moved_by_name
  from listed_action a
  left join agency on agency.tenant_id = 'platform' and agency.agency_id = a.lead_id
  left join body on body.tenant_id = 'platform' and body.body_id = a.lead_id
  left join person owner on owner.tenant_id = 'platform' and owner.person_id = a.owner_id
  left join person changer on changer.tenant_id = 'platform' and changer.person_id = a.changed_by
  left join person mover on mover.tenant_id = 'platform' and mover.person_id = a.date_moved_by;
