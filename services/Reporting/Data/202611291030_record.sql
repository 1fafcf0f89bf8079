-- One table for the published records of all kinds, and a projection each for lists and for counts, in place of a copy per
-- level.
--
-- Expand: the tables stand beside those of 0001, which an older replica goes on reading and keeping until it ends. This version
-- keeps its checkpoints under a name of its own (Program.cs) and so builds its tables from the start of the streams, whatever
-- the older one has applied. The registers, sharing_grant and inspection serve both: each row is kept by its version.
-- Contract, by a script of the next release, once no older replica can run: drop the views visible_action, visible_update and
-- action_row, the tables plan_action, own_action, plan_update, own_update, finding, headline and own_headline, the functions
-- count_as, is_due_soon, timeliness and effective_level, and the checkpoints and quarantine of partners, inspections and actions.

-- The level from which a kind shows to whoever a level is granted to; the numbers are partners.proto's SharingLevel. Everything
-- else about levels is in admits_record.
create function least_level(kind text) returns int
  language sql immutable parallel safe
  return case kind
    when 'finding' then 1
    when 'action' then 3
    when 'update' then 3
  end;

-- Who may read a record. The settings hold the tenants that are read at headlines or more, own actions or more, and so on: one
-- reader's level in a tenant, whether it comes from a grant or from a capacity within (RecordScope.cs). From own actions on, a
-- record also shows to the agencies that take part and to its owner, whatever its kind. Before publication only named readers
-- see it at all. A kind that is not listed above shows to nobody else.
create function admits_record(kind text, tenant_id text, agency_ids text[], owner_id uuid, embargoed_to uuid[]) returns boolean
  language sql stable parallel safe
  return admits('app.headline_tenants', tenant_id) and admits_reader(embargoed_to) and (
    least_level(kind) <= 1
    or (admits('app.own_tenants', tenant_id) and (
      least_level(kind) <= 2
      or current_setting('app.agency', true) = any (agency_ids)
      or owner_id = nullif(current_setting('app.person', true), '')::uuid))
    or (admits('app.plan_tenants', tenant_id) and least_level(kind) <= 3)
    or (admits('app.evidence_tenants', tenant_id) and least_level(kind) <= 4));

-- Whom an inspection's records show to: null for everybody. Nobody until the inspection itself is known.
create function embargo_of(tenant text, inspection uuid) returns uuid[]
  language sql stable parallel safe
  return case
    when exists (select from inspection i where i.tenant_id = tenant and i.inspection_id = inspection)
    then (select i.embargoed_to from inspection i where i.tenant_id = tenant and i.inspection_id = inspection)
    else '{}'
  end;

-- Timeliness is worked out once, in C#, for the days before the due date draws near, from then to the due date, and after it;
-- this only says which of the three a day is.
create function timeliness_on(timeliness_by_stage text[], due_soon_from date, due_on date, day date) returns text
  language sql immutable parallel safe
  return timeliness_by_stage[1 + coalesce((day >= due_soon_from)::int, 0) + coalesce((day > due_on)::int, 0)];

create table record (
  tenant_id text not null,
  kind text not null,
  id uuid not null,
  -- The actions that it belongs to, and the agencies that take part in them.
  action_ids uuid[] not null,
  agency_ids text[] not null,
  owner_id uuid,
  inspection_id uuid,
  -- Null once the letter is public; else its named readers.
  embargoed_to uuid[],
  version bigint not null,
  -- The message that its owner published.
  state bytea not null,
  primary key (tenant_id, kind, id)
);
create index record_of_inspection on record (tenant_id, inspection_id);
-- Without the list of pending entries, whose emptying now and then would hold up a write.
create index record_of_action on record using gin (action_ids) with (fastupdate = off);
select secure_tenant_table('record');

-- What lists filter, sort and show of actions; columns as properties of ListedAction.
create table listed_action (
  tenant_id text not null,
  action_id uuid not null,
  inspection_id uuid not null,
  embargoed_to uuid[],
  reference text not null,
  title text not null,
  description text not null,
  theme text not null,
  finding_ids uuid[] not null,
  lead_id text not null,
  agency_ids text[] not null,
  owner_id uuid,
  original_due_on date,
  due_on date,
  next_review_on date,
  delivery text not null,
  due_soon_from date,
  timeliness_by_stage text[] not null,
  last_update_at timestamptz,
  changed_at timestamptz not null,
  changed_by uuid,
  change text not null,
  version bigint not null,
  primary key (tenant_id, action_id)
);
create index listed_action_of_inspection on listed_action (tenant_id, inspection_id);
select secure_tenant_table('listed_action');

-- Published actions counted for one day, of the whole partnership (agency_id '') and of each agency that takes part; a row of
-- an earlier day is counted anew by the first who reads it. What is on track is the rest.
create table plan_position (
  tenant_id text not null,
  agency_id text not null,
  position_on date not null,
  actions int not null,
  complete int not null,
  awaiting int not null,
  overdue int not null,
  at_risk int not null,
  closed int not null,
  due_soon int not null,
  last_update_at timestamptz,
  primary key (tenant_id, agency_id)
);
select secure_tenant_table('plan_position');

-- Null for a grant that an older replica kept, until this version has applied it: after its end it then shows nothing.
alter table sharing_grant add level_after_end int;
create function level_on(level int, level_after_end int, ends_on date, day date) returns int
  language sql immutable parallel safe
  return case when day > ends_on then level_after_end else level end;

do $$
declare
  app text := regexp_replace(current_user, '_owner$', '_app');
begin
  execute format('create policy level on record for select to %I using (admits_record(kind, tenant_id, agency_ids, owner_id, embargoed_to))', app);
  execute format('create policy level on listed_action for select to %I using (admits_record(''action'', tenant_id, agency_ids, owner_id, embargoed_to))', app);
  execute format('create policy level on plan_position for select to %I using ((agency_id = '''' and admits(''app.headline_tenants'', tenant_id))'
    ' or (agency_id = nullif(current_setting(''app.agency'', true), '''') and admits(''app.own_tenants'', tenant_id)))', app);
end $$;

-- Actions with the names that a list shows.
create view action_list with (security_invoker) as
  select a.tenant_id, a.action_id, a.reference, a.title, a.description, a.theme, a.finding_ids, a.lead_id, a.owner_id,
    a.original_due_on, a.due_on, a.next_review_on, a.delivery, a.due_soon_from, a.timeliness_by_stage, a.last_update_at,
    a.changed_at, a.change, a.version, coalesce(agency.name, body.name, a.lead_id) as lead_name,
    coalesce(owner.name, '') as owner_name, coalesce(changer.name, '') as changed_by_name
  from listed_action a
  left join agency on agency.tenant_id = 'platform' and agency.agency_id = a.lead_id
  left join body on body.tenant_id = 'platform' and body.body_id = a.lead_id
  left join person owner on owner.tenant_id = 'platform' and owner.person_id = a.owner_id
  left join person changer on changer.tenant_id = 'platform' and changer.person_id = a.changed_by;

do $$
begin
  execute format('grant select on action_list to %I', regexp_replace(current_user, '_owner$', '_app'));
end $$;
