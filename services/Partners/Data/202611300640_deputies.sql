-- A deputy's appointment names the one that it stands in for, and whose that is.
alter table appointment
  add deputy_for_id uuid,
  add deputy_for_person_id uuid,
  add foreign key (tenant_id, deputy_for_id) references appointment (tenant_id, appointment_id),
  add check ((deputy_for_id is null) = (deputy_for_person_id is null)),
  add check (deputy_for_id is null or ends_on is not null);
create index appointment_deputy on appointment (tenant_id, deputy_for_id) where deputy_for_id is not null;

-- For the access token, which says for whom somebody stands in.
alter table workplace add deputy_for_person_id uuid;
