-- Directorates of one council are one organisation: what one of them did another cannot be the second key to.
alter table agency add part_of_agency_id text not null default '';
