-- News of a message of ours. A platform can be faster than we are at noting its name for the message:
-- what comes before is kept until `cauce_name_message` asks for it, or until nobody knows whether the
-- message left and `cauce_hear_by_key` does.
CREATE FUNCTION cauce_receive_status(item jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF cauce_apply_status(item) THEN
        RETURN;
    END IF;
    PERFORM cauce_lock_name(item ->> 'channel', item ->> 'provider_id');
    IF cauce_apply_status(item) OR cauce_settle_unknown(item) THEN
        RETURN;
    END IF;
    INSERT INTO early_statuses (id, created_at, updated_at, channel, provider_id, key, news)
    VALUES ('early_' || md5(concat_ws(' ', item ->> 'channel', item ->> 'provider_id',
                                      item ->> 'status')),
            (item ->> 'received')::timestamptz, (item ->> 'received')::timestamptz,
            item ->> 'channel', item ->> 'provider_id', item ->> 'key', item)
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
BEGIN
    UPDATE messages SET provider_id = name WHERE id = message;
    PERFORM cauce_hear_early(outlet, name);
END;
$$;

-- Applies what was said of a name before anybody knew whose it is.
CREATE FUNCTION cauce_hear_early(outlet text, name text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    early jsonb;
BEGIN
    FOR early IN
        WITH known AS (DELETE FROM early_statuses
                        WHERE channel = outlet AND provider_id = name RETURNING *)
        SELECT news FROM known ORDER BY created_at, id
    LOOP
        PERFORM cauce_apply_status(early);
    END LOOP;
END;
$$;

-- What the platform repeats in its news of one try of one piece of a delivery.
CREATE FUNCTION cauce_try_key(key text, part bigint, attempts bigint) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN part = 0 AND attempts <= 1 THEN key
                ELSE concat_ws('.', key, part, attempts) END;
$$;

-- queued < unknown < accepted < sent < delivered < read < played; failed only before delivered. A
-- status never goes back. False when no message of ours is called like this. Where it failed, a job
-- looks what can be done, and tells people and programs.
CREATE FUNCTION cauce_apply_status(item jsonb) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    ladder text[] := ARRAY['queued', 'unknown', 'accepted', 'sent', 'delivered', 'read', 'played'];
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
        RETURN cauce_apply_to_part(item);
    END IF;
    PERFORM cauce_note_charge(ours.id, item);
    fails := news = 'failed' AND ours.status IN ('queued', 'unknown', 'accepted', 'sent');
    UPDATE messages
       SET status = CASE
               WHEN fails THEN 'failed'
               WHEN news = 'failed' THEN status
               WHEN status = 'failed' AND news IN ('delivered', 'read', 'played') THEN news
               WHEN array_position(ladder, news) > coalesce(array_position(ladder, status), 9)
                   THEN news
               ELSE status END,
           sent_at = CASE WHEN news = 'sent' THEN coalesce(sent_at, at) ELSE sent_at END,
           delivered_at = CASE WHEN news = 'delivered' THEN coalesce(delivered_at, at)
                               ELSE delivered_at END,
           read_at = CASE WHEN news = 'read' THEN coalesce(read_at, at) ELSE read_at END,
           played_at = CASE WHEN news = 'played' THEN coalesce(played_at, at) ELSE played_at END,
           error = CASE
               WHEN fails THEN concat_ws(' ', item ->> 'error_code', item ->> 'error')
               WHEN news IN ('delivered', 'read', 'played') THEN NULL
               ELSE error END,
           problem = CASE WHEN news IN ('delivered', 'read', 'played') THEN NULL ELSE problem END,
           updated_at = (item ->> 'received')::timestamptz
     WHERE id = ours.id;
    IF fails THEN
        PERFORM cauce_queue_bounced(ours.id, item ->> 'error_code');
    END IF;
    PERFORM cauce_tell_status(ours.conversation_id);
    RETURN true;
END;
$$;

-- The same for another name of a message. A piece that failed makes a failure of the whole, whatever
-- became of the rest. A former try that arrived after all calls back the one that would repeat it.
CREATE FUNCTION cauce_apply_to_part(item jsonb) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    news text := item ->> 'status';
    known record;
    whole record;
BEGIN
    SELECT * INTO known FROM message_parts
     WHERE channel = item ->> 'channel' AND provider_id = item ->> 'provider_id';
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM FROM deliveries WHERE message_id = known.message_id FOR UPDATE;
    SELECT id, conversation_id, status, provider_id INTO whole FROM messages
     WHERE id = known.message_id FOR UPDATE;
    PERFORM cauce_note_charge(known.message_id, item);
    UPDATE message_parts SET status = news, updated_at = (item ->> 'received')::timestamptz
     WHERE id = known.id AND status NOT IN ('read', 'played', news)
       AND NOT (status = 'delivered' AND news NOT IN ('read', 'played'));
    IF known.kind = 'piece' AND news = 'failed' AND known.status NOT IN ('delivered', 'read', 'played')
       AND whole.status <> 'failed' THEN
        UPDATE messages
           SET status = 'failed', updated_at = (item ->> 'received')::timestamptz,
               error = concat_ws(' ', item ->> 'error_code', item ->> 'error')
         WHERE id = whole.id;
        PERFORM cauce_queue_bounced(whole.id, item ->> 'error_code');
    ELSIF known.kind = 'former' AND news IN ('delivered', 'read', 'played')
          AND whole.provider_id IS NULL THEN
        UPDATE deliveries SET status = 'sent', next_try = NULL, error = NULL, remedy = NULL,
                              updated_at = (item ->> 'received')::timestamptz
         WHERE message_id = whole.id AND status = 'queued';
        IF FOUND THEN
            DELETE FROM message_parts WHERE id = known.id;
            UPDATE messages SET provider_id = known.provider_id, error = NULL, problem = NULL
             WHERE id = whole.id;
            RETURN cauce_apply_status(item);
        END IF;
    END IF;
    PERFORM cauce_tell_status(whole.conversation_id);
    RETURN true;
END;
$$;

-- News that carry our own mark of a message nobody knew to have left: now it is known. False where the
-- mark is of no such message. Whoever finds out that nobody knows holds the delivery too, so the news
-- are either settled here or found there.
CREATE FUNCTION cauce_settle_unknown(item jsonb) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    ours record;
BEGIN
    IF item ->> 'key' IS NULL THEN
        RETURN false;
    END IF;
    SELECT * INTO ours FROM deliveries
     WHERE key = split_part(item ->> 'key', '.', 1) AND channel = item ->> 'channel' FOR UPDATE;
    IF NOT FOUND OR ours.status <> 'unknown'
       OR cauce_try_key(ours.key, ours.part, ours.attempts) <> item ->> 'key' THEN
        RETURN false;
    END IF;
    PERFORM cauce_has_left(ours.id, item ->> 'provider_id', (item ->> 'at')::timestamptz);
    PERFORM cauce_apply_status(item);
    RETURN true;
END;
$$;

-- The same the other way round: what had been said already of a delivery that just became unknown.
-- The caller holds the delivery. True when that settles it.
CREATE FUNCTION cauce_hear_by_key(delivery text) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    early record;
BEGIN
    SELECT e.provider_id AS name, e.channel, e.news INTO early
      FROM deliveries d JOIN early_statuses e
        ON e.key = cauce_try_key(d.key, d.part, d.attempts) AND e.channel = d.channel
     WHERE d.id = delivery AND d.status = 'unknown'
     ORDER BY e.created_at, e.id LIMIT 1;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM cauce_has_left(delivery, early.name, (early.news ->> 'at')::timestamptz);
    PERFORM cauce_hear_early(early.channel, early.name);
    RETURN true;
END;
$$;

-- What was sent when nobody knew it is noted as sent under the platform's name for it, the question to
-- people is settled, and the rest of a longer message goes on. Without a name a person has said so.
CREATE FUNCTION cauce_has_left(delivery text, name text, moment timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    ours record;
    last boolean;
BEGIN
    SELECT *, coalesce(jsonb_array_length(plan -> 'pieces'), 1) AS pieces
      INTO ours FROM deliveries WHERE id = delivery;
    last := ours.part + 1 >= ours.pieces;
    IF NOT last AND name IS NOT NULL THEN
        INSERT INTO message_parts (id, created_at, updated_at, message_id, channel, provider_id,
                                   kind, place, status)
        VALUES ('part_' || md5(ours.channel || ' ' || name), moment, moment, ours.message_id,
                ours.channel, name, 'piece', ours.part, 'sent')
        ON CONFLICT (channel, provider_id) DO NOTHING;
    END IF;
    UPDATE deliveries
       SET status = CASE WHEN last THEN 'sent' ELSE 'queued' END,
           part = CASE WHEN last THEN part ELSE part + 1 END,
           attempts = CASE WHEN last THEN attempts ELSE 0 END,
           sent_at = moment, next_try = NULL, error = NULL, remedy = NULL
     WHERE id = delivery;
    UPDATE messages
       SET status = CASE WHEN last THEN 'accepted' ELSE 'queued' END,
           provider_id = CASE WHEN last THEN name END, problem = NULL, error = NULL,
           sent_at = coalesce(sent_at, moment)
     WHERE id = ours.message_id AND status IN ('queued', 'unknown');
    IF NOT last THEN
        PERFORM cauce_queue_delivery(delivery, ours.conversation_id);
    END IF;
    PERFORM pg_notify('cauce_live', json_build_object('kind', 'alert.changed',
                                                      'alert', settled.id)::text)
       FROM cauce_settle_alert('delivery_unknown:' || delivery, moment) AS settled (id);
    PERFORM cauce_tell_status(ours.conversation_id);
END;
$$;

CREATE FUNCTION cauce_settle_alert(about text, moment timestamptz) RETURNS SETOF text
LANGUAGE sql AS $$
    UPDATE alerts SET status = 'resolved', resolved_at = moment, updated_at = moment
     WHERE cause = about AND status <> 'resolved' RETURNING id;
$$;

-- What the platform charges for it: told with more than one status, counted once.
CREATE FUNCTION cauce_note_charge(message text, item jsonb) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO message_charges (id, created_at, updated_at, message_id, channel, provider_id,
                                 category, type, billable, micros, currency)
    SELECT 'chrg_' || md5(concat_ws(' ', item ->> 'channel', item ->> 'provider_id')), received,
           received, message, item ->> 'channel', item ->> 'provider_id', told.category, told.type,
           told.billable, told.micros, told.currency
      FROM jsonb_to_record(item -> 'charge') AS told (
               category text, type text, billable boolean, micros bigint, currency text),
           CAST(item ->> 'received' AS timestamptz) AS received
     WHERE jsonb_typeof(item -> 'charge') = 'object'
    ON CONFLICT (channel, provider_id) DO UPDATE
       SET category = excluded.category, type = excluded.type, billable = excluded.billable,
           micros = excluded.micros, currency = excluded.currency, updated_at = excluded.updated_at;
$$;

CREATE FUNCTION cauce_tell_status(conversation text) RETURNS void
LANGUAGE sql AS $$
    SELECT pg_notify('cauce_live', json_build_object(
        'kind', 'message.status', 'conversation', conversation)::text);
$$;

-- A place in the line of everything a number sends, and in that of what one person gets: the moment
-- both have room, which is promised to the caller. `number_gap` and `person_gap` are seconds a message
-- takes; `number_burst` and `person_burst` how many may leave at once after a silence. A person is
-- left out where the platform does not count them.
CREATE FUNCTION cauce_stand_in_pace(
    number text, number_gap double precision, number_burst bigint,
    person text, person_gap double precision, person_burst bigint, moment timestamptz
) RETURNS timestamptz
LANGUAGE plpgsql AS $$
DECLARE
    room timestamptz := moment;
    line record;
BEGIN
    INSERT INTO send_paces (id, created_at, updated_at, key, free_at)
    SELECT 'pace_' || md5(wanted), moment, moment, wanted, moment
      FROM unnest(ARRAY[number, person]) AS wanted WHERE wanted IS NOT NULL
     ORDER BY wanted
    ON CONFLICT DO NOTHING;
    FOR line IN
        SELECT p.*, CASE WHEN p.key = number THEN number_gap * (number_burst - 1)
                         ELSE person_gap * (person_burst - 1) END AS ahead
          FROM send_paces p WHERE p.key IN (number, person) ORDER BY p.key FOR UPDATE
    LOOP
        room := greatest(room, line.held_until, line.free_at - make_interval(secs => line.ahead));
    END LOOP;
    UPDATE send_paces
       SET free_at = greatest(free_at, room)
                   + make_interval(secs => CASE WHEN key = number THEN number_gap
                                                ELSE person_gap END),
           updated_at = moment
     WHERE key IN (number, person);
    RETURN room;
END;
$$;

-- Nothing leaves for this person before a moment.
CREATE FUNCTION cauce_hold_pace(person text, until timestamptz, moment timestamptz) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO send_paces (id, created_at, updated_at, key, free_at)
    VALUES ('pace_' || md5(person), moment, moment, person, moment)
    ON CONFLICT DO NOTHING;
    UPDATE send_paces SET held_until = greatest(held_until, until), updated_at = moment
     WHERE key = person;
$$;
