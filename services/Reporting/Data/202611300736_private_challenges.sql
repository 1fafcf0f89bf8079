-- From within, a challenge that is between the two shows to who raised it and to the leads of the two agencies, and to nobody else
-- of them: app.agency_lead_tenants holds the tenant in which the reader leads an agency. An older replica sets none, and shows its
-- own people fewer for as long as it runs.

-- As that of before, with the leads.
create or replace function admits_record(
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
        and (audience is distinct from 'Private' or admits('app.within_tenants', tenant_id) is not true or admits('app.agency_lead_tenants', tenant_id))
        and (least_level_of_part(kind) <= 2 or admits('app.within_tenants', tenant_id) or admits('app.plan_tenants', tenant_id)))
      or (admits('app.within_tenants', tenant_id) and (
        audience = 'Escalated'
        or author_id = nullif(current_setting('app.person', true), '')::uuid
        or (kind in ('challenge', 'challenge_words') and own_agency_id = nullif(current_setting('app.agency', true), '')
          and admits('app.agency_lead_tenants', tenant_id))))))
    or (admits('app.plan_tenants', tenant_id) and (
      least_level(kind, audience) <= 3
      or (least_level(kind, audience) <= 5 and admits('app.within_tenants', tenant_id))))
    or (admits('app.evidence_tenants', tenant_id) and least_level(kind, audience) <= 4)
    or (admits('app.named_lead_tenants', tenant_id) and least_level(kind, audience) <= 6));
