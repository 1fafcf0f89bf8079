-- Seals over audit rows: each segment names its rows, and its head is a hash over the head before it and their hashes
-- (docs/adr/0011-audit-sealed-in-hash-linked-segments.md).
create table audit_segment (
  tenant_id text not null,
  number bigint not null check (number > 0),
  ids bigint[] not null,
  row_hashes bytea[] not null,
  previous bytea not null,
  head bytea not null,
  sealed_at timestamptz not null,
  -- Where the next look begins, which the head says nothing of. seen_id: the newest row that any segment so far names; a row with
  -- a smaller id that comes later is of a transaction before seen_xid, the segment's own. settled_id: up to here none can come.
  seen_id bigint not null,
  seen_xid bigint not null,
  settled_id bigint not null,
  primary key (tenant_id, number)
);
create index audit_segment_seen on audit_segment (tenant_id, seen_id);
select secure_tenant_table('audit_segment');

-- A transaction gets its number before its first row gets an id. Without it a row could draw an id, and its transaction a number
-- that seems too new for that id.
create function number_transaction() returns trigger language plpgsql as $$
begin
  perform pg_current_xact_id();
  return null;
end $$;
create trigger number_transaction before insert on audit for each statement execute function number_transaction();

do $$
begin
  execute format('revoke update, delete on audit_segment from %I', regexp_replace(current_user, '_owner$', '_app'));
end $$;
