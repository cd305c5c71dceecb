-- Stores one payload and everything read from it, and queues the turns it calls for: one round trip,
-- one transaction. `facts` holds `raw`, `messages` and `statuses`; ids and times come from the caller.
CREATE FUNCTION cauce_receive(body bytea, facts jsonb) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    raw jsonb := facts -> 'raw';
    received timestamptz := (raw ->> 'received_at')::timestamptz;
    item jsonb;
    outcome jsonb;
    outcomes jsonb := '[]';
BEGIN
    INSERT INTO raw_messages (id, created_at, updated_at, channel, sender, body, received_at,
                              processed, processing_error)
    VALUES (raw ->> 'id', received, received, raw ->> 'channel', raw ->> 'sender', body, received,
            (raw ->> 'error') IS NULL, raw ->> 'error');
    FOR item IN SELECT value FROM jsonb_array_elements(facts -> 'messages') LOOP
        outcome := cauce_receive_message(item, raw ->> 'id', received);
        outcomes := outcomes || outcome;
    END LOOP;
    FOR item IN SELECT value FROM jsonb_array_elements(facts -> 'statuses') LOOP
        PERFORM cauce_receive_status(item, received);
    END LOOP;
    RETURN outcomes;
END;
$$;

CREATE FUNCTION cauce_receive_message(item jsonb, raw_id text, received timestamptz) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    platform text := item ->> 'channel';
    person text;
    identity text;
    thread conversations%ROWTYPE;
    known messages%ROWTYPE;
BEGIN
    SELECT * INTO known FROM messages
     WHERE channel = platform AND provider_id = item ->> 'provider_id';
    IF FOUND THEN
        RETURN jsonb_build_object('message_id', known.id, 'conversation_id', known.conversation_id,
                                  'sequence', known.sequence, 'duplicate', true);
    END IF;

    SELECT id, contact_id INTO identity, person FROM contact_identities
     WHERE channel = platform AND external_id = item ->> 'external_id';
    IF NOT FOUND THEN
        SELECT * INTO identity, person FROM cauce_new_identity(item, received);
    END IF;

    SELECT * INTO thread FROM conversations
     WHERE identity_id = identity AND status <> 'closed' FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO conversations (id, created_at, updated_at, contact_id, identity_id, channel,
                                   account_id, started_at, last_message_at)
        VALUES (item -> 'ids' ->> 'conversation', received, received, person, identity, platform,
                coalesce(item ->> 'account_id', ''), received, received)
        ON CONFLICT (identity_id) WHERE status <> 'closed' DO NOTHING;
        SELECT * INTO thread FROM conversations
         WHERE identity_id = identity AND status <> 'closed' FOR UPDATE;
        INSERT INTO leads (id, created_at, updated_at, contact_id, source)
        VALUES (item -> 'ids' ->> 'lead', received, received, person, item ->> 'source')
        ON CONFLICT (contact_id) WHERE status NOT IN ('converted', 'lost') DO NOTHING;
    END IF;

    INSERT INTO messages (id, created_at, updated_at, conversation_id, contact_id, raw_id, channel,
                          sequence, direction, sender, kind, content, media, status, provider_id,
                          reply_to, sent_at)
    VALUES (item -> 'ids' ->> 'message', received, received, thread.id, thread.contact_id, raw_id,
            platform, thread.message_count + 1, 'in', 'customer', item ->> 'kind', item ->> 'text',
            coalesce(item -> 'data', '{}'), 'delivered', item ->> 'provider_id',
            item ->> 'reply_to', (item ->> 'sent_at')::timestamptz)
    ON CONFLICT (channel, provider_id) DO NOTHING;
    IF NOT FOUND THEN
        SELECT * INTO known FROM messages
         WHERE channel = platform AND provider_id = item ->> 'provider_id';
        RETURN jsonb_build_object('message_id', known.id, 'conversation_id', known.conversation_id,
                                  'sequence', known.sequence, 'duplicate', true);
    END IF;

    UPDATE conversations
       SET message_count = message_count + 1, unhandled = unhandled + 1, unread = unread + 1,
           last_message_at = received, last_inbound_at = received, updated_at = received,
           customer_typing_until = NULL, preview = left(item ->> 'text', 140),
           status = CASE WHEN status IN ('waiting_customer', 'resolved') THEN 'active' ELSE status END
     WHERE id = thread.id;
    UPDATE contact_identities
       SET last_inbound_at = received, display_name = coalesce(item ->> 'display_name', display_name)
     WHERE id = identity;
    PERFORM cauce_queue_turn(thread.id);
    PERFORM pg_notify('cauce_live', json_build_object(
        'kind', 'message.received', 'conversation', thread.id,
        'message', item -> 'ids' ->> 'message')::text);
    RETURN jsonb_build_object('message_id', item -> 'ids' ->> 'message', 'conversation_id', thread.id,
                              'sequence', thread.message_count + 1, 'duplicate', false);
