-- Evidence and assurance as records, and what lists and counts say of how far actions are proven.
--
-- Every column is filled by the streams, which this version applies from the start (Program.cs): a row of before is kept again at
-- the version that it has. An older replica leaves the new columns as they are; to it nothing here is different.

alter table record
  -- Of evidence its audience, as its state names it; of a challenge 'Private' or 'Escalated'. Null where the kind says all.
  add audience text,
  -- Who owns the actions of a record that belongs to several.
  add action_owner_ids uuid[] not null default '{}',
  -- Who added or raised it, and sees it from within whatever its audience.
  add author_id uuid,
  -- Whose own it is, beside the agencies that take part: who keeps a strength, raised a challenge, added evidence.
  add own_agency_id text;
create index record_of_what_it_is_about on record (tenant_id, about) where about is not null;
-- The few that wait for somebody, for whoever looks across many partnerships.
create index record_that_waits on record (tenant_id)
  where kind in ('challenge', 'evidence')
    and standing in ('AgencyLead', 'DelegatedPartner', 'LeadSafeguardingPartner', 'NeedsAReason', 'Refused');

-- As that of before, with the audience: levels beyond 4 are of who reads the whole plan from within (5) and of the named leads (6).
create function least_level(kind text, audience text) returns int
  language sql immutable parallel safe
  return case
    when kind = 'finding' then 1
    -- The statement as it was sent.
    when kind in ('sending', 'reply') then 2
    when kind in ('action', 'update', 'milestone', 'coverage', 'date_request', 'theme', 'cause', 'response') then 3
    when kind in ('check', 'audit', 'impact', 'reading', 'voice', 'strength', 'strength_check', 'evidence_exists') then 3
    when kind in ('challenge', 'challenge_words') then case when audience = 'Escalated' then 3 end
    when kind in ('evidence', 'evidence_content') then case audience
      when 'Public' then 4 when 'EvidenceGrants' then 4 when 'Partnership' then 5 when 'NamedLeads' then 6 end
    when kind in ('statement', 'section', 'return', 'comment', 'draft', 'sign_off', 'correction') then 5
  end;

-- app.stands_in_for holds the people for whom the reader stands in, who see what those own; where nothing sets it, nobody.
-- What is for named leads alone does not show to who takes part. A challenge's agency is the one that it is to; from within it
-- shows to the other side too, and to all once it is escalated.
create function admits_record(
  kind text, tenant_id text, agency_ids text[], owner_id uuid, embargoed_to uuid[], audience text, action_owner_ids uuid[], author_id uuid,
  own_agency_id text) returns boolean
  language sql stable parallel safe
  return admits('app.headline_tenants', tenant_id) and admits_reader(embargoed_to) and (
    least_level(kind, audience) <= 1
    or (admits('app.own_tenants', tenant_id) and (
      least_level(kind, audience) <= 2
      or ((current_setting('app.agency', true) = any (agency_ids)
          or owner_id = nullif(current_setting('app.person', true), '')::uuid
          or owner_id = any (nullif(current_setting('app.stands_in_for', true), '')::uuid[])
          or nullif(current_setting('app.person', true), '')::uuid = any (action_owner_ids)
          or action_owner_ids && nullif(current_setting('app.stands_in_for', true), '')::uuid[])
        and audience is distinct from 'NamedLeads'
        and (least_level_of_part(kind) <= 2 or admits('app.within_tenants', tenant_id) or admits('app.plan_tenants', tenant_id)))
      or (admits('app.within_tenants', tenant_id) and (
        audience = 'Escalated'
        or author_id = nullif(current_setting('app.person', true), '')::uuid
        or (kind in ('challenge', 'challenge_words') and own_agency_id = current_setting('app.agency', true))))))
    or (admits('app.plan_tenants', tenant_id) and (
      least_level(kind, audience) <= 3
      or (least_level(kind, audience) <= 5 and admits('app.within_tenants', tenant_id))))
    or (admits('app.evidence_tenants', tenant_id) and least_level(kind, audience) <= 4)
    or (admits('app.named_lead_tenants', tenant_id) and least_level(kind, audience) <= 6));

alter policy level on record using (
  admits_record(kind, tenant_id, agency_ids, owner_id, embargoed_to, audience, action_owner_ids, author_id, own_agency_id));
alter policy level on listed_action using (admits_record('action', tenant_id, agency_ids, owner_id, embargoed_to, null, '{}', null, null));
drop function admits_record(text, text, text[], uuid, uuid[]);
drop function least_level(text);

alter table listed_action
  -- 'SelfAssured' or 'Confirmed' while it is complete and somebody said which.
  add completion text,
  -- What the newest audit since its completion found.
  add verdict text,
  -- Who says that it is done, while that waits for its second check.
  add claimed_by uuid,
  -- It is said why there can be no evidence.
  add no_evidence_said boolean not null default false,
  -- Evidence that stands, without and for the named leads alone: counted of the records (EvidenceItems.cs).
  add evidence_items int not null default 0,
  add evidence_items_of_leads int not null default 0;
-- Claims that wait for a second check by an agency that supports the action. Counted anew by the first who reads them.
alter table plan_position add to_check int not null default 0;
update plan_position set position_on = '0001-01-01';
alter table action_plan add closed boolean not null default false;
alter table agency add part_of_agency_id text not null default '';

-- Directorates of one council are one organisation.
create function organisation_of(agency text) returns text
  language sql stable parallel safe
  return coalesce((select nullif(a.part_of_agency_id, '') from agency a where a.tenant_id = 'platform' and a.agency_id = agency), agency);

-- Whether somebody of this agency, by themselves, may check what these lead: another organisation than leads or, where a body
-- leads, one that does not deliver. Agencies that lead take part.
create function may_check(agency text, lead_id text, joint_lead_ids text[], agency_ids text[]) returns boolean
  language sql stable parallel safe
  return agency <> ''
    and organisation_of(agency) <> all (array(select organisation_of(lead) from unnest(array_prepend(lead_id, joint_lead_ids)) as lead))
    and (lead_id = any (agency_ids) or agency <> all (agency_ids));

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
      order by joint.place) as joint_lead_names,
    a.completion, a.verdict, a.no_evidence_said,
    -- That an item for named leads exists shows to whoever reads the whole plan.
    a.evidence_items + case when admits('app.plan_tenants', a.tenant_id) then a.evidence_items_of_leads else 0 end as evidence_items
  from listed_action a
  left join agency on agency.tenant_id = 'platform' and agency.agency_id = a.lead_id
  left join body on body.tenant_id = 'platform' and body.body_id = a.lead_id
  left join person owner on owner.tenant_id = 'platform' and owner.person_id = a.owner_id
  left join person changer on changer.tenant_id = 'platform' and changer.person_id = a.changed_by
  left join person mover on mover.tenant_id = 'platform' and mover.person_id = a.date_moved_by
  left join post on post.tenant_id = a.tenant_id and post.post_id = a.owner_post_id;
