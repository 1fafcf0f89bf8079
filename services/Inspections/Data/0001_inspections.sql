-- The register of partnerships: ids and codes, no content. Belongs to no tenant, since the reader of letters has to know
-- whose jobs to look for.
create table partnership (
  partnership_id text primary key,
  code text not null,
  version bigint not null
);
select share_global_table('partnership');

-- Who is appointed in the partnership: only they can be named as readers.
create table appointment (
  tenant_id text not null,
  appointment_id uuid not null,
  person_id uuid not null,
  starts_on date not null,
  ends_on date,
  version bigint not null,
  primary key (tenant_id, appointment_id)
);
create index appointment_of_person on appointment (tenant_id, person_id);
select secure_tenant_table('appointment');

-- The last number given in a series such as I-2026 or F-2026.
create table reference_series (
  tenant_id text not null,
  series text not null,
  last integer not null,
  primary key (tenant_id, series)
);
select secure_tenant_table('reference_series');

create table inspection (
  tenant_id text not null,
  inspection_id uuid not null,
  reference text not null,
  theme text not null,
  phase smallint not null check (phase between 1 and 5),
  notified_on date,
  fieldwork_starts_on date,
  fieldwork_ends_on date,
  letter_received_on date,
  letter_dated date,
  published_on date,
  published_url text not null default '',
  statement_due_on date,
  statement_due_as_printed text not null default '',
  statement_prepared_by text not null default '',
  statement_sent_by text not null default '',
  statement_sent_to text not null default '',
  warnings jsonb not null default '[]',
  letter_sha256 text not null default '',
  confirmed_import_id uuid,
  reader_ids uuid[] not null,
  addressees text[] not null default '{}',
  priority_actions integer not null default 0,
  improvements integer not null default 0,
  strengths integer not null default 0,
  version bigint not null,
  primary key (tenant_id, inspection_id),
  unique (tenant_id, reference)
);
select secure_tenant_table('inspection');

-- A letter that was handed in, and the job that reads it: state as in the proto's LetterImportState.
create table letter_import (
  tenant_id text not null,
  import_id uuid not null,
  inspection_id uuid not null,
  file_name text not null,
  received_on date,
  state smallint not null default 1 check (state between 1 and 5),
  step integer not null default 0,
  failure text not null default '',
  reading jsonb,
  -- Times reading began: the number under which one replica holds the job.
  tries integer not null default 0,
  -- Until when that replica holds it, by the database's clock; a crashed one loses it then.
  held_until timestamptz,
  handed_in_at timestamptz not null,
  primary key (tenant_id, import_id),
  foreign key (tenant_id, inspection_id) references inspection
);
create index letter_import_of_inspection on letter_import (tenant_id, inspection_id, handed_in_at);
create index letter_import_to_read on letter_import (tenant_id, handed_in_at) where state in (1, 2);
select secure_tenant_table('letter_import');

-- The file as it came, in pieces of 256 KB.
create table letter_piece (
  tenant_id text not null,
  import_id uuid not null,
  number integer not null,
  content bytea not null,
  primary key (tenant_id, import_id, number),
  foreign key (tenant_id, import_id) references letter_import on delete cascade
);
select secure_tenant_table('letter_piece');

create table finding (
  tenant_id text not null,
  finding_id uuid not null,
  inspection_id uuid not null,
  reference text not null,
  kind smallint not null check (kind between 1 and 4),
  text text not null,
  lead_in text not null,
  sub_points text[] not null,
  heading text not null,
  page integer not null,
  paragraph integer not null,
  position integer not null,
  version bigint not null,
  primary key (tenant_id, finding_id),
  unique (tenant_id, reference),
  foreign key (tenant_id, inspection_id) references inspection
);
create index finding_of_inspection on finding (tenant_id, inspection_id, position);
select secure_tenant_table('finding');

-- Before publication only the named list: SQL that forgets to ask still sees nothing. The setting app.person is the caller;
-- app.job is set by the reader of letters alone, for the files that wait for it.
do $$
declare
  app text := regexp_replace(current_user, '_owner$', '_app');
  seen text := $seen$phase = 5 or nullif(current_setting('app.person', true), '')::uuid = any (reader_ids)$seen$;
  of_seen text := $seen$inspection_id in (select inspection.inspection_id from inspection)$seen$;
  reading text := $seen$current_setting('app.job', true) = 'letter-reading'$seen$;
begin
  execute format('create policy embargo on inspection as restrictive to %I using (%s) with check (%s)', app, seen, seen);
  execute format('create policy embargo on finding as restrictive to %I using (%s) with check (%s)', app, of_seen, of_seen);
  execute format('create policy embargo on letter_import as restrictive to %I using (%s or %s) with check (%s or %s)',
    app, of_seen, reading, of_seen, reading);
  execute format('create policy embargo on letter_piece as restrictive to %I using (%s) with check (%s)',
    app, 'import_id in (select letter_import.import_id from letter_import)', 'import_id in (select letter_import.import_id from letter_import)');
end $$;

-- Takes the numbers after `before` up to `taken` of a series; raises where somebody else took some of them meanwhile.
create function take_references(tenant text, wanted_series text, before integer, taken integer) returns void language plpgsql as $$
begin
  insert into reference_series (tenant_id, series, last) values (tenant, wanted_series, taken)
  on conflict (tenant_id, series) do update set last = excluded.last where reference_series.last = before;
  perform require_changed(found);
end $$;
