-- Who takes the partnership's place, from when; kept in the predecessor's tenant alone, which hands its published inspections on.
create table succession (
  tenant_id text not null,
  succession_id uuid not null,
  from_name text not null,
  to_partnership_ids text[] not null,
  takes_effect_on date not null,
  version bigint not null,
  primary key (tenant_id, succession_id)
);
select secure_tenant_table('succession');

-- Which published inspections stand in which successor's tenant by now: a job that broke off goes on with the others.
create table handed_on (
  tenant_id text not null,
  inspection_id uuid not null,
  to_partnership_id text not null,
  handed_on_at timestamptz not null,
  primary key (tenant_id, inspection_id, to_partnership_id),
  foreign key (tenant_id, inspection_id) references inspection
);
select secure_tenant_table('handed_on');

-- The proto's TakenOver; null where the inspection is the partnership's own.
alter table inspection add taken_over jsonb;
