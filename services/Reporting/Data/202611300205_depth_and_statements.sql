-- Records of an action plan in depth and of statements of action, who owns what by a post, and what lists and counts say of both.
--
-- Every column is filled by the streams, which this version applies from the start (Program.cs): a row of before is kept again at
-- the version that it has. An older replica leaves the new columns as they are; to it nothing here is different.

-- The matrix "Who reads what" (DESIGN 12), as two columns: the level from which a kind shows to whoever a level is granted to, and
-- the level from which it shows to whoever takes part. Beyond the levels stands who reads the whole plan from within (5): what a
-- statement is made of shows to them alone, and to the agency whose part it is.
create or replace function least_level(kind text) returns int
  language sql immutable parallel safe
  return case
    when kind = 'finding' then 1
    -- The statement as it was sent.
    when kind in ('sending', 'reply') then 2
    when kind in ('action', 'update', 'milestone', 'coverage', 'date_request', 'theme', 'cause', 'response') then 3
    when kind in ('statement', 'section', 'return', 'comment', 'draft', 'sign_off', 'correction') then 5
  end;

create function least_level_of_part(kind text) returns int
  language sql immutable parallel safe
  return case when kind in ('statement', 'section', 'comment', 'draft', 'sign_off', 'correction') then 3 else 2 end;

create or replace function admits_record(kind text, tenant_id text, agency_ids text[], owner_id uuid, embargoed_to uuid[]) returns boolean
  language sql stable parallel safe
  return admits('app.headline_tenants', tenant_id) and admits_reader(embargoed_to) and (
    least_level(kind) <= 1
    or (admits('app.own_tenants', tenant_id) and (
      least_level(kind) <= 2
      or ((current_setting('app.agency', true) = any (agency_ids)
          or owner_id = nullif(current_setting('app.person', true), '')::uuid)
        and (least_level_of_part(kind) <= 2 or admits('app.within_tenants', tenant_id) or admits('app.plan_tenants', tenant_id)))))
    or (admits('app.plan_tenants', tenant_id) and (
      least_level(kind) <= 3
      or (least_level(kind) <= 5 and admits('app.within_tenants', tenant_id))))
    or (admits('app.evidence_tenants', tenant_id) and least_level(kind) <= 4));

alter table record
  -- The plan or statement that it belongs to, under whose inspection it stands.
  add part_of uuid,
  -- What a comment is about.
  add about uuid,
  -- How it stands, as its own state says.
  add standing text,
  -- What a list calls it.
  add called text,
  add due_on date,
  -- Who did, asked or wrote what its state says, and when.
  add person_id uuid,
  add at timestamptz;
create index record_of_whole on record (tenant_id, part_of) where part_of is not null;
create index record_of_person on record (tenant_id, person_id, at) where person_id is not null;

alter table listed_action
  add joint_lead_ids text[] not null default '{}',
  add owner_post_id uuid,
  add theme_id uuid,
  add shared_cause_id uuid,
  add next_milestone_due_on date,
  add paused_until date;
create index listed_action_of_post on listed_action (tenant_id, owner_post_id) where owner_post_id is not null;
alter table plan_position add paused int not null default 0;
alter table partnership add safeguarding_partner_ids text[] not null default '{}';

create table post (
  tenant_id text not null,
  post_id uuid not null,
  title text not null,
  holder_id uuid,
  version bigint not null,
  primary key (tenant_id, post_id)
);
select secure_tenant_table('post');
create table partnership_setting (
  tenant_id text not null primary key,
  due_soon_days int not null,
  version bigint not null
);
select secure_tenant_table('partnership_setting');

-- Dates and statuses of statements, which headlines show; their parts are records.
create table statement (
  tenant_id text not null,
  statement_id uuid not null,
  plan_id uuid not null,
  inspection_id uuid not null,
  number int not null,
  state text not null,
  printed_due_on date,
  later_due_on date,
  sent_on date,
  published_on date,
  drafts int not null,
  sign_off_rule text not null,
  version bigint not null,
  primary key (tenant_id, statement_id)
);
create index statement_of_inspection on statement (tenant_id, inspection_id);
select secure_tenant_table('statement');

