-- Why texts were saved that seemed to hold what a child could be known by, for the partnership's manager. `seq` orders and pages it;
-- `given` is the event's message, so that the row needs no column for each thing it names.
create table guard_reason (
  tenant_id text not null,
  seq bigint generated always as identity,
  reason_id uuid not null,
  at timestamptz not null,
  -- Null for a system user.
  person_id uuid,
  given jsonb not null,
  primary key (tenant_id, reason_id)
);
create index guard_reason_newest on guard_reason (tenant_id, at, seq);
select secure_tenant_table('guard_reason');

-- Inspections, as far as it takes to keep what was written since one was recorded from managers who may not know of it yet.
create table embargo (
  tenant_id text not null,
  inspection_id uuid not null,
  since timestamptz not null,
  published boolean not null,
  reader_ids uuid[] not null,
  version bigint not null,
  primary key (tenant_id, inspection_id)
);
select secure_tenant_table('embargo');
