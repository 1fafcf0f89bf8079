-- Who answers for an invitation: the tenant whose manager invited, or `platform` where an operator did; once a manager has corrected
-- the person's details, that manager's. An operator sees their own alone. What a replica of the release before writes meanwhile has
-- none: managers see it by the person's appointments, and no operator does.
alter table invitation add invited_by_tenant text;

update invitation set invited_by_tenant = coalesce(corrected.tenant_id, case
  when made.capacity = 'PlatformOperator' then 'platform'
  -- The role that they were invited to is their first.
  else (select workplace_id from workplace where workplace.person_id = known.person_id order by appointment_id limit 1) end)
from invitation known
left join (
  select distinct on (aggregate_id) aggregate_id, tenant_id from audit
  where entity = 'PersonChanged' and tenant_id <> 'platform' and agency_id is not null order by aggregate_id, at desc) corrected on corrected.aggregate_id = known.person_id::text
left join (
  select aggregate_id, min(capacity) as capacity from audit
  where tenant_id = 'platform' and entity = 'InvitationChanged' and version = 1 group by aggregate_id) made on made.aggregate_id = known.person_id::text
where invitation.person_id = known.person_id;
