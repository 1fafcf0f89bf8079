-- Whoever stands in for an action's owner sees what the owner sees; app.stands_in_for holds those people.
create or replace function admits_record(kind text, tenant_id text, agency_ids text[], owner_id uuid, embargoed_to uuid[]) returns boolean
  language sql stable parallel safe
  return admits('app.headline_tenants', tenant_id) and admits_reader(embargoed_to) and (
    least_level(kind) <= 1
    or (admits('app.own_tenants', tenant_id) and (
      least_level(kind) <= 2
      or ((current_setting('app.agency', true) = any (agency_ids)
          or owner_id = nullif(current_setting('app.person', true), '')::uuid
          or owner_id = any (nullif(current_setting('app.stands_in_for', true), '')::uuid[]))
        and (least_level_of_part(kind) <= 2 or admits('app.within_tenants', tenant_id) or admits('app.plan_tenants', tenant_id)))))
    or (admits('app.plan_tenants', tenant_id) and (
      least_level(kind) <= 3
      or (least_level(kind) <= 5 and admits('app.within_tenants', tenant_id))))
    or (admits('app.evidence_tenants', tenant_id) and least_level(kind) <= 4));
