-- One message as it arrived: where in the batch, in which payload, and what was read of it. `key` is
-- the part after the prefix of whatever this message brings into being: its own id, and those of a
-- contact, identity, conversation and lead that did not exist.
CREATE TYPE cauce_arrival AS (
    place bigint, raw_id text, received timestamptz, key text, channel text, provider_id text,
    external_id text, account_id text, kind text, said text, data jsonb, sent_at timestamptz,
    display_name text, username text, phone text, reply_to text, source text
);

-- Stores payloads that came at the same moment and everything read from them, and queues the turns
-- they call for: one round trip, one transaction, all or none. Each of `facts` holds `raw`, `messages`
-- and `statuses` of the body in the same place. Conversations are locked first, in the same order
-- everywhere, so two servers cannot wait for each other; and nobody waits longer than `patience`.
-- Every step works on the whole batch. Its tables are always reached through an index: a plan made
-- while they were empty would be kept when they are not.
CREATE FUNCTION cauce_receive(bodies bytea[], facts text[], patience text) RETURNS text[]
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    given jsonb[] := facts::jsonb[];
    arrived cauce_arrival[];
    fresh cauce_arrival[];
    touched text[];
    news jsonb;
BEGIN
    PERFORM set_config('lock_timeout', patience, true);
    INSERT INTO raw_messages (id, created_at, updated_at, channel, sender, body, received_at,
                              processed, processing_error)
    SELECT raw.id, raw.received_at, raw.received_at, raw.channel, raw.sender, payload.body,
           raw.received_at, raw.error IS NULL, raw.error
      FROM unnest(bodies, given) AS payload (body, fact),
           jsonb_to_record(payload.fact -> 'raw')
               AS raw (id text, received_at timestamptz, channel text, sender text, error text);

    SELECT array_agg(jsonb_populate_record(NULL::cauce_arrival, message || jsonb_build_object(
               'place', place * 100000 + within, 'raw_id', fact -> 'raw' -> 'id',
               'received', fact -> 'raw' -> 'received_at')))
      INTO arrived
      FROM unnest(given) WITH ORDINALITY AS payload (fact, place),
           jsonb_array_elements(fact -> 'messages') WITH ORDINALITY AS messages (message, within);

    IF arrived IS NOT NULL THEN
        PERFORM cauce_know_senders(arrived);
        fresh := cauce_not_stored(arrived);
        PERFORM cauce_open_conversations(fresh);
        touched := cauce_store_messages(fresh);
        PERFORM cauce_queue_turn(thread) FROM unnest(touched) AS thread;
    END IF;

    FOR news IN
        SELECT status || jsonb_build_object('received', fact -> 'raw' -> 'received_at')
          FROM unnest(given) WITH ORDINALITY AS payload (fact, place),
               jsonb_array_elements(fact -> 'statuses') WITH ORDINALITY AS statuses (status, within)
         ORDER BY status ->> 'channel', status ->> 'provider_id', place, within
    LOOP
        PERFORM cauce_receive_status(news);
    END LOOP;
    RETURN cauce_what_became(given);
END;
$$;

