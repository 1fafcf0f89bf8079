-- A post or body that is no more leads and owns nothing anew. Null: it goes on.

alter table post add ends_on date;
alter table body add ends_on date;
