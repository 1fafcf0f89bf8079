-- A plan that is kept from the time when the table was empty must be the primary key's: an index that begins as the key does
-- was taken for it instead, and read all of the tenant's rows.
drop index idempotency_age;
create index idempotency_age on idempotency (stored_at);
