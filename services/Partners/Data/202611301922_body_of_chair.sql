-- The body that a sub-group's chair chairs, and their deputy; null for one who was appointed without, and speaks for any.
alter table appointment
  add body_id text,
  add check (body_id is null or capacity = 'SubGroupChair');
