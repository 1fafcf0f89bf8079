-- A review can be saved and gone on with, and a letter that is held already, or is about another place, is asked about.
alter table letter_import
  -- From 1; grows with each saved review and with the confirmation.
  add column version bigint not null default 1,
  add column review jsonb,
  -- Taken from the reading, so that an older replica fills them too, and no other letter has to be opened to compare with it.
  add column letter_sha256 text generated always as (reading ->> 'sha256') stored,
  add column likeness jsonb generated always as (reading -> 'likeness') stored;

-- How places are called: names alone, no content. This version keeps a checkpoint of its own (Program.cs) and so takes the
-- names from the start of the register's streams; until then nothing is known to be another place.
alter table partnership
  add column name text not null default '',
  add column area text not null default '',
  add column agency_ids text[] not null default '{}';
create table council (
  agency_id text primary key,
  name text not null,
  version bigint not null
);
select share_global_table('council');
