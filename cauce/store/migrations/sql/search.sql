-- Words as searches compare them: without accents, signs or capitals, one space between them.
CREATE FUNCTION cauce_plain(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN btrim(regexp_replace(
    lower(regexp_replace(normalize(coalesce(said, ''), NFKD), '[\u0300-\u036f]+', '', 'g')),
    '[^[:alnum:]]+', ' ', 'g'));

-- What a message can be found by; a search index refuses endless texts.
CREATE FUNCTION cauce_words(said text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('pg_catalog.simple'::regconfig, cauce_plain(left(said, 20000)));

-- What a person can be found by: any part of a name, an address or a number, so every word is kept
-- with all its endings ("60000201" also as "0000201", "000201" …), and after a "#" the end of their
-- id, which is what somebody without a name is called.
-- It costs so much that looking into the index is always better than asking person by person.
CREATE FUNCTION cauce_person_words(
    id text, name text, company text, city text, emails text[], phones text[]
) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
    SELECT array_to_tsvector(
               array_append(array_agg(substr(word, place)) FILTER (WHERE word IS NOT NULL),
                            '#' || right(id, 4)))
      FROM unnest(string_to_array(cauce_plain(concat_ws(' ', name, company, city,
               array_to_string(emails, ' '),
               regexp_replace(array_to_string(phones, ' '), '[^0-9 ]+', '', 'g'))), ' ')) AS whole,
           left(whole, 60) AS word,
           generate_series(1, greatest(1, length(word) - 1)) AS place;
END;
