-- Corrections with their history; references allotted at publication, so that no number tells of what is not yet public.

-- One act that changed an inspection or a finding (record_id), as the act made version `version` of it. Rows are never changed.
create table recorded_change (
  tenant_id text not null,
  record_id uuid not null,
  version bigint not null,
  inspection_id uuid not null,
  -- As the proto's FieldChange: field, from, to.
  fields jsonb not null,
  reason text not null,
  person_id uuid not null,
  capacity text not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, record_id, version),
  foreign key (tenant_id, inspection_id) references inspection
);
create index recorded_change_of_inspection on recorded_change (tenant_id, inspection_id);
select secure_tenant_table('recorded_change');

alter table inspection add withdrawn_because text not null default '';
alter table finding add quote text not null default '', add correction jsonb, add withdrawn_because text not null default '';

-- An empty reference is a draft's. What is not published gives its number back; those published keep theirs.
alter table inspection drop constraint inspection_tenant_id_reference_key;
alter table finding drop constraint finding_tenant_id_reference_key;
create unique index inspection_reference on inspection (tenant_id, reference) where reference <> '';
create unique index finding_reference on finding (tenant_id, reference) where reference <> '';
update inspection set reference = '' where phase < 5;
update finding set reference = '' from inspection
where inspection.tenant_id = finding.tenant_id and inspection.inspection_id = finding.inspection_id and inspection.phase < 5;
-- A replica of before, which numbers at recording, cannot publish what has no number: it fails, and one of now does it.
alter table inspection add constraint published_has_reference check (phase < 5 or reference <> '');
update reference_series series set last = coalesce((
  select max(substring(reference from '[0-9]+$')::integer)
  from (select tenant_id, reference from inspection union all select tenant_id, reference from finding) numbered
  where numbered.tenant_id = series.tenant_id
    and split_part(reference, '-', 2) = split_part(series.series, '-', 2)
    and left(split_part(reference, '-', 3), 1) = split_part(series.series, '-', 1)), 0);

do $$
declare
  app text := regexp_replace(current_user, '_owner$', '_app');
  of_seen text := $seen$inspection_id in (select inspection.inspection_id from inspection)$seen$;
begin
  execute format('create policy embargo on recorded_change as restrictive to %I using (%s) with check (%s)', app, of_seen, of_seen);
  execute format('revoke update on recorded_change from %I', app);
end $$;
