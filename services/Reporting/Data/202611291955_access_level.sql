-- A look is written down once per person, view and hour at each level: who is shown more than before is in the log again. An older
-- replica, which knows no levels, writes 0.
alter table access_record
  add level int not null default 0,
  drop constraint access_record_tenant_id_person_id_looked_at_hour_key,
  add constraint access_record_once unique (tenant_id, person_id, looked_at, hour, level);
