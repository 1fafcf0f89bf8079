-- Which event of the publisher's a checkpoint stands at. It holds where marked_seq is seq, since an older replica moves seq alone;
-- an empty mark asks for the stream to be read again from its start.
alter table checkpoint add mark text, add marked_seq bigint;

-- A consumer asks for the checkpoints of all tenants, also of those that a restored publisher knows no more: ids and numbers.
do $$
declare
  relay text := regexp_replace(current_user, '_owner$', '_relay');
begin
  execute format('create policy relay on checkpoint for select to %I using (true)', relay);
  execute format('grant select on checkpoint to %I', relay);
end $$;
