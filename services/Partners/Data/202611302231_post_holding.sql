-- Who held a post before its present holder: written when it is filled anew, from this release on. A replica of the release before
-- writes none, so what it fills leaves a gap and nothing wrong.
create table post_holding (
  tenant_id text not null,
  post_id uuid not null,
  holder_id uuid not null,
  held_since date not null,
  held_until date not null check (held_until >= held_since),
  primary key (tenant_id, post_id, held_since),
  foreign key (tenant_id, post_id) references post (tenant_id, post_id)
);
select secure_tenant_table('post_holding');
