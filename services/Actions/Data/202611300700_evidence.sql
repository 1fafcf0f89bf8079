-- What shows that an action was done, and to which actions it is attached.

create table evidence_item (
  tenant_id text not null,
  evidence_id uuid not null,
  plan_id uuid not null,
  inspection_id uuid not null,
  -- What it shows.
  shows text not null check (length(shows) <= 500),
  dated_on date,
  -- Numbers of jtai.actions.v1's EvidenceKind, AssuranceLevel, Marking and Audience.
  kind integer not null,
  level integer not null,
  marking integer not null,
  audience integer not null,
  -- Of its content, in evidence_content.
  content_number integer not null,
  person_id uuid not null,
  agency_id text not null,
  added_at timestamptz not null,
  withdrawn_because text not null,
  version bigint not null,
  primary key (tenant_id, evidence_id),
  foreign key (tenant_id, plan_id) references action_plan (tenant_id, plan_id)
);
create index evidence_item_of_plan on evidence_item (tenant_id, plan_id, added_at);
select secure_tenant_table('evidence_item');

create table evidence_of_action (
  tenant_id text not null,
  action_id uuid not null,
  evidence_id uuid not null,
  primary key (tenant_id, action_id, evidence_id),
  foreign key (tenant_id, action_id) references action (tenant_id, action_id),
  foreign key (tenant_id, evidence_id) references evidence_item (tenant_id, evidence_id)
);
create index evidence_of_action_of_item on evidence_of_action (tenant_id, evidence_id);
select secure_tenant_table('evidence_of_action');
