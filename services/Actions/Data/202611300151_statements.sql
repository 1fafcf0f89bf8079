-- The statement of action: what is prepared, what was signed, what was sent, and what came back.

create table statement (
  tenant_id text not null,
  statement_id uuid not null,
  plan_id uuid not null,
  inspection_id uuid not null,
  number integer not null,
  -- Number of jtai.actions.v1.StatementState.
  state integer not null,
  received_on date,
  later_due_on date,
  later_agreed text not null,
  horizon_on date,
  sender_id uuid,
  deputy_sender_id uuid,
  send_to text not null,
  -- Number of jtai.partners.v1.SignOffRule.
  sign_off_rule integer not null,
  -- The proto's lists of Clearance and BackPlanMove, as JSON.
  clearances text not null,
  moved_dates text not null,
  sent_on date,
  published_on date,
  published_url text not null,
  drafts integer not null,
  version bigint not null,
  primary key (tenant_id, statement_id),
  unique (tenant_id, plan_id, number),
  foreign key (tenant_id, plan_id) references action_plan (tenant_id, plan_id),
  check (later_due_on is null or later_agreed <> '')
);
create unique index statement_being_prepared on statement (tenant_id, plan_id) where state = 1;
select secure_tenant_table('statement');

create table statement_section (
  tenant_id text not null,
  section_id uuid not null,
  statement_id uuid not null,
  position integer not null,
  heading text not null,
  guidance text not null,
  -- Neither: of the partnership.
  of_agency_id text,
  of_body_id text,
  author_id uuid,
  text text not null check (length(text) <= 10000),
  written_by uuid,
  written_at timestamptz,
  version bigint not null,
  primary key (tenant_id, section_id),
  foreign key (tenant_id, statement_id) references statement (tenant_id, statement_id),
  check (num_nonnulls(of_agency_id, of_body_id) < 2)
);
create index statement_section_of_statement on statement_section (tenant_id, statement_id, position);
select secure_tenant_table('statement_section');

create table agency_return (
  tenant_id text not null,
  return_id uuid not null,
  statement_id uuid not null,
  from_agency_id text,
  from_body_id text,
  -- Number of jtai.actions.v1.ReturnState.
  state integer not null,
  asked_on date not null,
  due_on date not null,
  text text not null check (length(text) <= 10000),
  typed_in boolean not null,
  note text not null,
  changed_by uuid not null,
  changed_at timestamptz not null,
  version bigint not null,
  primary key (tenant_id, return_id),
  foreign key (tenant_id, statement_id) references statement (tenant_id, statement_id),
  check (num_nonnulls(from_agency_id, from_body_id) = 1)
);
create unique index agency_return_of_one on agency_return (tenant_id, statement_id, coalesce(from_agency_id, ''), coalesce(from_body_id, ''));
select secure_tenant_table('agency_return');

create table statement_comment (
  tenant_id text not null,
  comment_id uuid not null,
  statement_id uuid not null,
  section_id uuid,
  action_id uuid,
  text text not null,
  person_id uuid not null,
  agency_id text not null,
  at timestamptz not null,
  -- Number of jtai.actions.v1.CommentState.
  state integer not null,
  answer text not null,
  answered_by uuid,
  answered_at timestamptz,
  version bigint not null,
  primary key (tenant_id, comment_id),
  foreign key (tenant_id, statement_id) references statement (tenant_id, statement_id),
  check (num_nonnulls(section_id, action_id) < 2)
);
create index statement_comment_of_statement on statement_comment (tenant_id, statement_id, state, at);
select secure_tenant_table('statement_comment');

-- Contents that were circulated, signed or sent: jtai.actions.v1.StatementContent, whose SHA-256 is the key.
create table statement_content (
  tenant_id text not null,
  statement_id uuid not null,
  sha256 text not null,
  content bytea not null,
  primary key (tenant_id, statement_id, sha256),
  foreign key (tenant_id, statement_id) references statement (tenant_id, statement_id),
  check (sha256 = encode(sha256(content), 'hex'))
);
select secure_tenant_table('statement_content');

-- Documents, mails and replies, by the SHA-256 of what they hold.
create table statement_file (
  tenant_id text not null,
  statement_id uuid not null,
  sha256 text not null,
  media_type text not null,
  content bytea not null,
  primary key (tenant_id, statement_id, sha256),
  foreign key (tenant_id, statement_id) references statement (tenant_id, statement_id),
  check (sha256 = encode(sha256(content), 'hex'))
);
select secure_tenant_table('statement_file');

create table statement_draft (
  tenant_id text not null,
  draft_id uuid not null,
  statement_id uuid not null,
  number integer not null,
  content_sha256 text not null,
  -- Each `agency:` or `body:` and its id, as in recorded_change.
  sent_to text[] not null,
  note text not null,
  comments_by date,
  person_id uuid not null,
  at timestamptz not null,
  primary key (tenant_id, draft_id),
  unique (tenant_id, statement_id, number),
  foreign key (tenant_id, statement_id, content_sha256) references statement_content (tenant_id, statement_id, sha256)
);
select secure_tenant_table('statement_draft');

