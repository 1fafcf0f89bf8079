-- What a partnership decides for itself. The settings are the proto's message as JSON: they are read and saved as one.
create table partnership_settings (
  tenant_id text not null references partnership (tenant_id),
  settings jsonb not null,
  version bigint not null,
  primary key (tenant_id)
);
select secure_tenant_table('partnership_settings');

-- Each act that changed them, by the version that it made: what, from what, to what. Never changed.
create table settings_change (
  tenant_id text not null,
  version bigint not null,
  -- The proto's `SettingsChange`, of which it holds the list of settings alone.
  change jsonb not null,
  person_id uuid not null,
  capacity text not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, version),
  foreign key (tenant_id) references partnership_settings (tenant_id)
);
select secure_tenant_table('settings_change');

-- Posts of partner agencies, which can own actions: whoever is appointed to it.
create table post (
  tenant_id text not null references partnership (tenant_id),
  post_id uuid not null,
  agency_id text not null,
  title text not null,
  holder_id uuid,
  held_since date,
  version bigint not null,
  primary key (tenant_id, post_id)
);
create unique index post_by_title on post (tenant_id, agency_id, lower(title));
select secure_tenant_table('post');

-- What a person wants to be told of, in all partnerships together: of the platform, as people are.
create table notification_preferences (
  tenant_id text not null default 'platform' check (tenant_id = 'platform'),
  person_id uuid not null,
  -- The proto's `NotificationPreferences`, of which it holds the list alone.
  preferences jsonb not null,
  version bigint not null,
  primary key (tenant_id, person_id),
  foreign key (tenant_id, person_id) references person (tenant_id, person_id)
);
select secure_tenant_table('notification_preferences');

do $$
begin
  execute format('revoke update, delete on settings_change from %I', regexp_replace(current_user, '_owner$', '_app'));
end $$;
