-- Forms that came after their session's end: for an hour and for their person alone. The portal has encrypted what is in them.
create table kept_form (
  tenant_id text not null default 'platform' check (tenant_id = 'platform'),
  form_id uuid not null,
  person_id uuid not null,
  kept_at timestamptz not null,
  content bytea not null check (length(content) <= 102400),
  primary key (tenant_id, form_id),
  foreign key (tenant_id, person_id) references person (tenant_id, person_id)
);
create index kept_form_of_person on kept_form (tenant_id, person_id, kept_at);
select secure_tenant_table('kept_form');
