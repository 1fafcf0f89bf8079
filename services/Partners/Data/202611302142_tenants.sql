-- What operators did to a tenant, in the platform's own tenant, so that signing in reads one. A tenant without a row is as it was.
-- An older replica gives tokens for a suspended tenant until it is replaced.
create table tenant_standing (
  tenant_id text not null default 'platform' check (tenant_id = 'platform'),
  of_tenant text not null,
  suspended_at timestamptz,
  suspended_for text not null default 'Unspecified',
  closing_asked_at timestamptz,
  closing_asked_by uuid,
  closing_for text not null default 'Unspecified',
  closes_on date,
  version bigint not null,
  primary key (tenant_id, of_tenant),
  check ((closing_asked_at is null) = (closing_asked_by is null)),
  check (closes_on is null or closing_asked_at is not null)
);
select secure_tenant_table('tenant_standing');

-- The newest recovery of each partnership; what was before is in the activity.
create table recovery (
  tenant_id text not null default 'platform' check (tenant_id = 'platform'),
  partnership_id text not null,
  person_id uuid not null,
  proposed_at timestamptz not null,
  proposed_by uuid not null,
  appointment_id uuid,
  takes_effect_on date,
  refused_at timestamptz,
  refused_reason text not null default '',
  version bigint not null,
  primary key (tenant_id, partnership_id),
  foreign key (tenant_id, person_id) references person (tenant_id, person_id),
  check ((appointment_id is null) = (takes_effect_on is null))
);
select secure_tenant_table('recovery');

do $$
declare
  app text := regexp_replace(current_user, '_owner$', '_app');
begin
  execute format('revoke delete on tenant_standing, recovery from %I', app);
end $$;
