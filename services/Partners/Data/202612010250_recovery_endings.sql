-- By what a recovery came to nothing though nobody refused it. It has refused_at too, so that an older replica takes it for refused.
alter table recovery add ended_by text not null default 'Unspecified';
