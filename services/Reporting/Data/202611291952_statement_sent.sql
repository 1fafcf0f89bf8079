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
