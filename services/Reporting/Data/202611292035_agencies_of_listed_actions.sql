-- Who leads or supports an action, so that a list across partnerships can be narrowed to the reader's own agency.
create or replace view action_list with (security_invoker) as
  select a.tenant_id, a.action_id, a.reference, a.title, a.description, a.theme, a.finding_ids, a.lead_id, a.owner_id,
    a.original_due_on, a.due_on, a.next_review_on, a.delivery, a.due_soon_from, a.timeliness_by_stage, a.last_update_at,
    a.changed_at, a.change, a.version, coalesce(agency.name, body.name, a.lead_id) as lead_name,
    coalesce(owner.name, '') as owner_name, coalesce(changer.name, '') as changed_by_name, a.date_moved_at,
    coalesce(mover.name, '') as date_moved_by_name, a.agency_ids
  from listed_action a
  left join agency on agency.tenant_id = 'platform' and agency.agency_id = a.lead_id
  left join body on body.tenant_id = 'platform' and body.body_id = a.lead_id
  left join person owner on owner.tenant_id = 'platform' and owner.person_id = a.owner_id
  left join person changer on changer.tenant_id = 'platform' and changer.person_id = a.changed_by
  left join person mover on mover.tenant_id = 'platform' and mover.person_id = a.date_moved_by;
