-- Evidence is read a page at a time, the newest first. Audits say which actions they reopened, and can be corrected. The chair of a
-- sub-group may be appointed to one of them.

create index evidence_item_by_age on evidence_item (tenant_id, plan_id, added_at desc, evidence_id desc);
drop index evidence_item_of_plan;

alter table audit_of_action
  -- This audit found it not embedded and so reopened it; also when that is corrected.
  add reopened boolean not null default false;
-- Number of jtai.actions.v1's AuditVerdict. Those that were completed again since, or corrected, are not known any more.
update audit_of_action found set reopened = true
from action
where action.tenant_id = found.tenant_id and action.action_id = found.action_id
  and found.verdict = 3 and action.embedding_audit_id = found.audit_id and action.completed_on is null;

-- Null: any group of the partnership. An older replica keeps none; the appointment's next version, or its next telling, has it.
alter table appointment add body_id text;
