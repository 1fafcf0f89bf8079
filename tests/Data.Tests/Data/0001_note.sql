create table note (
  tenant_id text not null,
  id text not null,
  version bigint not null,
  text text not null,
  primary key (tenant_id, id)
);
select secure_tenant_table('note');

-- What a consumer keeps of another service's notes, under a setting of its own.
create table note_copy (
  tenant_id text not null,
  id text not null,
  version bigint not null,
  text text not null,
  primary key (tenant_id, id)
);
select secure_tenant_table('note_copy', 'app.copy_tenants');
