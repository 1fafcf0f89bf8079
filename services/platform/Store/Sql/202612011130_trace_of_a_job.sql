-- The traceparent of the request or event that a job is of, as the transaction that adds it has it set; null where nobody asked for it.
alter table job add traceparent text default nullif(current_setting('app.traceparent', true), '');
