-- Whatever a channel calls a person by belongs to one identity. What is sent to is one of those names.
CREATE FUNCTION cauce_name_identity() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO identity_names (id, created_at, updated_at, channel, name, identity_id)
    VALUES (cauce_name_id(NEW.channel, NEW.external_id), NEW.created_at, NEW.created_at,
            NEW.channel, NEW.external_id, NEW.id)
    ON CONFLICT (channel, name) DO NOTHING;
    RETURN NULL;
END;
$$;

CREATE TRIGGER cauce_identity_named AFTER INSERT ON contact_identities
    FOR EACH ROW EXECUTE FUNCTION cauce_name_identity();

CREATE FUNCTION cauce_name_id(channel text, name text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT 'inam_' || md5(channel || ' ' || name);
$$;

-- The same messages, each with the identity of who wrote it: the oldest that has one of their names,
-- and rather one that exists than one that is about to.
CREATE FUNCTION cauce_identified(arrived cauce_arrival[]) RETURNS cauce_arrival[]
LANGUAGE sql AS $$
    SELECT array_agg(jsonb_populate_record(a, jsonb_build_object('identity', (
               SELECT n.identity_id FROM unnest(a.names) AS said (name)
                 JOIN identity_names n ON n.channel = a.channel AND n.name = said.name
                 LEFT JOIN contact_identities i ON i.id = n.identity_id
                ORDER BY i.id IS NULL, n.identity_id LIMIT 1))) ORDER BY a.place)
      FROM unnest(arrived) AS a;
$$;

-- Finds who wrote, and makes the contacts and identities of people who never did. Names are taken in
-- the same order everywhere: where another server is taking one of them, its identity is used. The
-- platform speaking of somebody (`system`) makes nobody.
CREATE FUNCTION cauce_know_senders(arrived cauce_arrival[]) RETURNS cauce_arrival[]
LANGUAGE plpgsql AS $$
DECLARE
    known cauce_arrival[] := cauce_identified(arrived);
BEGIN
    IF NOT EXISTS (
        SELECT FROM unnest(known) AS a CROSS JOIN LATERAL unnest(a.names) AS said (name)
          LEFT JOIN identity_names n ON n.channel = a.channel AND n.name = said.name
         WHERE a.sender <> 'system'
           AND (n.identity_id IS NULL OR n.identity_id <> a.identity)) THEN
        RETURN known;
    END IF;
    INSERT INTO identity_names (id, created_at, updated_at, channel, name, identity_id)
    SELECT cauce_name_id(channel, name), received, received, channel, name, identity
      FROM (SELECT DISTINCT ON (a.channel, said.name) a.channel, said.name, a.received,
                   coalesce(a.identity, 'iden_' || a.key) AS identity
              FROM unnest(known) AS a CROSS JOIN LATERAL unnest(a.names) AS said (name)
             WHERE a.sender <> 'system'
               -- An old number that comes late is not theirs again.
               AND NOT EXISTS (SELECT FROM contact_identities i
                                WHERE i.id = a.identity AND i.moved_at > a.sent_at)
             ORDER BY a.channel, said.name, a.place) AS each
     ORDER BY channel, name
    ON CONFLICT (channel, name) DO NOTHING;
    PERFORM cauce_one_identity_each(known);
    known := cauce_identified(known);
    PERFORM cauce_make_people(known);
    PERFORM cauce_queue_uniting(known);
    RETURN known;
END;
$$;

-- Names that came together but were taken under several identities go to the oldest one, as long as
-- the others exist in nothing but these names.
CREATE FUNCTION cauce_one_identity_each(arrived cauce_arrival[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    LOOP
        UPDATE identity_names AS n SET identity_id = together.oldest
          FROM (SELECT DISTINCT ON (other.identity_id) other.identity_id AS made, first.identity AS oldest
                  FROM unnest(cauce_identified(arrived)) AS first
                  CROSS JOIN LATERAL unnest(first.names) AS said (name)
                  JOIN identity_names other
                    ON other.channel = first.channel AND other.name = said.name
                 WHERE other.identity_id <> first.identity
                   AND NOT EXISTS (SELECT FROM contact_identities i WHERE i.id = other.identity_id)
                 ORDER BY other.identity_id, first.identity) AS together
         WHERE n.identity_id = together.made;
        EXIT WHEN NOT FOUND;
    END LOOP;
END;
$$;

-- An identity that exists only as names gets its row, and a contact: the one who has this telephone
-- already, if it is one and no more.
CREATE FUNCTION cauce_make_people(arrived cauce_arrival[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    WITH made AS (
        INSERT INTO contact_identities (id, created_at, updated_at, contact_id, channel, external_id,
                                        display_name, username, phone)
        SELECT DISTINCT ON (a.identity) a.identity, a.received, a.received,
               coalesce((SELECT min(c.id) FROM contacts c
                          WHERE c.phones && a.phones AND c.merged_into IS NULL
                            AND c.erased_at IS NULL HAVING count(*) = 1),
                        'cont_' || substr(a.identity, 6)),
               a.channel, a.external_id, a.display_name, a.username, a.phone
          FROM unnest(arrived) AS a
         WHERE a.identity IS NOT NULL AND a.sender <> 'system'
           AND NOT EXISTS (SELECT FROM contact_identities i WHERE i.id = a.identity)
         ORDER BY a.identity, a.place
        RETURNING contact_id, created_at, display_name, phone)
    INSERT INTO contacts (id, created_at, updated_at, name, phones)
    SELECT contact_id, created_at, created_at, display_name,
           CASE WHEN phone IS NULL THEN '{}' ELSE ARRAY[phone] END
      FROM made WHERE NOT EXISTS (SELECT FROM contacts c WHERE c.id = made.contact_id);
END;
$$;

-- Where the platform shows that two identities are one person, a job makes them one.
CREATE FUNCTION cauce_queue_uniting(arrived cauce_arrival[]) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args)
    SELECT DISTINCT 'batch', 'unite', 'unite:' || a.identity || ':' || n.identity_id,
           jsonb_build_object('identity_id', a.identity, 'other_id', n.identity_id)
      FROM unnest(arrived) AS a CROSS JOIN LATERAL unnest(a.names) AS said (name)
      JOIN identity_names n ON n.channel = a.channel AND n.name = said.name
     WHERE n.identity_id <> a.identity AND a.sender <> 'system'
    ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING;
$$;

-- What the newest message says of its sender. A name without a telephone does not take the place of
-- the telephone, which is what others know them by.
CREATE FUNCTION cauce_refresh_identities(fresh cauce_arrival[]) RETURNS void
LANGUAGE sql AS $$
    UPDATE contact_identities i
       SET last_inbound_at = CASE WHEN a.sender = 'customer' THEN a.received
                                  ELSE i.last_inbound_at END,
           display_name = coalesce(a.display_name, i.display_name),
           username = coalesce(a.username, i.username),
           phone = CASE WHEN a.current THEN coalesce(a.phone, i.phone) ELSE i.phone END,
           external_id = CASE WHEN a.current AND a.sender = 'customer'
                                   AND (a.phone IS NOT NULL OR i.phone IS NULL)
                              THEN a.external_id ELSE i.external_id END,
           updated_at = a.received
      FROM (SELECT DISTINCT ON (one.identity) one.*,
                   one.sent_at >= coalesce(known.moved_at, one.sent_at) AS current
              FROM unnest(fresh) AS one JOIN contact_identities known ON known.id = one.identity
             WHERE one.sender <> 'system'
             ORDER BY one.identity, one.sender = 'customer' DESC, one.place DESC) AS a
     WHERE i.id = a.identity;
    -- A telephone we had not seen is theirs as well, and goes to the end: the newest is last.
    UPDATE contacts c SET phones = c.phones || a.phone, updated_at = a.received
      FROM (SELECT DISTINCT ON (i.contact_id) i.contact_id, one.phone, one.phones, one.received
              FROM unnest(fresh) AS one JOIN contact_identities i ON i.id = one.identity
             WHERE one.phone IS NOT NULL AND one.sender <> 'system'
               AND one.sent_at >= coalesce(i.moved_at, one.sent_at)
             ORDER BY i.contact_id, one.place DESC) AS a
     WHERE c.id = a.contact_id AND NOT c.phones && a.phones AND c.erased_at IS NULL;
$$;

-- Somebody has another number or user id: the identity follows, and the number they left, which the
-- next person may get, no longer means them.
CREATE FUNCTION cauce_follow_moves(fresh cauce_arrival[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    item record;
BEGIN
    FOR item IN
        SELECT a.identity, a.channel, a.received, a.sent_at, becomes.*
          FROM unnest(fresh) AS a,
               jsonb_to_record(a.becomes)
                   AS becomes (external_id text, names text[], leaves text[], phone text)
         WHERE a.becomes IS NOT NULL
         ORDER BY a.channel, a.place
    LOOP
        DELETE FROM identity_names
         WHERE channel = item.channel AND identity_id = item.identity
           AND name = ANY(item.leaves) AND name <> ALL(item.names);
        INSERT INTO identity_names (id, created_at, updated_at, channel, name, identity_id)
        SELECT cauce_name_id(item.channel, name), item.received, item.received, item.channel, name,
               item.identity
          FROM unnest(item.names) AS name ORDER BY name
        ON CONFLICT (channel, name) DO NOTHING;
        UPDATE contact_identities
           SET external_id = CASE WHEN item.phone IS NOT NULL OR phone IS NULL
                                  THEN item.external_id ELSE external_id END,
               phone = coalesce(item.phone, phone), moved_at = item.sent_at,
               updated_at = item.received
         WHERE id = item.identity AND item.sent_at >= coalesce(moved_at, item.sent_at);
        UPDATE contacts c
           SET phones = array(SELECT kept FROM unnest(c.phones) WITH ORDINALITY AS each (kept, place)
                               WHERE kept <> ALL(item.leaves) AND kept <> item.phone
                               ORDER BY place) || item.phone,
               updated_at = item.received
          FROM contact_identities i
         WHERE i.id = item.identity AND c.id = i.contact_id AND item.phone IS NOT NULL
           AND c.erased_at IS NULL;
        INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args)
        SELECT DISTINCT 'batch', 'unite', 'unite:' || item.identity || ':' || n.identity_id,
               jsonb_build_object('identity_id', item.identity, 'other_id', n.identity_id)
          FROM identity_names n
         WHERE n.channel = item.channel AND n.name = ANY(item.names)
           AND n.identity_id <> item.identity
        ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING;
    END LOOP;
END;
$$;
