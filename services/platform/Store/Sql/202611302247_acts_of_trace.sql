-- Which acts a request did, by its trace's id, for whoever runs the platform. The relay's role reads them for it: ids, times and
-- calls, and not to whom something was disclosed. It may see all rows since 202611302207.
-- The operators are those of text_pattern_ops: ids are compared as bytes, and a trace's id is a prefix of a traceparent.
create index audit_of_trace on audit (tenant_id, traceparent text_pattern_ops) where traceparent is not null;

do $$
declare
  relay text := regexp_replace(current_user, '_owner$', '_relay');
begin
  execute format('grant select (tenant_id, id, at, entity, aggregate_id, version, subject, rpc, traceparent) on audit to %I', relay);
end $$;
