-- Files of a tenant: letters and evidence. A service that keeps files embeds this script beside its own (platform/Files).

-- The keys that files are sealed with, each under the deployment's master key. Without its bytes, which erasure takes away, what it
-- sealed can never be read again.
create table file_key (
  tenant_id text not null,
  key_id uuid not null,
  wrapped bytea,
  -- Names the master key that wraps it.
  master text,
  made_at timestamptz not null,
  erased_at timestamptz,
  primary key (tenant_id, key_id),
  check ((wrapped is null) = (erased_at is not null) and (wrapped is null) = (master is null))
);
select secure_tenant_table('file_key');

-- Where a tenant's new files go, where it was said; elsewhere the deployment's setting holds.
create table file_place (
  tenant_id text not null primary key,
  store text not null check (store in ('postgres', 'mongodb')),
  -- The move that was begun last: an earlier one that still runs moves no file after that.
  move_id uuid not null
);
select secure_tenant_table('file_place');

create table stored_file (
  tenant_id text not null,
  file_id uuid not null,
  name text not null,
  -- What its content was recognised as; null before.
  kind text,
  size bigint not null check (size > 0),
  -- Bytes that have arrived, from the start on.
  received bigint not null default 0 check (received between 0 and size),
  -- Of its plain bytes: as announced, and checked before the state leaves 'Receiving'.
  sha256 bytea check (length(sha256) = 32),
  state text not null check (state in ('Receiving', 'Scanning', 'Reading', 'Clean', 'NeedsReason', 'Refused')),
  -- In words, for whoever put it in: why it is refused, waits, or has another name.
  why text not null default '',
  scan_tries integer not null default 0,
  store text not null check (store in ('postgres', 'mongodb')),
  key_id uuid not null,
  subject text not null,
  capacity text not null,
  agency_id text,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  version bigint not null default 1,
  primary key (tenant_id, file_id),
  foreign key (tenant_id, key_id) references file_key (tenant_id, key_id)
);
create index stored_file_of_key on stored_file (tenant_id, key_id);
create index stored_file_receiving on stored_file (tenant_id, changed_at) where state = 'Receiving';
select secure_tenant_table('stored_file');

-- The sealed chunks of those files that lie in this database. They are random to the eye: compressing them would cost and gain nothing.
create table file_chunk (
  tenant_id text not null,
  file_id uuid not null,
  number integer not null check (number >= 0),
  sealed bytea not null,
  added_at timestamptz not null default now(),
  primary key (tenant_id, file_id, number),
  foreign key (tenant_id, file_id) references stored_file (tenant_id, file_id) on delete cascade
);
alter table file_chunk alter column sealed set storage external;
select secure_tenant_table('file_chunk');

-- Raises where a tenant has too many uploads open, or no room for one more file of this size.
create function require_file_room(tenant text, wanted bigint, most_open integer, most_bytes bigint) returns void language plpgsql as $$
declare
  open_uploads bigint;
  bytes bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended(tenant || ' file room', 0));
  select count(*) filter (where state = 'Receiving'), coalesce(sum(size) filter (where state <> 'Refused'), 0)
    into open_uploads, bytes from stored_file where tenant_id = tenant;
  if open_uploads >= most_open or bytes + wanted > most_bytes then
    raise exception 'no room for another file' using errcode = 'JT429';
  end if;
end $$;
