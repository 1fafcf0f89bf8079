-- The last day of a board or group that ends; null for one that goes on. A replica of the release before takes it for one that does.
alter table body add ends_on date;
