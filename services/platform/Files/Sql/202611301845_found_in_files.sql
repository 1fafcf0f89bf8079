-- What the text of a file seems to hold that a child could be known by: the sum of ChildIdentifier's numbers.
alter table stored_file add column found integer not null default 0;
