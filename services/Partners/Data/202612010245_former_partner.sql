-- Agencies that were partners: plans name them for ever, so an export takes their entries of the register along.
create table former_partner (
  tenant_id text not null references partnership (tenant_id),
  agency_id text not null,
  last_day date not null,
  primary key (tenant_id, agency_id)
);
select secure_tenant_table('former_partner');
