-- One message as it arrived: where in the batch, in which payload, and what was read of it. `key` is
-- the part after the prefix of whatever this message brings into being: its own id, and those of a
-- contact, identity, conversation and lead that did not exist. `sender` is who speaks: the customer,
-- somebody of ours who answered outside Cauce (`agent`), or the platform about a customer (`system`).
-- `names` are all the platform calls that customer by, `phones` all ways to write their number,
-- `becomes` what they are called from now on, and `identity` whom they were found to be.
CREATE TYPE cauce_arrival AS (
    place bigint, raw_id text, received timestamptz, key text, channel text, provider_id text,
    external_id text, account_id text, sender text, kind text, said text, data jsonb,
    sent_at timestamptz, display_name text, username text, phone text, reply_to text, source text,
    campaign text, names text[], phones text[], becomes jsonb, files jsonb, reason text,
    identity text
);

-- What a payload says was done to a message that had been said: `about` is the platform's name of it.
CREATE TYPE cauce_change AS (
    place bigint, raw_id text, received timestamptz, key text, channel text, event text, about text,
    kind text, author text, said text, data jsonb, at timestamptz
);

-- Stores payloads that came at the same moment and everything read from them, and queues the turns
-- they call for: one round trip, one transaction, all or none. Each of `facts` holds `raw`, `messages`,
-- `changes`, `statuses`, `watermarks` and perhaps `templates` and `wishes` of the body in the same place. What is known by name is locked
-- first, then conversations, each in the same order everywhere, so two servers cannot wait for each
-- other; and nobody waits longer than `patience`. Every step works on the whole batch. Its tables are
-- always reached through an index: a plan made while they were empty would be kept when they are not.
CREATE FUNCTION cauce_receive(bodies bytea[], facts text[], patience text) RETURNS text[]
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    given jsonb[] := facts::jsonb[];
    arrived cauce_arrival[];
    changed cauce_change[];
    fresh cauce_arrival[];
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
    changed := cauce_changes_in(given);

    IF arrived IS NOT NULL OR changed IS NOT NULL THEN
        PERFORM cauce_lock_names(arrived, changed);
        arrived := cauce_know_senders(arrived);
        PERFORM cauce_lock_conversations(arrived, changed);
        fresh := cauce_not_stored(arrived);
        PERFORM cauce_open_conversations(fresh);
        PERFORM cauce_queue_turn(thread) FROM unnest(cauce_store_messages(fresh)) AS thread;
        PERFORM cauce_expect_files(fresh);
        PERFORM cauce_refresh_identities(fresh);
        PERFORM cauce_follow_moves(fresh);
        PERFORM cauce_change_messages(fresh, changed);
    END IF;

    FOR news IN
        SELECT status || jsonb_build_object('received', fact -> 'raw' -> 'received_at')
          FROM unnest(given) WITH ORDINALITY AS payload (fact, place),
               jsonb_array_elements(cauce_statuses_of(fact)) WITH ORDINALITY AS statuses (status, within)
         ORDER BY status ->> 'channel', status ->> 'provider_id', place, within
    LOOP
        PERFORM cauce_receive_status(news);
    END LOOP;
    PERFORM cauce_queue_template_news(told)
       FROM unnest(given) AS fact, jsonb_array_elements(fact -> 'templates') AS told;
    PERFORM cauce_queue_wish(wish)
       FROM unnest(given) AS fact, jsonb_array_elements(fact -> 'wishes') AS wish;
    RETURN cauce_what_became(given);
END;
$$;

