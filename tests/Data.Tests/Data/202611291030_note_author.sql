alter table note add author text;
