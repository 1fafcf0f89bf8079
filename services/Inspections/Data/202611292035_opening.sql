-- Who of an inspection's named list opened it before publication, when first and when last. Kept after publication, and never for
-- anybody who is not on the list.
create table opening (
  tenant_id text not null,
  inspection_id uuid not null,
  person_id uuid not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (tenant_id, inspection_id, person_id),
  foreign key (tenant_id, inspection_id) references inspection
);
select secure_tenant_table('opening');

do $$
declare
  app text := regexp_replace(current_user, '_owner$', '_app');
  listed text := $seen$inspection_id in (
    select inspection.inspection_id from inspection
    where nullif(current_setting('app.person', true), '')::uuid = any (inspection.reader_ids))$seen$;
begin
  execute format('create policy embargo on opening as restrictive to %I using (%s) with check (%s)', app, listed, listed);
  execute format('revoke delete on opening from %I', app);
end $$;