create table statement_sign_off (
  tenant_id text not null,
  sign_off_id uuid not null,
  statement_id uuid not null,
  person_id uuid not null,
  agency_id text not null,
  -- Number of jtai.partners.v1.Capacity.
  capacity integer not null,
  content_sha256 text not null,
  at timestamptz not null,
  recorded_by uuid,
  paper text not null,
  taken_back_because text not null,
  version bigint not null,
  primary key (tenant_id, sign_off_id),
  foreign key (tenant_id, statement_id, content_sha256) references statement_content (tenant_id, statement_id, sha256)
);
-- An agency signs one content once.
create unique index statement_sign_off_of_agency on statement_sign_off (tenant_id, statement_id, agency_id, content_sha256)
  where taken_back_because = '';
select secure_tenant_table('statement_sign_off');

create table editorial_correction (
  tenant_id text not null,
  correction_id uuid not null,
  statement_id uuid not null,
  from_sha256 text not null,
  to_sha256 text not null,
  reason text not null,
  person_id uuid not null,
  at timestamptz not null,
  primary key (tenant_id, correction_id),
  foreign key (tenant_id, statement_id, from_sha256) references statement_content (tenant_id, statement_id, sha256),
  foreign key (tenant_id, statement_id, to_sha256) references statement_content (tenant_id, statement_id, sha256)
);
create index editorial_correction_of_statement on editorial_correction (tenant_id, statement_id);
select secure_tenant_table('editorial_correction');

create table statement_sending (
  tenant_id text not null,
  sending_id uuid not null,
  statement_id uuid not null,
  number integer not null,
  current boolean not null,
  -- Number of jtai.actions.v1.SendingState: 1 waits for the mailer.
  state integer not null,
  own_mailbox boolean not null,
  sent_on date not null,
  at timestamptz not null,
  person_id uuid not null,
  sent_by text not null,
  sent_to text not null,
  content_sha256 text not null,
  word_sha256 text not null,
  html_sha256 text not null,
  mail_sha256 text not null,
  days_late integer not null,
  sent_anyway_because text not null,
  shortfalls text[] not null,
  again_because text not null,
  failure text not null,
  version bigint not null,
  primary key (tenant_id, sending_id),
  unique (tenant_id, statement_id, number),
  foreign key (tenant_id, statement_id, content_sha256) references statement_content (tenant_id, statement_id, sha256),
  foreign key (tenant_id, statement_id, word_sha256) references statement_file (tenant_id, statement_id, sha256),
  foreign key (tenant_id, statement_id, html_sha256) references statement_file (tenant_id, statement_id, sha256)
);
create index statement_sending_queued on statement_sending (tenant_id, at) where state = 1;
select secure_tenant_table('statement_sending');

create table statement_reply (
  tenant_id text not null,
  reply_id uuid not null,
  statement_id uuid not null,
  -- Number of jtai.actions.v1.ReplyKind.
  kind integer not null,
  received_on date not null,
  received_from text not null,
  words text not null,
  file_name text not null,
  file_sha256 text not null,
  person_id uuid not null,
  at timestamptz not null,
  primary key (tenant_id, reply_id),
  foreign key (tenant_id, statement_id) references statement (tenant_id, statement_id)
);
create index statement_reply_of_statement on statement_reply (tenant_id, statement_id, at);
select secure_tenant_table('statement_reply');

-- What was signed, circulated and sent is kept as it was; nothing of a statement is ever taken out.
do $$
declare
  app text := regexp_replace(current_user, '_owner$', '_app');
begin
  execute format('revoke update, delete on statement_content, statement_file, statement_draft, editorial_correction, statement_reply from %I', app);
  execute format('revoke delete on statement, statement_section, agency_return, statement_comment, statement_sign_off, statement_sending from %I', app);
end $$;
-- Of a sending only what became of it changes, of a sign-off that it was taken back.
create function refuse_rewriting_statements() returns trigger language plpgsql as $$
begin
  raise exception 'what was signed and sent never changes' using errcode = 'integrity_constraint_violation';
end $$;
create trigger sending_is_not_rewritten before update on statement_sending
for each row when (
  (old.content_sha256, old.word_sha256, old.html_sha256, old.mail_sha256, old.sent_on, old.person_id, old.sent_by, old.sent_to, old.statement_id)
  is distinct from
  (new.content_sha256, new.word_sha256, new.html_sha256, new.mail_sha256, new.sent_on, new.person_id, new.sent_by, new.sent_to, new.statement_id))
execute function refuse_rewriting_statements();
create trigger sign_off_is_not_rewritten before update on statement_sign_off
for each row when (
  (old.content_sha256, old.person_id, old.agency_id, old.at) is distinct from (new.content_sha256, new.person_id, new.agency_id, new.at))
execute function refuse_rewriting_statements();
