create table note (
  tenant_id text not null,
  id text not null,
  version bigint not null,
  text text not null,
  primary key (tenant_id, id)
);
select secure_tenant_table('note');

-- What a consumer keeps of another service's notes.
create table note_copy (
  tenant_id text not null,
  id text not null,
  version bigint not null,
  text text not null,
  primary key (tenant_id, id)
);
select secure_tenant_table('note_copy');

-- Fails in the way that a test asks for.
create function fail(fault text) returns boolean language plpgsql as $$
begin
  case fault
    when 'Constraint' then insert into note values ((current_setting('app.tenants')::text[])[1], '1', 1, '');
    when 'Cancelled' then perform pg_sleep(10);
    when 'Killed' then perform pg_terminate_backend(pg_backend_pid());
    else null;
  end case;
  return false;
end $$;

-- The same before the statement runs: PostgreSQL works out what is immutable while it plans, which a limit may cut short.
create function fail_in_planning(fault text) returns boolean immutable language plpgsql as $$
begin
  case fault
    when 'LockTimeout' then
      perform set_config('lock_timeout', '10', true);
      perform pg_advisory_xact_lock(1);
    when 'StatementTimeout' then perform pg_sleep(10);
    else null;
  end case;
  return false;
end $$;
