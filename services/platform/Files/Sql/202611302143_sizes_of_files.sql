-- How much a tenant keeps, for whoever runs the platform: the relay's role reads sizes, and neither names nor content.
do $$
declare
  relay text := regexp_replace(current_user, '_owner$', '_relay');
begin
  execute format('create policy relay on stored_file for select to %I using (true)', relay);
  execute format('grant select (tenant_id, size) on stored_file to %I', relay);
end $$;
