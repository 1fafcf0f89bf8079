-- What every service's database has before the service's own tables. Run by <service>_owner.

-- Raises where a compare-and-set changed nothing: an UPDATE of 0 rows does not stop the statements after it.
create function require_changed(changed boolean) returns void language plpgsql as $$
begin
  if changed is not true then
    raise exception 'somebody else changed the record first' using errcode = 'JT409';
  end if;
end $$;

-- For migrations: puts a table with tenant_id under forced row-level security and lets the application's role use it.
-- A row is seen and written only where its tenant is in the setting, a text array of the transaction. After its first use
-- on a connection PostgreSQL resets a setting to '' and not to NULL, hence nullif.
create function secure_tenant_table(target regclass, setting text default 'app.tenants') returns void language plpgsql as $$
declare
  service text := regexp_replace(current_user, '_owner$', '');
  own_tenant text := format('tenant_id = any (nullif(current_setting(%L, true), '''')::text[])', setting);
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy tenant on %s to %I using (%s) with check (%s)', target, service || '_app', own_tenant, own_tenant);
  -- FORCE binds the owner too: without a policy of its own a backfill would change 0 rows and say nothing.
  execute format('create policy owner on %s to %I using (true) with check (true)', target, current_user);
  execute format('grant select, insert, update, delete on %s to %I', target, service || '_app');
end $$;

-- For migrations: lets the application's role use a table that belongs to no tenant (a global register).
create function share_global_table(target regclass) returns void language plpgsql as $$
begin
  execute format(
    'grant select, insert, update, delete on %s to %I', target, regexp_replace(current_user, '_owner$', '_app'));
end $$;

revoke execute on function secure_tenant_table(regclass, text) from public;
revoke execute on function share_global_table(regclass) from public;

-- Answers of writes, so that a retry gets the first answer. Kept by the database's clock.
create table idempotency (
  tenant_id text not null,
  subject text not null,
  rpc text not null,
  key text not null,
  request_hash bytea not null,
  reply bytea not null,
  stored_at timestamptz not null default now(),
  primary key (tenant_id, subject, rpc, key)
);
create index idempotency_age on idempotency (tenant_id, stored_at);
select secure_tenant_table('idempotency');

-- Who did what, in which capacity; rows are never changed.
create table audit (
  tenant_id text not null,
  id bigint generated always as identity,
  at timestamptz not null,
  kind text not null check (kind in ('Collection', 'Alteration', 'Consultation', 'Disclosure', 'Combination', 'Erasure')),
  entity text not null,
  aggregate_id text not null,
  version bigint not null,
  subject text not null,
  capacity text not null,
  agency_id text,
  disclosed_to text,
  rpc text not null,
  traceparent text,
  primary key (tenant_id, id)
);
create index audit_of_record on audit (tenant_id, aggregate_id, id);
select secure_tenant_table('audit');

-- The states that consumers are told of. The relay numbers them (seq) after their commit; at least the newest numbered
-- state of every aggregate stays for ever.
create table outbox (
  tenant_id text not null,
  type text not null,
  aggregate_id text not null,
  version bigint not null,
  id bigint generated always as identity,
  seq bigint,
  recorded_at timestamptz not null,
  traceparent text,
  state bytea not null,
  erased boolean not null,
  primary key (tenant_id, type, aggregate_id, version),
  unique (tenant_id, seq)
)
-- Every row is updated once, soon after its insert: room on its page and an early vacuum keep that cheap.
with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
create index outbox_unnumbered on outbox (tenant_id, id) where seq is null;
select secure_tenant_table('outbox');

-- The newest number of every stream.
create table stream_head (
  tenant_id text not null primary key,
  seq bigint not null
);
select secure_tenant_table('stream_head');

-- How far this service has applied other services' streams.
create table checkpoint (
  tenant_id text not null,
  publisher text not null,
  seq bigint not null,
  primary key (tenant_id, publisher)
);
select secure_tenant_table('checkpoint');

-- States that could not be applied. A newer version of the same aggregate removes the row.
create table quarantine (
  tenant_id text not null,
  publisher text not null,
  type text not null,
  aggregate_id text not null,
  version bigint not null,
  event bytea not null,
  failure text not null,
  quarantined_at timestamptz not null,
  primary key (tenant_id, publisher, type, aggregate_id)
);
select secure_tenant_table('quarantine');

do $$
declare
  app text := regexp_replace(current_user, '_owner$', '_app');
  relay text := regexp_replace(current_user, '_owner$', '_relay');
begin
  execute format('revoke update, delete on audit from %I', app);
  execute format('revoke update on idempotency from %I', app);
  -- Rows leave the outbox by erasure alone, and numbers are the relay's business.
  execute format('revoke update on outbox from %I', app);
  execute format('revoke insert, update, delete on stream_head from %I', app);
  execute format('create policy relay on outbox to %I using (true) with check (true)', relay);
  execute format('create policy relay on stream_head to %I using (true) with check (true)', relay);
  execute format('grant select, update (seq), delete on outbox to %I', relay);
  execute format('grant select, insert, update on stream_head to %I', relay);
end $$;
