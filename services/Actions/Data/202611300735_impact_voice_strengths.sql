-- What changed for children, what they said, and what was good and has to stay so.

create table impact_measure (
  tenant_id text not null,
  measure_id uuid not null,
  plan_id uuid not null,
  inspection_id uuid not null,
  what text not null,
  unit text not null,
  -- Number of jtai.actions.v1.MeasureDirection.
  direction integer not null,
  baseline numeric(16, 4),
  baseline_on date,
  target numeric(16, 4),
  target_on date,
  not_expected_before date,
  counts_people boolean not null,
  so_what text not null,
  so_what_agreed_by uuid,
  so_what_agreed_on date,
  withdrawn_because text not null,
  version bigint not null,
  primary key (tenant_id, measure_id),
  foreign key (tenant_id, plan_id) references action_plan (tenant_id, plan_id),
  check ((baseline is null) = (baseline_on is null)),
  check ((target is null) = (target_on is null)),
  check (so_what_agreed_on is null or (so_what_agreed_by is not null and so_what <> ''))
);
create index impact_measure_of_plan on impact_measure (tenant_id, plan_id);
select secure_tenant_table('impact_measure');

create table impact_measure_action (
  tenant_id text not null,
  measure_id uuid not null,
  action_id uuid not null,
  position integer not null,
  primary key (tenant_id, measure_id, action_id),
  foreign key (tenant_id, measure_id) references impact_measure (tenant_id, measure_id),
  foreign key (tenant_id, action_id) references action (tenant_id, action_id)
);
create index impact_measure_action_of_action on impact_measure_action (tenant_id, action_id);
select secure_tenant_table('impact_measure_action');

-- One of a day: a second one replaces it, and the measure's history keeps what it said.
create table impact_reading (
  tenant_id text not null,
  reading_id uuid not null,
  measure_id uuid not null,
  value numeric(16, 4) not null,
  read_on date not null,
  source text not null,
  person_id uuid not null,
  recorded_at timestamptz not null,
  version bigint not null,
  primary key (tenant_id, reading_id),
  unique (tenant_id, measure_id, read_on),
  foreign key (tenant_id, measure_id) references impact_measure (tenant_id, measure_id)
);
select secure_tenant_table('impact_reading');

create table voice_record (
  tenant_id text not null,
  voice_id uuid not null,
  plan_id uuid not null,
  inspection_id uuid not null,
  none_heard_because text not null,
  heard_on date,
  directly boolean not null,
  heard_from text not null,
  how_many integer not null,
  said text not null,
  dissent text not null,
  done text not null,
  told_on date,
  person_id uuid not null,
  agency_id text not null,
  recorded_at timestamptz not null,
  withdrawn_because text not null,
  version bigint not null,
  primary key (tenant_id, voice_id),
  foreign key (tenant_id, plan_id) references action_plan (tenant_id, plan_id),
  -- Either why none could be heard, or what was said.
  check ((none_heard_because = '') = (heard_on is not null) and (none_heard_because = '') = (said <> ''))
);
create index voice_record_of_plan on voice_record (tenant_id, plan_id, recorded_at);
select secure_tenant_table('voice_record');

create table voice_record_action (
  tenant_id text not null,
  voice_id uuid not null,
  action_id uuid not null,
  position integer not null,
  primary key (tenant_id, voice_id, action_id),
  foreign key (tenant_id, voice_id) references voice_record (tenant_id, voice_id),
  foreign key (tenant_id, action_id) references action (tenant_id, action_id)
);
create index voice_record_action_of_action on voice_record_action (tenant_id, action_id);
select secure_tenant_table('voice_record_action');

-- Who keeps a strength of the letter, which is the finding of that id.
create table strength (
  tenant_id text not null,
  finding_id uuid not null,
  plan_id uuid not null,
  inspection_id uuid not null,
  keeper_agency_id text,
  keeper_body_id text,
  next_check_on date not null,
  version bigint not null,
  primary key (tenant_id, finding_id),
  foreign key (tenant_id, plan_id) references action_plan (tenant_id, plan_id),
  check (num_nonnulls(keeper_agency_id, keeper_body_id) = 1)
);
create index strength_of_plan on strength (tenant_id, plan_id);
select secure_tenant_table('strength');

create table strength_check (
  tenant_id text not null,
  check_id uuid not null,
  finding_id uuid not null,
  -- Version of the strength that the look made.
  strength_version bigint not null,
  -- Number of jtai.actions.v1.StrengthResult.
  result integer not null,
  words text not null,
  checked_on date not null,
  person_id uuid not null,
  agency_id text not null,
  primary key (tenant_id, check_id),
  unique (tenant_id, finding_id, strength_version),
  foreign key (tenant_id, finding_id) references strength (tenant_id, finding_id)
);
select secure_tenant_table('strength_check');

-- Looks at strengths are history.
do $$
begin
  execute format('revoke update, delete on strength_check from %I', regexp_replace(current_user, '_owner$', '_app'));
end $$;
