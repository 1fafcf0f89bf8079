-- The register, appointments, sharing and sessions. Run by partners_owner, after the platform's own scripts.

-- The global register: tenant `platform`, readable by every caller (no personal data).
create table agency (
  tenant_id text not null default 'platform' check (tenant_id = 'platform'),
  agency_id text not null,
  name text not null,
  short_name text not null,
  kind text not null,
  version bigint not null,
  primary key (tenant_id, agency_id)
);
select secure_tenant_table('agency');

create table body (
  tenant_id text not null default 'platform' check (tenant_id = 'platform'),
  body_id text not null,
  name text not null,
  kind text not null,
  version bigint not null,
  primary key (tenant_id, body_id)
);
select secure_tenant_table('body');

-- Which partnerships exist: keeps codes unique over the platform, which rows of separate tenants cannot.
create table partnership_name (
  tenant_id text not null default 'platform' check (tenant_id = 'platform'),
  partnership_id text not null,
  code text not null,
  name text not null,
  primary key (tenant_id, partnership_id),
  unique (tenant_id, code)
);
select secure_tenant_table('partnership_name');

-- People and the identities that they sign in with: seen only where a slice's scope includes the platform.
create table person (
  tenant_id text not null default 'platform' check (tenant_id = 'platform'),
  person_id uuid not null,
  name text not null,
  job_title text not null,
  agency_id text not null,
  email text not null,
  version bigint not null,
  primary key (tenant_id, person_id),
  foreign key (tenant_id, agency_id) references agency (tenant_id, agency_id)
);
select secure_tenant_table('person');

create table identity (
  tenant_id text not null default 'platform' check (tenant_id = 'platform'),
  issuer text not null,
  subject text not null,
  person_id uuid not null,
  primary key (tenant_id, issuer, subject),
  foreign key (tenant_id, person_id) references person (tenant_id, person_id)
);
select secure_tenant_table('identity');

create table partnership (
  tenant_id text not null,
  name text not null,
  code text not null,
  area text not null,
  body_ids text[] not null,
  version bigint not null,
  primary key (tenant_id)
);
select secure_tenant_table('partnership');

create table partner_agency (
  tenant_id text not null references partnership (tenant_id),
  agency_id text not null,
  safeguarding_partner boolean not null,
  primary key (tenant_id, agency_id)
);
select secure_tenant_table('partner_agency');

create table appointment (
  tenant_id text not null,
  appointment_id uuid not null,
  person_id uuid not null,
  agency_id text not null,
  capacity text not null,
  starts_on date not null,
  ends_on date,
  version bigint not null,
  primary key (tenant_id, appointment_id)
);
create index appointment_of_person on appointment (tenant_id, person_id);
select secure_tenant_table('appointment');

-- Where each person works, in the platform's own tenant, so that signing in reads one tenant and not all of them.
-- Written with the appointment, in the same transaction.
create table workplace (
  tenant_id text not null default 'platform' check (tenant_id = 'platform'),
  person_id uuid not null,
  appointment_id uuid not null,
  workplace_id text not null,
  capacity text not null,
  starts_on date not null,
  ends_on date,
  primary key (tenant_id, person_id, appointment_id),
  unique (tenant_id, appointment_id)
);
select secure_tenant_table('workplace');

create table sharing_grant (
  tenant_id text not null,
  grant_id uuid not null,
  agency_id text not null,
  capacities text[] not null,
  level text not null,
  agreement_reference text not null,
  review_on date not null,
  ends_on date not null,
  state text not null,
  offered_at timestamptz not null,
  offered_by text not null,
  agreed_at timestamptz,
  agreed_by text not null default '',
  withdrawn_at timestamptz,
  withdrawn_by text not null default '',
  withdrawn_reason text not null default '',
  version bigint not null,
  primary key (tenant_id, grant_id)
);
create unique index sharing_grant_offered on sharing_grant (tenant_id, agency_id) where state = 'Offered';
create unique index sharing_grant_agreed on sharing_grant (tenant_id, agency_id) where state = 'Agreed';
select secure_tenant_table('sharing_grant');

-- Who looked across the partnership's border. `seq` orders and pages it.
create table sharing_log (
  tenant_id text not null,
  seq bigint generated always as identity,
  access_id text not null,
  at timestamptz not null,
  -- The person, or the system user as which an API client looked.
  subject text not null,
  person_id uuid,
  agency_id text not null,
  capacity text not null,
  looked_at text not null,
  level text not null,
  primary key (tenant_id, access_id)
);
create index sharing_log_newest on sharing_log (tenant_id, at, seq);
select secure_tenant_table('sharing_log');

-- Only hashes: neither a session id nor an id token can be taken from here.
create table session (
  tenant_id text not null default 'platform' check (tenant_id = 'platform'),
  session_hash bytea not null,
  person_id uuid not null,
  id_token_hash bytea not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, session_hash),
  unique (tenant_id, id_token_hash),
  foreign key (tenant_id, person_id) references person (tenant_id, person_id)
);
create index session_end on session (tenant_id, ends_at);
select secure_tenant_table('session');

do $$
declare
  app text := regexp_replace(current_user, '_owner$', '_app');
begin
  -- Anybody reads the register; only a scope with the platform in it writes.
  execute format('create policy register on agency for select to %I using (true)', app);
  execute format('create policy register on body for select to %I using (true)', app);
  -- An agency sees the grants that it was offered, in whichever partnership.
  execute format(
    'create policy offered on sharing_grant for select to %I using (agency_id = nullif(current_setting(''app.agency'', true), ''''))',
    app);
  execute format('revoke update, delete on sharing_log from %I', app);
end $$;
