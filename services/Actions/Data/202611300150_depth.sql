-- Actions in depth: what stands beside an action, and the parts of a plan.

alter table action_plan
  add collating_body_ids text[] not null default '{}',
  add closed_on date,
  add closed_by_decision text not null default '',
  add closing_reason text not null default '';

alter table action
  -- Each `agency:` or `body:` and its id, as in recorded_change.
  add joint_leads text[] not null default '{}',
  add owner_post_id uuid,
  add paused_because text not null default '',
  add paused_on date,
  add pause_review_on date,
  -- Number of jtai.actions.v1.ResourceKind.
  add resource_kind integer not null default 0,
  add resources_review_on date,
  add one_off_pounds bigint not null default 0,
  add yearly_pounds bigint not null default 0,
  add money_from text not null default '',
  add began_before_publication boolean not null default false,
  add quick_win boolean not null default false,
  add answering_body_id text not null default '',
  add theme_id uuid,
  add shared_cause_id uuid,
  add milestones integer not null default 0,
  add milestones_done integer not null default 0,
  add next_milestone_due_on date,
  -- The newest row of coverage_reading by its day, as that table has it.
  add coverage jsonb,
  add date_asked_for date,
  -- As the proto's lists of Dependency and OtherPlanLink.
  add depends_on jsonb not null default '[]',
  add links jsonb not null default '[]',
  add constraint action_owner_is_one check (owner_id is null or owner_post_id is null),
  add constraint action_pause_is_whole check ((paused_because = '') = (paused_on is null) and (paused_on is null) = (pause_review_on is null));

create table milestone (
  tenant_id text not null,
  milestone_id uuid not null,
  action_id uuid not null,
  title text not null,
  due_on date not null,
  done_on date,
  done_by uuid,
  removed boolean not null default false,
  version bigint not null,
  primary key (tenant_id, milestone_id),
  foreign key (tenant_id, action_id) references action (tenant_id, action_id)
);
create index milestone_of_action on milestone (tenant_id, action_id, due_on);
select secure_tenant_table('milestone');

create table coverage_reading (
  tenant_id text not null,
  reading_id uuid not null,
  action_id uuid not null,
  -- Version of the action that the reading made.
  action_version bigint not null,
  done integer not null check (done between 0 and of_all),
  of_all integer not null check (of_all > 0),
  what text not null,
  taken_on date not null,
  person_id uuid not null,
  primary key (tenant_id, reading_id),
  unique (tenant_id, action_id, action_version),
  foreign key (tenant_id, action_id) references action (tenant_id, action_id)
);
select secure_tenant_table('coverage_reading');

create table date_request (
  tenant_id text not null,
  request_id uuid not null,
  action_id uuid not null,
  from_date date not null,
  to_date date not null,
  reason integer not null,
  explanation text not null,
  person_id uuid not null,
  asked_at timestamptz not null,
  -- Number of jtai.actions.v1.DateRequestState.
  state integer not null,
  decision text not null default '',
  decided_by uuid,
  decided_at timestamptz,
  version bigint not null,
  primary key (tenant_id, request_id),
  foreign key (tenant_id, action_id) references action (tenant_id, action_id)
);
create unique index date_request_waiting on date_request (tenant_id, action_id) where state = 1;
select secure_tenant_table('date_request');

create table theme (
  tenant_id text not null,
  theme_id uuid not null,
  plan_id uuid not null,
  name text not null,
  position integer not null,
  lead_body_id text not null default '',
  removed boolean not null default false,
  version bigint not null,
  primary key (tenant_id, theme_id),
  foreign key (tenant_id, plan_id) references action_plan (tenant_id, plan_id)
);
create unique index theme_name on theme (tenant_id, plan_id, lower(name)) where not removed;
select secure_tenant_table('theme');

create table shared_cause (
  tenant_id text not null,
  cause_id uuid not null,
  plan_id uuid not null,
  name text not null,
  remedy text not null,
  lead_agency_id text,
  lead_body_id text,
  due_on date,
  resolved_on date,
  version bigint not null,
  primary key (tenant_id, cause_id),
  foreign key (tenant_id, plan_id) references action_plan (tenant_id, plan_id),
  check (num_nonnulls(lead_agency_id, lead_body_id) < 2)
);
select secure_tenant_table('shared_cause');

-- What the partners say to a finding; at most one row of each.
create table finding_response (
  tenant_id text not null,
  finding_id uuid not null,
  plan_id uuid not null,
  -- Number of jtai.actions.v1.FindingPosition.
  position integer not null,
  by_agency_id text,
  by_body_id text,
  words text not null,
  known_before boolean not null,
  known_from text not null,
  no_action_because text not null,
  routed_to_body_ids text[] not null,
  routed_note text not null,
  version bigint not null,
  primary key (tenant_id, finding_id),
  foreign key (tenant_id, plan_id) references action_plan (tenant_id, plan_id),
  check (num_nonnulls(by_agency_id, by_body_id) < 2)
);
create index finding_response_of_plan on finding_response (tenant_id, plan_id);
select secure_tenant_table('finding_response');

-- A theme was a word on each action.
insert into theme (tenant_id, theme_id, plan_id, name, position, version)
select tenant_id, gen_random_uuid(), plan_id, min(theme), row_number() over (partition by tenant_id, plan_id order by lower(theme)), 1
from action where theme <> '' group by tenant_id, plan_id, lower(theme);
update action set theme_id = theme.theme_id from theme
where theme.tenant_id = action.tenant_id and theme.plan_id = action.plan_id and lower(theme.name) = lower(action.theme);

-- What a statement says of others: names and posts, never addresses. Agencies and bodies belong to the tenant `platform`.
alter table partnership add name text not null default '', add safeguarding_partner_ids text[] not null default '{}';
alter table person add name text not null default '', add job_title text not null default '';
create table agency (
  tenant_id text not null,
  agency_id text not null,
  name text not null,
  version bigint not null,
  primary key (tenant_id, agency_id)
);
select secure_tenant_table('agency');
create table body (
  tenant_id text not null,
  body_id text not null,
  name text not null,
  version bigint not null,
  primary key (tenant_id, body_id)
);
select secure_tenant_table('body');
create table post (
  tenant_id text not null,
  post_id uuid not null,
  agency_id text not null,
  title text not null,
  holder_id uuid,
  version bigint not null,
  primary key (tenant_id, post_id)
);
select secure_tenant_table('post');
-- Who is appointed to what, for sign-offs and for whom to tell.
create table appointment (
  tenant_id text not null,
  appointment_id uuid not null,
  person_id uuid not null,
  agency_id text not null,
  -- Number of jtai.partners.v1.Capacity.
  capacity integer not null,
  starts_on date not null,
  ends_on date,
  version bigint not null,
  primary key (tenant_id, appointment_id)
);
create index appointment_of_person on appointment (tenant_id, person_id);
select secure_tenant_table('appointment');
-- The partnership's settings, as the proto's message in JSON.
create table partnership_settings (
  tenant_id text not null,
  settings jsonb not null,
  version bigint not null,
  primary key (tenant_id)
);
select secure_tenant_table('partnership_settings');
-- The letter's words, and what an inspection's statement needs to know of it.
alter table finding
  add reference text not null default '',
  -- Number of jtai.inspections.v1.FindingKind.
  add kind integer not null default 0,
  add words text not null default '',
  add position integer not null default 0;
alter table inspection
  add reference text not null default '',
  add letter_dated date,
  add letter_received_on date,
  add published_on date,
  add statement_sent_to text not null default '',
  -- As the proto's list of LetterWarning.
  add warnings jsonb not null default '[]';
