-- Search by words. An action keeps its words as they are searched, so that its own and those of a search are folded by the
-- same function; rows that are there get theirs with the column, and an older replica fills it too.

-- Words in small letters with one space between them: without accents, quotation marks and invisible characters, and apart
-- where a hyphen or other punctuation stands. Anything else stands for itself, a per cent sign too.
create function folded(words text) returns text
  language sql immutable parallel safe
  return btrim(translate(
    regexp_replace(
      regexp_replace(
        lower(normalize(translate(words, '''’‘‛ʼʹ′`´"“”„«»', ''), nfkd)),
        '[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]', '', 'g'),
      '[\s.,;:!?()/\\{}[\]|\u2010-\u2015-]+', ' ', 'g'),
    'øłđı', 'oldi'));

alter table listed_action
  add search text not null generated always as (folded(reference || ' ' || title || ' ' || description)) stored;
