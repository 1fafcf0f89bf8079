-- What a service does after it has answered, one row for each record that waits for it, whatever its kind of work.
create table job (
  tenant_id text not null,
  kind text not null,
  job_id uuid not null,
  added_at timestamptz not null default now(),
  -- Times it was begun: the number under which one process holds it.
  tries integer not null default 0,
  -- Until when a process holds it, by the database's clock; null while it waits. A process that died loses it then.
  held_until timestamptz,
  primary key (tenant_id, kind, job_id)
);
-- One at a time for each tenant: where two places or more do the work, no tenant has them all.
create unique index job_held on job (tenant_id, kind) where held_until is not null;
select secure_tenant_table('job');

-- Adds a job in the transaction that makes its need; raises where `most` of the tenant's wait already.
create function add_job(tenant text, wanted_kind text, id uuid, most integer) returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(tenant || ' ' || wanted_kind, 0));
  insert into job (tenant_id, kind, job_id) values (tenant, wanted_kind, id);
  if (select count(*) from job where tenant_id = tenant and kind = wanted_kind) > most then
    raise exception 'too many jobs wait' using errcode = 'JT429';
  end if;
end $$;

-- Ends a job in the transaction that saves what came of it; raises where another process has taken it over.
create function end_job(tenant text, wanted_kind text, id uuid, held_try integer) returns void language plpgsql as $$
begin
  delete from job where tenant_id = tenant and kind = wanted_kind and job_id = id and tries = held_try;
  perform require_changed(found);
end $$;