-- Makes the contacts and identities of people who never wrote; where another server is making the
-- same one, theirs is used.
CREATE FUNCTION cauce_know_senders(arrived cauce_arrival[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM unnest(arrived) AS a
         WHERE NOT EXISTS (SELECT FROM contact_identities i
                            WHERE i.channel = a.channel AND i.external_id = a.external_id)) THEN
        RETURN;
    END IF;
    INSERT INTO contact_identities (id, created_at, updated_at, contact_id, channel, external_id,
                                    display_name, username, phone)
    SELECT DISTINCT ON (channel, external_id)
           'iden_' || key, received, received, 'cont_' || key, channel, external_id,
           display_name, username, phone
      FROM unnest(arrived)
     ORDER BY channel, external_id, place
    ON CONFLICT (channel, external_id) DO NOTHING;
    INSERT INTO contacts (id, created_at, updated_at, name, phones)
    SELECT 'cont_' || a.key, a.received, a.received, a.display_name,
           CASE WHEN a.phone IS NULL THEN '{}' ELSE ARRAY[a.phone] END
      FROM unnest(arrived) AS a JOIN contact_identities i ON i.id = 'iden_' || a.key;
END;
$$;

-- Those of the messages that were not stored before, each once. Their conversations are locked.
CREATE FUNCTION cauce_not_stored(arrived cauce_arrival[]) RETURNS cauce_arrival[]
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cauce_lock_conversations(arrived);
    RETURN array(
        SELECT once FROM (
            SELECT DISTINCT ON (a.channel, a.provider_id) a AS once FROM unnest(arrived) AS a
             WHERE NOT EXISTS (SELECT FROM messages m WHERE m.channel = a.channel
                                                        AND m.provider_id = a.provider_id)
             ORDER BY a.channel, a.provider_id, a.place) AS each);
END;
$$;

CREATE FUNCTION cauce_lock_conversations(arrived cauce_arrival[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM conversations
      WHERE status <> 'closed' AND identity_id IN (
            SELECT i.id FROM unnest(arrived) AS a
              JOIN contact_identities i ON i.channel = a.channel AND i.external_id = a.external_id)
      ORDER BY id FOR UPDATE;
END;
$$;

-- Opens a conversation, and a lead, for everyone who has none.
CREATE FUNCTION cauce_open_conversations(fresh cauce_arrival[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    opened text[];
BEGIN
    IF NOT EXISTS (
        SELECT FROM unnest(fresh) AS a
          JOIN contact_identities i ON i.channel = a.channel AND i.external_id = a.external_id
         WHERE NOT EXISTS (SELECT FROM conversations c
                            WHERE c.identity_id = i.id AND c.status <> 'closed')) THEN
        RETURN;
    END IF;
    WITH made AS (
        INSERT INTO conversations (id, created_at, updated_at, contact_id, identity_id, channel,
                                   account_id, started_at, last_message_at)
        SELECT DISTINCT ON (i.id) 'conv_' || a.key, a.received, a.received, i.contact_id, i.id,
               a.channel, coalesce(a.account_id, ''), a.received, a.received
          FROM unnest(fresh) AS a
          JOIN contact_identities i ON i.channel = a.channel AND i.external_id = a.external_id
         WHERE NOT EXISTS (SELECT FROM conversations c
                            WHERE c.identity_id = i.id AND c.status <> 'closed')
         ORDER BY i.id, a.place
        ON CONFLICT (identity_id) WHERE status <> 'closed' DO NOTHING
        RETURNING id)
    SELECT array_agg(id) INTO opened FROM made;
    -- Somebody else may have opened one at this very moment.
    PERFORM cauce_lock_conversations(fresh);
    INSERT INTO leads (id, created_at, updated_at, contact_id, source)
    SELECT 'lead_' || a.key, a.received, a.received, c.contact_id, a.source
      FROM unnest(fresh) AS a JOIN conversations c ON c.id = 'conv_' || a.key
     WHERE c.id = ANY(opened)
    ON CONFLICT (contact_id) WHERE status NOT IN ('converted', 'lost') DO NOTHING;
END;
$$;

-- Puts the messages at the end of their conversations, in the order they came, and tells of each;
-- the conversations that have something to answer.
CREATE FUNCTION cauce_store_messages(fresh cauce_arrival[]) RETURNS text[]
LANGUAGE plpgsql AS $$
DECLARE
    touched text[];
BEGIN
    WITH stored AS (
        INSERT INTO messages (id, created_at, updated_at, conversation_id, contact_id, raw_id,
                              channel, sequence, direction, sender, kind, content, media, status,
                              provider_id, reply_to, sent_at)
        SELECT 'msg_' || a.key, a.received, a.received, c.id, c.contact_id, a.raw_id, a.channel,
               c.message_count + row_number() OVER (PARTITION BY c.id ORDER BY a.place),
               'in', 'customer', a.kind, a.said, coalesce(a.data, '{}'), 'delivered',
               a.provider_id, a.reply_to, a.sent_at
          FROM unnest(fresh) AS a
          JOIN contact_identities i ON i.channel = a.channel AND i.external_id = a.external_id
          JOIN conversations c ON c.identity_id = i.id AND c.status <> 'closed'
        RETURNING id, conversation_id, sequence, content, created_at
    ), counted AS (
        UPDATE conversations c
           SET message_count = c.message_count + new.many, unhandled = c.unhandled + new.many,
               unread = c.unread + new.many, last_message_at = new.at, last_inbound_at = new.at,
               updated_at = new.at, customer_typing_until = NULL, preview = left(new.said, 140),
               status = CASE WHEN c.status IN ('waiting_customer', 'resolved') THEN 'active'
                             ELSE c.status END
          FROM (SELECT conversation_id, count(*) AS many, max(created_at) AS at,
                       (array_agg(content ORDER BY sequence DESC))[1] AS said
                  FROM stored GROUP BY conversation_id) AS new
         WHERE c.id = new.conversation_id
    )
    SELECT array_agg(DISTINCT conversation_id)
      INTO touched
      FROM (SELECT conversation_id, pg_notify('cauce_live', json_build_object(
                       'kind', 'message.received', 'conversation', conversation_id,
                       'message', id)::text)
              FROM stored OFFSET 0) AS told;
    UPDATE contact_identities i
       SET last_inbound_at = a.received, display_name = coalesce(a.display_name, i.display_name)
      FROM (SELECT DISTINCT ON (channel, external_id) * FROM unnest(fresh)
             ORDER BY channel, external_id, place DESC) AS a
     WHERE i.channel = a.channel AND i.external_id = a.external_id;
    RETURN touched;
END;
$$;

-- For each payload the JSON list of where its messages are; `duplicate` where they had come before.
CREATE FUNCTION cauce_what_became(given jsonb[]) RETURNS text[]
LANGUAGE sql AS $$
    SELECT array_agg(coalesce((
               SELECT jsonb_agg(jsonb_build_object(
                          'message_id', m.id, 'conversation_id', m.conversation_id,
                          'sequence', m.sequence, 'duplicate', m.id <> 'msg_' || (message ->> 'key'))
                          ORDER BY within)
                 FROM jsonb_array_elements(fact -> 'messages') WITH ORDINALITY AS each (message, within)
                 JOIN messages m ON m.channel = message ->> 'channel'
                                AND m.provider_id = message ->> 'provider_id'), '[]')::text
           ORDER BY place)
      FROM unnest(given) WITH ORDINALITY AS payload (fact, place);
$$;

-- News of a message of ours. A platform can be faster than we are at noting its name for the message:
-- what comes before is kept until `cauce_name_message` asks for it.
CREATE FUNCTION cauce_receive_status(item jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF cauce_apply_status(item) THEN
        RETURN;
    END IF;
    PERFORM cauce_lock_name(item ->> 'channel', item ->> 'provider_id');
    IF cauce_apply_status(item) THEN
        RETURN;
    END IF;
    INSERT INTO early_statuses (id, created_at, updated_at, channel, provider_id, news)
    VALUES ('early_' || md5(concat_ws(' ', item ->> 'channel', item ->> 'provider_id',
                                      item ->> 'status')),
            (item ->> 'received')::timestamptz, (item ->> 'received')::timestamptz,
            item ->> 'channel', item ->> 'provider_id', item)
    ON CONFLICT (id) DO NOTHING;
END;
$$;

-- Until the end of the transaction nobody else can say or hear what the platform calls a message.
CREATE FUNCTION cauce_lock_name(outlet text, name text) RETURNS void
LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended(outlet || ' ' || name, 0));
$$;

-- Notes what the platform calls a message that left, and applies what it has said of it already.
-- The caller holds the lock of that name from before it locked the message.
CREATE FUNCTION cauce_name_message(message text, outlet text, name text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    early jsonb;
BEGIN
    UPDATE messages SET provider_id = name WHERE id = message;
    FOR early IN
        WITH known AS (DELETE FROM early_statuses
                        WHERE channel = outlet AND provider_id = name RETURNING *)
        SELECT news FROM known ORDER BY created_at, id
    LOOP
        PERFORM cauce_apply_status(early);
    END LOOP;
END;
$$;

-- queued < sent < delivered < read; failed only before delivered. A status never goes back. False
-- when no message of ours is called like this. Where it failed, a job tells people and programs.
CREATE FUNCTION cauce_apply_status(item jsonb) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    ladder text[] := ARRAY['queued', 'sent', 'delivered', 'read'];
    news text := item ->> 'status';
    at timestamptz := (item ->> 'at')::timestamptz;
    fails boolean;
    ours record;
BEGIN
    SELECT id, conversation_id, status INTO ours FROM messages
     WHERE channel = item ->> 'channel' AND provider_id = item ->> 'provider_id'
       AND direction = 'out'
       FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    fails := news = 'failed' AND ours.status IN ('queued', 'sent');
    UPDATE messages
       SET status = CASE
               WHEN fails THEN 'failed'
               WHEN news = 'failed' THEN status
               WHEN status = 'failed' AND news IN ('delivered', 'read') THEN news
               WHEN array_position(ladder, news) > coalesce(array_position(ladder, status), 9)
                   THEN news
               ELSE status END,
           sent_at = CASE WHEN news = 'sent' THEN coalesce(sent_at, at) ELSE sent_at END,
           delivered_at = CASE WHEN news = 'delivered' THEN coalesce(delivered_at, at)
                               ELSE delivered_at END,
           read_at = CASE WHEN news = 'read' THEN coalesce(read_at, at) ELSE read_at END,
           error = CASE
               WHEN fails THEN concat_ws(' ', item ->> 'error_code', item ->> 'error')
               WHEN news IN ('delivered', 'read') THEN NULL
               ELSE error END,
           updated_at = (item ->> 'received')::timestamptz
     WHERE id = ours.id;
    IF fails THEN
        PERFORM cauce_queue_bounced(ours.id, item ->> 'error_code');
    END IF;
    PERFORM pg_notify('cauce_live', json_build_object(
        'kind', 'message.status', 'conversation', ours.conversation_id)::text);
    RETURN true;
END;
$$;
