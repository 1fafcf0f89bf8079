-- The last day of a post that is no more; null for one that goes on. A replica of the release before fills such a post as any other.
alter table post add ends_on date;
