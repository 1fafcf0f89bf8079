-- Which partnership takes another's place, and when. The row stands once in the tenant of each that it names and once in
-- `platform`, so that row-level security alone says who sees it; all are written together.
create table succession (
  tenant_id text not null,
  succession_id uuid not null,
  from_partnership_id text not null,
  from_name text not null,
  -- The proto's list of Successor.
  successors jsonb not null,
  takes_effect_on date not null,
  made_by_order text not null,
  version bigint not null,
  primary key (tenant_id, succession_id)
);
-- A partnership ends once.
create unique index succession_of_predecessor on succession (tenant_id, from_partnership_id);
select secure_tenant_table('succession');

do $$
begin
  execute format('revoke delete on succession from %I', regexp_replace(current_user, '_owner$', '_app'));
end $$;
