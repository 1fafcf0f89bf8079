-- How a board or group meets, and which partnership keeps it; null for what whoever runs the platform registered.
alter table body
  add cycle text not null default '',
  add clear_days int not null default 0,
  add reply_days int not null default 0,
  add kept_by text;
