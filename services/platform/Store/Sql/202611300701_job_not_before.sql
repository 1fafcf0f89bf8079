-- A job that cannot be done yet (something it needs is away) waits until then, and others of its tenant go before it.
alter table job add not_before timestamptz;
