-- What the versions of an item of evidence hold, the present one and those before it. Files themselves: platform/Files.

create table evidence_content (
  tenant_id text not null,
  content_id uuid not null,
  evidence_id uuid not null,
  -- From 1; the present one is evidence_item's content_number.
  number integer not null,
  -- One of the three: a file, a link, or who looked at it, when and where it is held.
  file_id uuid,
  link text not null check (length(link) <= 500),
  inspected_by text not null check (length(inspected_by) <= 200),
  inspected_on date,
  held_where text not null check (length(held_where) <= 200),
  person_id uuid not null,
  at timestamptz not null,
  -- The file's state in the last event that told of it.
  told_state text,
  primary key (tenant_id, evidence_id, number),
  unique (tenant_id, content_id),
  unique (tenant_id, file_id),
  foreign key (tenant_id, evidence_id) references evidence_item (tenant_id, evidence_id),
  foreign key (tenant_id, file_id) references stored_file (tenant_id, file_id)
);
create index evidence_content_to_tell on evidence_content (tenant_id) where told_state in ('Scanning', 'Reading', 'NeedsReason');
select secure_tenant_table('evidence_content');

-- Files that no evidence took are found by their age.
create index stored_file_by_age on stored_file (tenant_id, changed_at) where state <> 'Receiving';
