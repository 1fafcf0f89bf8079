do $$
declare
  app text := regexp_replace(current_user, '_owner$', '_app');
begin
  -- Who owns an action sees it, also where a body leads it and their agency takes no part. Where it does, own_action shows it.
  execute format(
    'create policy owned on plan_action for select to %I using (admits(''app.own_tenants'', tenant_id)'
    ' and owner_id = nullif(current_setting(''app.person'', true), '''')::uuid'
    ' and current_setting(''app.agency'', true) <> all (agency_ids) and admits_reader(embargoed_to))',
    app);
end $$;

-- The registers too are read only where a reader's settings say who reads: with none set, no rows.
alter policy register on agency using (tenant_id = 'platform' and nullif(current_setting('app.headline_tenants', true), '') is not null);
alter policy register on body using (tenant_id = 'platform' and nullif(current_setting('app.headline_tenants', true), '') is not null);
alter policy register on person using (tenant_id = 'platform' and nullif(current_setting('app.headline_tenants', true), '') is not null);
