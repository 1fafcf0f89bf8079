-- Events that could not be applied while quarantine was full: nothing of them is kept, and the copies are to be made again.
alter table checkpoint add passed_over bigint not null default 0;