END;
$$;

-- Makes contact and identity together; when another payload made them first, theirs are used.
CREATE FUNCTION cauce_new_identity(item jsonb, received timestamptz, OUT identity text, OUT person text)
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO contacts (id, created_at, updated_at, name, phones)
    VALUES (item -> 'ids' ->> 'contact', received, received, item ->> 'display_name',
            CASE WHEN item ->> 'phone' IS NULL THEN '{}' ELSE ARRAY[item ->> 'phone'] END);
    INSERT INTO contact_identities (id, created_at, updated_at, contact_id, channel, external_id,
                                    display_name, username, phone)
    VALUES (item -> 'ids' ->> 'identity', received, received, item -> 'ids' ->> 'contact',
            item ->> 'channel', item ->> 'external_id', item ->> 'display_name',
            item ->> 'username', item ->> 'phone')
    ON CONFLICT (channel, external_id) DO NOTHING;
    IF NOT FOUND THEN
        DELETE FROM contacts WHERE id = item -> 'ids' ->> 'contact';
    END IF;
    SELECT i.id, i.contact_id INTO identity, person FROM contact_identities i
     WHERE i.channel = item ->> 'channel' AND i.external_id = item ->> 'external_id';
END;
$$;

-- queued < sent < delivered < read; failed only before delivered. A status never goes back.
CREATE FUNCTION cauce_receive_status(item jsonb, received timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    ladder text[] := ARRAY['queued', 'sent', 'delivered', 'read'];
    news text := item ->> 'status';
    at timestamptz := (item ->> 'at')::timestamptz;
    thread text;
BEGIN
    UPDATE messages
       SET status = CASE
               WHEN news = 'failed' AND status IN ('queued', 'sent') THEN 'failed'
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
               WHEN news = 'failed' AND status IN ('queued', 'sent')
                   THEN concat_ws(' ', item ->> 'error_code', item ->> 'error')
               WHEN news IN ('delivered', 'read') THEN NULL
               ELSE error END,
           updated_at = received
     WHERE channel = item ->> 'channel' AND provider_id = item ->> 'provider_id'
       AND direction = 'out'
    RETURNING conversation_id INTO thread;
    IF FOUND THEN
        PERFORM pg_notify('cauce_live', json_build_object(
            'kind', 'message.status', 'conversation', thread)::text);
    END IF;
END;
$$;

-- Several payloads that came at the same moment: one transaction, one commit, all or none. All their
-- conversations are locked first, in the same order everywhere, so two servers cannot wait for each
-- other; and nobody waits long for the sake of others: who is held up is stored alone.
CREATE FUNCTION cauce_receive_all(bodies bytea[], facts text[], patience text) RETURNS text[]
LANGUAGE plpgsql AS $$
DECLARE
    answers text[] := '{}';
BEGIN
    PERFORM set_config('lock_timeout', patience, true);
    PERFORM 1 FROM conversations
     WHERE status <> 'closed' AND identity_id IN (
           SELECT i.id
             FROM unnest(facts) AS fact, jsonb_array_elements(fact::jsonb -> 'messages') AS item
             JOIN contact_identities i ON i.channel = item ->> 'channel'
                                      AND i.external_id = item ->> 'external_id')
     ORDER BY id FOR UPDATE;
    FOR place IN 1 .. coalesce(array_length(bodies, 1), 0) LOOP
        answers := answers || cauce_receive(bodies[place], facts[place]::jsonb)::text;
    END LOOP;
    RETURN answers;
END;
$$;
