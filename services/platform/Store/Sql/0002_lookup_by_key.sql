-- A plan that was made while the table was empty took this index for the primary key's work, and read all of a tenant's keys.
-- What is old is looked for once an hour, and needs no index.
drop index idempotency_age;
