-- What whoever runs the platform is shown of all tenants: ids, numbers and kinds of failure. The relay's role reads them for it, and
-- of quarantine everything but the event.
alter table quarantine
  add tries integer not null default 3,
  -- Asked for by an operator; the consumer makes it within seconds.
  add replay_asked boolean not null default false,
  -- Why an operator gave the event up, which then is empty.
  add discarded text;
create index quarantine_replay on quarantine (tenant_id, publisher) where replay_asked;

do $$
declare
  relay text := regexp_replace(current_user, '_owner$', '_relay');
begin
  execute format('create policy relay on quarantine for select to %I using (true)', relay);
  execute format('create policy relay on job for select to %I using (true)', relay);
  execute format(
    'grant select (tenant_id, publisher, type, aggregate_id, version, failure, quarantined_at, tries, replay_asked, discarded) on quarantine to %I', relay);
  execute format('grant select on job to %I', relay);
  execute format('grant select on migration to %I', relay);
end $$;
