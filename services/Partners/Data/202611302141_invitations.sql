-- Who is invited and has not signed in yet, and who has: the first identity of the issuer that shows the address as verified becomes
-- the person's, once. An older replica registers by subject alone and leaves no row here.
create table invitation (
  tenant_id text not null default 'platform' check (tenant_id = 'platform'),
  person_id uuid not null,
  issuer text not null,
  invited_at timestamptz not null,
  expires_at timestamptz not null,
  taken_at timestamptz,
  withdrawn_at timestamptz,
  version bigint not null,
  primary key (tenant_id, person_id),
  foreign key (tenant_id, person_id) references person (tenant_id, person_id)
);
select secure_tenant_table('invitation');

-- One address is one person's: looked up at each registration, under a lock of its own. Not unique, as older rows may share one.
create index person_of_address on person (tenant_id, lower(email));
