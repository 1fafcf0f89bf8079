-- What Actions keeps of other services' aggregates, from their events: only what its own rules ask for.
create table partnership (
  tenant_id text not null,
  code text not null,
  agency_ids text[] not null,
  body_ids text[] not null,
  version bigint not null,
  primary key (tenant_id)
);
select secure_tenant_table('partnership');

-- The register of people is global: its rows belong to the tenant `platform`.
create table person (
  tenant_id text not null,
  person_id uuid not null,
  agency_id text not null,
  version bigint not null,
  primary key (tenant_id, person_id)
);
select secure_tenant_table('person');

create table inspection (
  tenant_id text not null,
  inspection_id uuid not null,
  theme text not null,
  phase integer not null,
  statement_due_on date,
  reader_ids uuid[] not null,
  version bigint not null,
  primary key (tenant_id, inspection_id)
);
select secure_tenant_table('inspection');

-- No foreign key to the inspection: the two are different aggregates and may arrive in any order.
create table finding (
  tenant_id text not null,
  finding_id uuid not null,
  inspection_id uuid not null,
  version bigint not null,
  primary key (tenant_id, finding_id)
);
create index finding_of_inspection on finding (tenant_id, inspection_id);
select secure_tenant_table('finding');
