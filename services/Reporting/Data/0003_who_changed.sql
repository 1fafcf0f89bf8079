-- What made the newest version of an action is told by its owner, with the person who did it.
alter table plan_action add changed_by uuid;
alter table own_action add changed_by uuid;
update plan_action set change = case change
  when 'Progress recorded' then 'ProgressRecorded' when 'Due date moved' then 'DueDateMoved' when 'Action added' then 'Added'
  else 'DescribedAnew' end;
update own_action set change = case change
  when 'Progress recorded' then 'ProgressRecorded' when 'Due date moved' then 'DueDateMoved' when 'Action added' then 'Added'
  else 'DescribedAnew' end;

create or replace view visible_action with (security_invoker) as
  select tenant_id, action_id, inspection_id, reference, title, description, outcome_sought, success_measure, theme,
    finding_ids, lead_id, agency_ids, owner_id, original_due_on, due_on, next_review_on, delivery, date_achievable,
    last_update_at, changed_at, change, version, changed_by
  from plan_action
  union all
  select tenant_id, action_id, inspection_id, reference, title, description, outcome_sought, success_measure, theme,
    finding_ids, lead_id, agency_ids, owner_id, original_due_on, due_on, next_review_on, delivery, date_achievable,
    last_update_at, changed_at, change, version, changed_by
  from own_action;
create or replace view action_row with (security_invoker) as
  select visible_action.tenant_id, action_id, inspection_id, reference, title, description, outcome_sought, success_measure,
    theme, finding_ids, lead_id, agency_ids, owner_id, original_due_on, due_on, next_review_on, delivery, date_achievable,
    last_update_at, changed_at, change, visible_action.version, coalesce(agency.name, body.name, lead_id) as lead_name,
    coalesce(owner.name, '') as owner_name, coalesce(changer.name, '') as changed_by_name
  from visible_action
  left join agency on agency.tenant_id = 'platform' and agency.agency_id = lead_id
  left join body on body.tenant_id = 'platform' and body.body_id = lead_id
  left join person owner on owner.tenant_id = 'platform' and owner.person_id = owner_id
  left join person changer on changer.tenant_id = 'platform' and changer.person_id = changed_by;
