-- One partner's challenge to another: between the two at first, on the ladder for the partnership to see.

create table challenge (
  tenant_id text not null,
  challenge_id uuid not null,
  plan_id uuid not null,
  inspection_id uuid not null,
  -- Empty until the partnership sees it.
  reference text not null,
  title text not null check (length(title) <= 200),
  -- As LeadText writes it.
  to_lead text not null,
  raised_by uuid not null,
  -- Empty where it was raised for no agency: by a chair, a scrutineer or a member of the board.
  raised_by_agency_id text not null,
  -- Number of jtai.partners.v1.Capacity.
  raised_in integer not null,
  raised_at timestamptz not null,
  -- Numbers of jtai.actions.v1.ChallengeStep and ChallengeState.
  step integer not null,
  state integer not null,
  answer_due_on date not null,
  escalated boolean not null,
  version bigint not null,
  primary key (tenant_id, challenge_id),
  foreign key (tenant_id, plan_id) references action_plan (tenant_id, plan_id),
  check (reference = '' or escalated),
  check (escalated = (step > 1))
);
create unique index challenge_reference on challenge (tenant_id, reference) where reference <> '';
create index challenge_of_plan on challenge (tenant_id, plan_id, state);
-- What the daily look for late answers reads.
create index challenge_open on challenge (tenant_id, answer_due_on) where state = 1;
select secure_tenant_table('challenge');

-- What it is about, in the order chosen.
create table challenge_action (
  tenant_id text not null,
  challenge_id uuid not null,
  action_id uuid not null,
  position integer not null,
  primary key (tenant_id, challenge_id, action_id),
  foreign key (tenant_id, challenge_id) references challenge (tenant_id, challenge_id),
  foreign key (tenant_id, action_id) references action (tenant_id, action_id)
);
create index challenge_action_of_action on challenge_action (tenant_id, action_id);
select secure_tenant_table('challenge_action');

create table challenge_words (
  tenant_id text not null,
  words_id uuid not null,
  challenge_id uuid not null,
  -- Version of the challenge that they made.
  challenge_version bigint not null,
  step integer not null,
  state integer not null,
  words text not null check (length(words) <= 4000),
  person_id uuid not null,
  agency_id text not null,
  capacity integer not null,
  said_at timestamptz not null,
  primary key (tenant_id, words_id),
  unique (tenant_id, challenge_id, challenge_version),
  foreign key (tenant_id, challenge_id) references challenge (tenant_id, challenge_id)
);
select secure_tenant_table('challenge_words');

-- The newest number of a challenge's reference of the year. Private ones are not counted.
create table challenge_counter (
  tenant_id text not null,
  year integer not null,
  newest integer not null,
  primary key (tenant_id, year)
);
select secure_tenant_table('challenge_counter');

-- What was said is history.
do $$
begin
  execute format('revoke update, delete on challenge_words from %I', regexp_replace(current_user, '_owner$', '_app'));
end $$;
