-- What came of what in the register of agencies and bodies: like them readable by every caller, and of no personal data.
create table successor_link (
  tenant_id text not null default 'platform' check (tenant_id = 'platform'),
  link_id uuid not null,
  kind text not null,
  of_bodies boolean not null,
  from_ids text[] not null,
  to_ids text[] not null,
  takes_effect_on date not null,
  note text not null,
  primary key (tenant_id, link_id)
);
select secure_tenant_table('successor_link');

do $$
begin
  execute format('create policy register on successor_link for select to %I using (true)', regexp_replace(current_user, '_owner$', '_app'));
end $$;
