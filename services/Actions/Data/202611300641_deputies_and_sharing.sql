-- Whom a deputy stands in for, who signed off as one, and the grants and offers that people are told of before they end.
alter table appointment add deputy_for_person_id uuid;
create index appointment_of_deputy on appointment (tenant_id, deputy_for_person_id) where deputy_for_person_id is not null;
alter table statement_sign_off add deputy_for_person_id uuid;

create table sharing_grant (
  tenant_id text not null,
  grant_id uuid not null,
  agency_id text not null,
  -- Numbers of jtai.partners.v1.SharingLevel, Capacity and SharingGrantState.
  level integer not null,
  capacities integer[] not null,
  state integer not null,
  offered_on date not null,
  review_on date not null,
  ends_on date not null,
  version bigint not null,
  primary key (tenant_id, grant_id)
);
select secure_tenant_table('sharing_grant');

-- A grant is of no inspection.
alter table notification alter inspection_id drop not null;
