-- When the leads of an agency were reminded of their part of a statement last, and how often in all. An older replica leaves both
-- as they are.
alter table agency_return
  add reminded_at timestamptz,
  add reminders integer not null default 0;
