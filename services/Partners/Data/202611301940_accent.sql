-- Of a partnership's settings, beside its name: signing in reads the platform's tenant alone.
alter table partnership_name add accent_colour text not null default '';
