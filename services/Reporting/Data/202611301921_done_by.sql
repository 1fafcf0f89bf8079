-- What one person did lately, among the thousands of records of a partnership.
create index record_done_by on record (tenant_id, person_id, at) where person_id is not null and at is not null;
