-- Read models: built from the owners' events, and rebuilt from them by emptying these tables and the checkpoints.
--
-- The consumers write under app.tenants (the stream's tenant). Requests read under the setting of a level, one per kind of
-- table, which Postgres itself checks:
--   app.headline_tenants   counts, dates, statuses; names of partnerships; findings of published letters
--   app.own_tenants        what app.agency leads or supports
--   app.plan_tenants       every action of the plan
-- Before publication a row also carries the people who may see it (embargoed_to); app.person says who reads.

create function admits(setting text, tenant_id text) returns boolean
  language sql stable parallel safe
  return tenant_id = any (nullif(current_setting(setting, true), '')::text[]);

-- Null once the letter is public; else its named readers.
create function admits_reader(embargoed_to uuid[]) returns boolean
  language sql stable parallel safe
  return embargoed_to is null or nullif(current_setting('app.person', true), '')::uuid = any (embargoed_to);

-- How one action counts on a day; each counts once (PORTAL, three facts about an action).
create function count_as(delivery text, due_on date, date_achievable boolean, day date) returns text
  language sql immutable parallel safe
  return case
    when delivery = 'Complete' then 'complete'
    when delivery = 'ClosedWithoutCompletion' then 'closed'
    when delivery = 'AwaitingVerification' then 'awaiting'
    when due_on < day then 'overdue'
    when not date_achievable then 'at_risk'
    else 'on_track'
  end;

create function is_due_soon(delivery text, due_on date, day date) returns boolean
  language sql immutable parallel safe
  return delivery not in ('Complete', 'ClosedWithoutCompletion', 'AwaitingVerification')
    and coalesce(due_on between day and day + 28, false);

-- Whether the clock of an action runs well (PORTAL, timeliness); what is done or waits for another's word is on time.
create function timeliness(delivery text, due_on date, date_achievable boolean, day date) returns text
  language sql immutable parallel safe
  return case
    when delivery in ('Complete', 'ClosedWithoutCompletion') then 'Finished'
    when delivery = 'AwaitingVerification' then 'OnTime'
    when due_on < day then 'Overdue'
    when not date_achievable then 'AtRisk'
    when is_due_soon(delivery, due_on, day) then 'DueSoon'
    when due_on is null then 'Ongoing'
    else 'OnTime'
  end;

-- What a grant shows on a day: after its end it falls to own actions, or stays at headlines (DESIGN 3).
create function effective_level(level int, ends_on date, day date) returns int
  language sql immutable parallel safe
  return case when day > ends_on then least(level, 2) else level end;

create table agency (
  tenant_id text not null,
  agency_id text not null,
  name text not null,
  short_name text not null,
  version bigint not null,
  primary key (tenant_id, agency_id)
);
select secure_tenant_table('agency');
create table body (
  tenant_id text not null,
  body_id text not null,
  name text not null,
  version bigint not null,
  primary key (tenant_id, body_id)
);
select secure_tenant_table('body');
create table person (
  tenant_id text not null,
  person_id uuid not null,
  name text not null,
  version bigint not null,
  primary key (tenant_id, person_id)
);
select secure_tenant_table('person');

create table partnership (
  tenant_id text not null primary key,
  name text not null,
  code text not null,
  version bigint not null
);
select secure_tenant_table('partnership');

create table sharing_grant (
  tenant_id text not null,
  grant_id uuid not null,
  agency_id text not null,
  capacities text[] not null,
  level int not null,
  ends_on date not null,
  state text not null,
  version bigint not null,
  primary key (tenant_id, grant_id)
);
-- The border is asked by agency, over all tenants: the one index that does not begin with the tenant.
create index sharing_grant_of_agency on sharing_grant (agency_id) where state = 'Agreed';
select secure_tenant_table('sharing_grant');

create table inspection (
  tenant_id text not null,
  inspection_id uuid not null,
  embargoed_to uuid[],
  statement_due_on date,
  version bigint not null,
  primary key (tenant_id, inspection_id)
);
select secure_tenant_table('inspection');

create table finding (
  tenant_id text not null,
  finding_id uuid not null,
  inspection_id uuid not null,
  reference text not null,
  text text not null,
  embargoed_to uuid[],
  version bigint not null,
  primary key (tenant_id, finding_id)
);
select secure_tenant_table('finding');

create table plan_action (
  tenant_id text not null,
  action_id uuid not null,
  inspection_id uuid not null,
  embargoed_to uuid[],
  reference text not null,
  title text not null,
  description text not null,
  outcome_sought text not null,
  success_measure text not null,
  theme text not null,
  finding_ids uuid[] not null,
  lead_id text not null,
  agency_ids text[] not null,
  owner_id uuid,
  original_due_on date,
  due_on date,
  next_review_on date,
  delivery text not null,
  date_achievable boolean not null,
  updates int not null,
  date_changes int not null,
  last_update_at timestamptz,
  changed_at timestamptz not null,
  change text not null,
  version bigint not null,
  primary key (tenant_id, action_id)
);
create index plan_action_of_inspection on plan_action (tenant_id, inspection_id);
select secure_tenant_table('plan_action');

create table own_action (
  like plan_action,
  agency_id text not null,
  primary key (tenant_id, agency_id, action_id)
);
create index own_action_of_action on own_action (tenant_id, action_id);
select secure_tenant_table('own_action');

create table plan_update (
  tenant_id text not null,
  action_id uuid not null,
  update_id uuid not null,
  embargoed_to uuid[],
  at timestamptz not null,
  state bytea not null,
  primary key (tenant_id, action_id, update_id)
);
select secure_tenant_table('plan_update');
create table own_update (
  like plan_update,
  agency_id text not null,
  primary key (tenant_id, agency_id, action_id, update_id)
);
create index own_update_of_action on own_update (tenant_id, action_id);
select secure_tenant_table('own_update');

-- Published actions counted for one day; a row of an earlier day is counted anew by the first who reads it.
create table headline (
  tenant_id text not null primary key,
  position_on date not null,
  actions int not null,
  complete int not null,
  awaiting int not null,
  overdue int not null,
  at_risk int not null,
  on_track int not null,
  closed int not null,
  due_soon int not null,
  last_update_at timestamptz
);
select secure_tenant_table('headline');
create table own_headline (
  tenant_id text not null,
  agency_id text not null,
  position_on date not null,
  actions int not null,
  complete int not null,
  awaiting int not null,
  overdue int not null,
  at_risk int not null,
  on_track int not null,
  closed int not null,
  due_soon int not null,
  last_update_at timestamptz,
  primary key (tenant_id, agency_id)
);
select secure_tenant_table('own_headline');

-- Looks across a partnership's border: one row per person, view and hour, and one for every record opened.
create table access_record (
  tenant_id text not null,
  access_id uuid not null,
  person_id uuid not null,
  looked_at text not null,
  hour timestamptz,
  at timestamptz not null,
  primary key (tenant_id, access_id),
  unique (tenant_id, person_id, looked_at, hour)
);
select secure_tenant_table('access_record');

do $$
declare
  app text := regexp_replace(current_user, '_owner$', '_app');
begin
  -- The registers of agencies, bodies and names are the platform's, and beside every act.
  execute format('create policy register on agency for select to %I using (tenant_id = ''platform'')', app);
  execute format('create policy register on body for select to %I using (tenant_id = ''platform'')', app);
  execute format('create policy register on person for select to %I using (tenant_id = ''platform'')', app);
  execute format('create policy level on partnership for select to %I using (admits(''app.headline_tenants'', tenant_id))', app);
  execute format('create policy level on inspection for select to %I using (admits(''app.headline_tenants'', tenant_id) and admits_reader(embargoed_to))', app);
  execute format('create policy level on finding for select to %I using (admits(''app.headline_tenants'', tenant_id) and admits_reader(embargoed_to))', app);
  execute format('create policy level on headline for select to %I using (admits(''app.headline_tenants'', tenant_id))', app);
  execute format('create policy level on own_headline for select to %I using ((admits(''app.own_tenants'', tenant_id) or admits(''app.plan_tenants'', tenant_id)) and agency_id = current_setting(''app.agency'', true))', app);
  execute format('create policy level on own_action for select to %I using (admits(''app.own_tenants'', tenant_id) and agency_id = current_setting(''app.agency'', true) and admits_reader(embargoed_to))', app);
  execute format('create policy level on own_update for select to %I using (admits(''app.own_tenants'', tenant_id) and agency_id = current_setting(''app.agency'', true) and admits_reader(embargoed_to))', app);
  execute format('create policy level on plan_action for select to %I using (admits(''app.plan_tenants'', tenant_id) and admits_reader(embargoed_to))', app);
  execute format('create policy level on plan_update for select to %I using (admits(''app.plan_tenants'', tenant_id) and admits_reader(embargoed_to))', app);
  execute format('create policy agency on sharing_grant for select to %I using (agency_id = nullif(current_setting(''app.agency'', true), ''''))', app);
end $$;

-- Actions at the level that admits them: a tenant is in one of app.own_tenants and app.plan_tenants, never in both.
create view visible_action with (security_invoker) as
  select tenant_id, action_id, inspection_id, reference, title, description, outcome_sought, success_measure, theme,
    finding_ids, lead_id, agency_ids, owner_id, original_due_on, due_on, next_review_on, delivery, date_achievable,
    last_update_at, changed_at, change, version
  from plan_action
  union all
  select tenant_id, action_id, inspection_id, reference, title, description, outcome_sought, success_measure, theme,
    finding_ids, lead_id, agency_ids, owner_id, original_due_on, due_on, next_review_on, delivery, date_achievable,
    last_update_at, changed_at, change, version
  from own_action;
create view visible_update with (security_invoker) as
  select tenant_id, action_id, update_id, at, state from plan_update
  union all
  select tenant_id, action_id, update_id, at, state from own_update;

-- The same with the names that a list shows.
create view action_row with (security_invoker) as
  select visible_action.*, coalesce(agency.name, body.name, lead_id) as lead_name, coalesce(person.name, '') as owner_name
  from visible_action
  left join agency on agency.tenant_id = 'platform' and agency.agency_id = lead_id
  left join body on body.tenant_id = 'platform' and body.body_id = lead_id
  left join person on person.tenant_id = 'platform' and person.person_id = owner_id;

do $$
begin
  execute format('grant select on visible_action, visible_update, action_row to %I', regexp_replace(current_user, '_owner$', '_app'));
end $$;