-- What comes and what is done to it may reach two servers at the same moment: one waits for the other.
CREATE FUNCTION cauce_lock_names(arrived cauce_arrival[], changed cauce_change[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cauce_lock_name(channel, name) FROM (
        SELECT channel, provider_id AS name FROM unnest(arrived)
         UNION SELECT channel, about FROM unnest(changed)
         ORDER BY 1, 2) AS each;
END;
$$;

-- The statuses of a payload: those of messages it names, and of all that a watermark reaches.
CREATE FUNCTION cauce_statuses_of(fact jsonb) RETURNS jsonb
LANGUAGE plpgsql AS $$
BEGIN
    IF jsonb_array_length(fact -> 'watermarks') = 0 THEN
        RETURN fact -> 'statuses';
    END IF;
    RETURN (fact -> 'statuses') || coalesce((
        SELECT jsonb_agg(mark || jsonb_build_object('provider_id', m.provider_id))
          FROM jsonb_array_elements(fact -> 'watermarks') AS mark
          JOIN identity_names n ON n.channel = mark ->> 'channel' AND n.name = mark ->> 'external_id'
          JOIN conversations c ON c.identity_id = n.identity_id
          JOIN messages m ON m.conversation_id = c.id
         WHERE m.direction = 'out' AND m.provider_id IS NOT NULL
           AND coalesce(m.sent_at, m.created_at) <= (mark ->> 'at')::timestamptz
           AND m.status <> ALL('{failed,read,played}')
           AND m.status <> mark ->> 'status'), '[]');
END;
$$;

-- Those of the messages that were not stored before, each once, in the order they came. An answer that
-- is on its way comes back with the name it will have: what is being sent is ours.
CREATE FUNCTION cauce_not_stored(arrived cauce_arrival[]) RETURNS cauce_arrival[]
LANGUAGE sql AS $$
    SELECT array_agg(once ORDER BY (once).place) FROM (
        SELECT DISTINCT ON (a.channel, a.provider_id) a AS once FROM unnest(arrived) AS a
         WHERE a.identity IS NOT NULL
           AND NOT EXISTS (SELECT FROM messages m WHERE m.channel = a.channel
                                                    AND m.provider_id = a.provider_id)
           AND NOT (a.sender = 'agent' AND EXISTS (
                SELECT FROM message_parts p WHERE p.channel = a.channel
                                              AND p.provider_id = a.provider_id))
           AND NOT (a.sender = 'agent' AND EXISTS (
                SELECT FROM conversations c
                  JOIN deliveries d ON d.conversation_id = c.id
                  JOIN messages m ON m.id = d.message_id
                 WHERE c.identity_id = a.identity AND d.status IN ('sending', 'unknown')
                   AND m.provider_id IS NULL AND btrim(m.content) = btrim(a.said)))
         ORDER BY a.channel, a.provider_id, a.place) AS each;
$$;

-- The conversations that are written in, and those of the messages that change.
CREATE FUNCTION cauce_lock_conversations(arrived cauce_arrival[], changed cauce_change[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM conversations
      WHERE id IN (SELECT cauce_thread_of(identity) FROM unnest(arrived)
                    UNION SELECT m.conversation_id FROM unnest(changed) AS c
                      JOIN messages m ON m.channel = c.channel AND m.provider_id = c.about)
      ORDER BY id FOR UPDATE;
END;
$$;

-- The conversation of an identity: the open one, else the last.
CREATE FUNCTION cauce_thread_of(identity text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT id FROM conversations WHERE identity_id = identity
     ORDER BY status = 'closed', started_at DESC, id DESC LIMIT 1;
$$;

-- Opens a conversation, and a lead, for everyone who has none. Whoever moves an identity to another
-- contact waits until that is done.
CREATE FUNCTION cauce_open_conversations(fresh cauce_arrival[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    opened text[];
    alone text[] := array(
        SELECT DISTINCT a.identity FROM unnest(fresh) AS a
         WHERE a.sender <> 'system'
           AND NOT EXISTS (SELECT FROM conversations c
                            WHERE c.identity_id = a.identity AND c.status <> 'closed'));
BEGIN
    IF alone = '{}' THEN
        PERFORM cauce_note_campaigns(fresh);
        RETURN;
    END IF;
    PERFORM FROM contact_identities WHERE id = ANY(alone) ORDER BY id FOR SHARE;
    WITH made AS (
        INSERT INTO conversations (id, created_at, updated_at, contact_id, identity_id, channel,
                                   account_id, started_at, last_message_at)
        SELECT DISTINCT ON (i.id) 'conv_' || a.key, a.received, a.received, i.contact_id, i.id,
               a.channel, coalesce(a.account_id, ''), a.received, a.received
          FROM unnest(fresh) AS a JOIN contact_identities i ON i.id = a.identity
         WHERE i.id = ANY(alone) AND a.sender <> 'system'
         ORDER BY i.id, a.place
        ON CONFLICT (identity_id) WHERE status <> 'closed' DO NOTHING
        RETURNING id)
    SELECT array_agg(id) INTO opened FROM made;
    -- Somebody else may have opened one at this very moment.
    PERFORM cauce_lock_conversations(fresh, NULL);
    INSERT INTO leads (id, created_at, updated_at, contact_id, source, campaign)
    SELECT 'lead_' || a.key, a.received, a.received, c.contact_id, a.source, a.campaign
      FROM unnest(fresh) AS a JOIN conversations c ON c.id = 'conv_' || a.key
     WHERE c.id = ANY(opened)
    ON CONFLICT (contact_id) WHERE status NOT IN ('converted', 'lost') DO NOTHING;
    PERFORM cauce_note_campaigns(fresh);
END;
$$;

-- A lead that came by an advertisement or a post says by which; the first one counts.
CREATE FUNCTION cauce_note_campaigns(fresh cauce_arrival[]) RETURNS void
LANGUAGE sql AS $$
    UPDATE leads l SET campaign = a.campaign, source = a.source, updated_at = a.received
      FROM (SELECT DISTINCT ON (i.contact_id) i.contact_id, one.campaign, one.source, one.received
              FROM unnest(fresh) AS one JOIN contact_identities i ON i.id = one.identity
             WHERE one.campaign IS NOT NULL ORDER BY i.contact_id, one.place) AS a
     WHERE l.contact_id = a.contact_id AND l.status NOT IN ('converted', 'lost')
       AND l.campaign IS NULL;
$$;

-- Puts the messages at the end of their conversations, in the order they came, and tells of each;
-- the conversations that have something to answer. What somebody of ours wrote elsewhere silences the
-- machine, as typing here does, and what waited for a yes is out of date.
CREATE FUNCTION cauce_store_messages(fresh cauce_arrival[]) RETURNS text[]
LANGUAGE plpgsql AS $$
DECLARE
    touched text[];
    kept bigint;
    by_ad text[] := array(SELECT 'msg_' || key FROM unnest(fresh) WHERE source = 'ad');
BEGIN
    WITH stored AS (
        INSERT INTO messages (id, created_at, updated_at, conversation_id, contact_id, raw_id,
                              channel, sequence, direction, sender, kind, content, media, extra,
                              status, provider_id, reply_to, sent_at, handled)
        SELECT 'msg_' || a.key, a.received, a.received, c.id, c.contact_id, a.raw_id, a.channel,
               c.message_count + row_number() OVER (PARTITION BY c.id ORDER BY a.place),
               CASE a.sender WHEN 'agent' THEN 'out' ELSE 'in' END, a.sender, a.kind, a.said,
               coalesce(a.data, '{}'),
               CASE a.sender WHEN 'agent' THEN '{"outside": true}' ELSE '{}' END::jsonb,
               CASE a.sender WHEN 'agent' THEN 'sent' ELSE 'delivered' END,
               a.provider_id, a.reply_to, a.sent_at, a.sender <> 'customer'
          FROM unnest(fresh) AS a JOIN conversations c ON c.id = cauce_thread_of(a.identity)
        RETURNING id, conversation_id, sequence, sender, content, created_at, sent_at
    ), counted AS (
        UPDATE conversations c
           SET message_count = c.message_count + new.many, unhandled = c.unhandled + new.asked,
               unread = CASE WHEN new.last = 'agent' THEN 0 ELSE c.unread + new.asked END,
               last_message_at = new.at, last_inbound_at = coalesce(new.heard_at, c.last_inbound_at),
               wrote_at = greatest(c.wrote_at, new.wrote_at),
               by_ad_at = greatest(c.by_ad_at, new.by_ad_at),
               updated_at = new.at,
               customer_typing_until = CASE WHEN new.asked > 0 THEN NULL
                                            ELSE c.customer_typing_until END,
               preview = coalesce(left(new.said, 140), c.preview),
               bot_silenced = c.bot_silenced OR new.answered,
               waiting_since = CASE WHEN new.answered THEN NULL ELSE c.waiting_since END,
               status = CASE WHEN new.last = 'agent' AND c.status <> 'closed' THEN 'waiting_customer'
                             WHEN new.asked > 0 AND c.status IN ('waiting_customer', 'resolved')
                                 THEN 'active'
                             ELSE c.status END
          FROM (SELECT conversation_id, count(*) AS many, max(created_at) AS at,
                       count(*) FILTER (WHERE sender = 'customer') AS asked,
                       max(created_at) FILTER (WHERE sender = 'customer') AS heard_at,
                       max(sent_at) FILTER (WHERE sender = 'customer') AS wrote_at,
                       max(sent_at) FILTER (WHERE sender = 'customer' AND id = ANY(by_ad))
                           AS by_ad_at,
                       bool_or(sender = 'agent') AS answered,
                       (array_agg(sender ORDER BY sequence DESC)
                            FILTER (WHERE sender <> 'system'))[1] AS last,
                       (array_agg(content ORDER BY sequence DESC)
                            FILTER (WHERE sender <> 'system'))[1] AS said
                  FROM stored GROUP BY conversation_id) AS new
         WHERE c.id = new.conversation_id
    )
    SELECT array_agg(DISTINCT conversation_id) FILTER (WHERE sender = 'customer'), count(*)
      INTO touched, kept
      FROM (SELECT conversation_id, sender, pg_notify('cauce_live', json_build_object(
                       'kind', CASE sender WHEN 'agent' THEN 'message.sent'
                                           ELSE 'message.received' END,
                       'conversation', conversation_id, 'message', id)::text)
              FROM stored OFFSET 0) AS told;
    -- An identity that is being united with another at this moment is found again the next time.
    IF kept < (SELECT count(*) FROM unnest(fresh) WHERE sender <> 'system') THEN
        RAISE EXCEPTION 'an identity moved while it was written to' USING ERRCODE = '40001';
    END IF;
    PERFORM cauce_expire_drafts(thread, max(a.received), min(a.reason))
       FROM (SELECT cauce_thread_of(identity) AS thread, received, reason
               FROM unnest(fresh) WHERE sender = 'agent') AS a
      GROUP BY thread;
    RETURN touched;
END;
$$;

-- The files messages came with, to be fetched.
CREATE FUNCTION cauce_expect_files(fresh cauce_arrival[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    expected text[];
BEGIN
    WITH noted AS (
        INSERT INTO files (id, created_at, updated_at, message_id, conversation_id, contact_id, place,
                           direction, kind, source, name)
        SELECT 'file_' || (file ->> 'key'), a.received, a.received, m.id, m.conversation_id,
               m.contact_id, file.place, m.direction, file ->> 'kind', file - '{key,kind,name}'::text[],
               file ->> 'name'
          FROM unnest(fresh) AS a
          JOIN messages m ON m.id = 'msg_' || a.key,
               jsonb_array_elements(a.files) WITH ORDINALITY AS file (file, place)
         WHERE jsonb_typeof(a.files) = 'array'
        RETURNING id)
    SELECT array_agg(id) INTO expected FROM noted;
    PERFORM cauce_queue_file('fetch_file', id) FROM unnest(expected) AS id;
END;
$$;

-- Ends the drafts that wait in a conversation, and what a yes would have done; why is kept with them.
CREATE FUNCTION cauce_expire_drafts(thread text, moment timestamptz, why text) RETURNS void
LANGUAGE sql AS $$
    WITH gone AS (
        UPDATE approvals SET status = 'expired', answered_at = moment, updated_at = moment
         WHERE conversation_id = thread AND status = 'waiting'
        RETURNING decision_id)
    UPDATE actions SET status = 'stopped', reason = why::jsonb, updated_at = moment
     WHERE status = 'asked' AND decision_id IN (SELECT decision_id FROM gone);
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
