-- What people are told of by mail, and what became of it: references to records, never anybody's words, never an address.
create table notification (
  tenant_id text not null,
  notification_id uuid not null,
  -- Numbers of Jtai.Actions.Matter and of jtai.partners.v1.NotificationKind.
  matter integer not null,
  kind integer not null,
  person_id uuid not null,
  -- The action or statement that it is about; an inspection where no statement was begun.
  record_id uuid not null,
  -- Before it is published its named readers alone hear of it.
  inspection_id uuid not null,
  -- The day that the sentence names, and the working days until then.
  on_date date,
  working_days integer,
  -- The same matter of the same record is told of once on each occasion.
  occasion text not null,
  -- Number of jtai.actions.v1.NotificationState.
  state integer not null default 1,
  made_at timestamptz not null,
  -- Not before: the next attempt, or the weekly mail.
  due_at timestamptz not null,
  weekly boolean not null default false,
  -- Until when a process holds it, by the database's clock.
  held_until timestamptz,
  attempts integer not null default 0,
  settled_at timestamptz,
  -- Several that went in one mail have one id.
  mail_id uuid,
  why text not null default '',
  version bigint not null default 1,
  primary key (tenant_id, notification_id)
)
-- Every row is updated once or more, soon after its insert.
with (fillfactor = 80);
create unique index notification_once on notification (tenant_id, person_id, matter, record_id, occasion);
create index notification_waiting on notification (tenant_id, due_at) where state = 1;
create index notification_mailed on notification (tenant_id, settled_at) where state = 2;
create index notification_newest on notification (tenant_id, made_at, notification_id);
select secure_tenant_table('notification');

-- For which day a partnership's people were told last of what time brings.
create table daily_notices (
  tenant_id text not null,
  made_for date not null,
  primary key (tenant_id)
);
select secure_tenant_table('daily_notices');
