-- Reading a letter is a job like any other. The columns tries and held_until of letter_import serve older replicas until
-- they are gone.
insert into job (tenant_id, kind, job_id, added_at)
select tenant_id, 'letter-reading', import_id, handed_in_at from letter_import where state in (1, 2);