do $$
declare
  app text := regexp_replace(current_user, '_owner$', '_app');
begin
  execute format('create policy level on post for select to %I using (admits(''app.headline_tenants'', tenant_id))', app);
  execute format('create policy level on partnership_setting for select to %I using (admits(''app.headline_tenants'', tenant_id))', app);
  execute format('create policy level on statement for select to %I using (admits(''app.headline_tenants'', tenant_id) and exists ('
    'select from inspection i where i.tenant_id = statement.tenant_id and i.inspection_id = statement.inspection_id))', app);
end $$;

create function due_soon_days_of(tenant text) returns int
  language sql stable parallel safe
  return coalesce((select s.due_soon_days from partnership_setting s where s.tenant_id = tenant), 28);

create function holder_of(tenant text, post uuid) returns uuid
  language sql stable parallel safe
  return (select p.holder_id from post p where p.tenant_id = tenant and p.post_id = post);

-- As that of before; the three stages again, for the days on which a milestone's date has passed.
create function timeliness_on(timeliness_by_stage text[], due_soon_from date, due_on date, next_milestone_due_on date, day date) returns text
  language sql immutable parallel safe
  return timeliness_by_stage[1 + coalesce((day >= due_soon_from)::int, 0) + coalesce((day > due_on)::int, 0)
    + 3 * coalesce((day > next_milestone_due_on)::int, 0)];

create or replace view action_list with (security_invoker) as
  select a.tenant_id, a.action_id, a.reference, a.title, a.description, a.theme, a.finding_ids, a.lead_id, a.owner_id,
    a.original_due_on, a.due_on, a.next_review_on, a.delivery, a.due_soon_from, a.timeliness_by_stage, a.last_update_at,
    a.changed_at, a.change, a.version, coalesce(agency.name, body.name, a.lead_id) as lead_name,
    coalesce(owner.name, '') as owner_name, coalesce(changer.name, '') as changed_by_name, a.date_moved_at,
    coalesce(mover.name, '') as date_moved_by_name, a.agency_ids, a.joint_lead_ids, a.owner_post_id,
    coalesce(post.title, '') as owner_post, a.theme_id, a.next_milestone_due_on, a.paused_until,
    array(
      select coalesce(ja.name, jb.name, joint.id) from unnest(a.joint_lead_ids) with ordinality as joint (id, place)
      left join agency ja on ja.tenant_id = 'platform' and ja.agency_id = joint.id
      left join body jb on jb.tenant_id = 'platform' and jb.body_id = joint.id
      order by joint.place) as joint_lead_names
  from listed_action a
  left join agency on agency.tenant_id = 'platform' and agency.agency_id = a.lead_id
  left join body on body.tenant_id = 'platform' and body.body_id = a.lead_id
  left join person owner on owner.tenant_id = 'platform' and owner.person_id = a.owner_id
  left join person changer on changer.tenant_id = 'platform' and changer.person_id = a.changed_by
  left join person mover on mover.tenant_id = 'platform' and mover.person_id = a.date_moved_by
  left join post on post.tenant_id = a.tenant_id and post.post_id = a.owner_post_id;

-- A sign-off covers one content, and what it became by editorial corrections; each correction says from which to which.
create function corrected_content(tenant text, statement uuid, signed text) returns text
  language sql stable parallel safe
  as $$
    with recursive became as (
      select signed as content, 0 as corrections
      union all
      select c.standing, became.corrections + 1 from became
      join record c on c.tenant_id = tenant and c.kind = 'correction' and c.part_of = statement and c.called = became.content
      where became.corrections < 100
    )
    select content from became order by corrections desc limit 1
  $$;

-- The agencies whose sign-off covers the newest content that anybody signed.
create function signed_off_by(tenant text, statement uuid) returns text[]
  language sql stable parallel safe
  as $$
    with given as (
      select r.called as agency, r.at, corrected_content(tenant, statement, r.standing) as content
      from record r
      where r.tenant_id = tenant and r.kind = 'sign_off' and r.part_of = statement and r.standing <> 'TakenBack'
    )
    select coalesce(array_agg(distinct given.agency order by given.agency), '{}') from given
    where given.content = (select newest.content from given newest order by newest.at desc limit 1)
  $$;
