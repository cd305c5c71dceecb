CREATE FUNCTION cauce_changes_in(given jsonb[]) RETURNS cauce_change[]
LANGUAGE sql AS $$
    SELECT array_agg(jsonb_populate_record(NULL::cauce_change, change || jsonb_build_object(
               'place', place * 100000 + within, 'raw_id', fact -> 'raw' -> 'id',
               'received', fact -> 'raw' -> 'received_at')))
      FROM unnest(given) WITH ORDINALITY AS payload (fact, place),
           jsonb_array_elements(fact -> 'changes') WITH ORDINALITY AS changes (change, within);
$$;

-- Writes down what is done to messages, once, and shows it on those that are here; what is done to one
-- that comes later waits for it. The caller has locked the names and the conversations.
CREATE FUNCTION cauce_change_messages(fresh cauce_arrival[], changed cauce_change[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    touched text[];
BEGIN
    WITH noted AS (
        INSERT INTO message_changes (id, created_at, updated_at, channel, event, about, kind, author,
                                     said, data, at, raw_id)
        SELECT 'chan_' || key, received, received, channel, event, about, kind, author, said,
               coalesce(data, '{}'), at, raw_id
          FROM unnest(changed) ORDER BY channel, event, place
        ON CONFLICT (channel, event) DO NOTHING
        RETURNING channel, about)
    SELECT array_agg(DISTINCT m.id) INTO touched
      FROM (SELECT channel, about FROM noted
             UNION SELECT a.channel, a.provider_id FROM unnest(fresh) AS a
                     JOIN message_changes c ON c.channel = a.channel AND c.about = a.provider_id
           ) AS named (channel, name)
      JOIN messages m ON m.channel = named.channel AND m.provider_id = named.name;
    IF touched IS NOT NULL THEN
        PERFORM cauce_show_changes(touched, coalesce((SELECT max(received) FROM unnest(changed)),
                                                     (SELECT max(received) FROM unnest(fresh))));
    END IF;
END;
$$;

-- What all changes together make of a message: `edited`, `withdrawn` and `reactions`. Only whoever said
-- something can edit or withdraw it; of the reactions of each side the last one counts.
CREATE FUNCTION cauce_outcome_of(message text)
RETURNS TABLE (edit text, edit_data jsonb, edited_at timestamptz, withdrawn_at timestamptz,
               reactions jsonb)
LANGUAGE sql STABLE AS $$
    WITH all_of_it AS (
        SELECT c.*, c.author = CASE m.direction WHEN 'in' THEN 'customer' ELSE 'agent' END AS own
          FROM messages m JOIN message_changes c ON c.channel = m.channel AND c.about = m.provider_id
         WHERE m.id = message
    ), last_edit AS (
        SELECT * FROM all_of_it WHERE kind = 'edited' AND own
         ORDER BY coalesce((data ->> 'num_edit')::numeric, 0) DESC, at DESC, id DESC LIMIT 1
    ), last_reactions AS (
        SELECT DISTINCT ON (author) author, said, at FROM all_of_it WHERE kind = 'reaction'
         ORDER BY author, at DESC, id DESC
    )
    SELECT (SELECT said FROM last_edit), (SELECT data - 'num_edit' FROM last_edit),
           (SELECT at FROM last_edit),
           (SELECT min(at) FROM all_of_it WHERE kind = 'withdrawn' AND own),
           (SELECT jsonb_agg(jsonb_build_object('by', author, 'emoji', said) ORDER BY author)
              FROM last_reactions WHERE said <> '');
$$;

-- Shows messages as they stand after all that was done to them. What was withdrawn is empty, and needs
-- no answer if it had none yet; an edit of what was answered already is news for people.
CREATE FUNCTION cauce_show_changes(touched text[], moment timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    news text[];
    gone text[];
BEGIN
    WITH stands AS (
        SELECT m.id, m.conversation_id, m.sequence, m.handled, m.direction, m.content AS before,
               m.extra ? 'withdrawn' AS was_withdrawn, now.*,
               CASE WHEN now.withdrawn_at IS NOT NULL THEN '' ELSE coalesce(now.edit, m.content) END
                   AS content,
               CASE WHEN now.withdrawn_at IS NOT NULL THEN '{}'
                    ELSE m.media || coalesce(now.edit_data, '{}') END AS media,
               (m.extra - '{edited,withdrawn,reactions}'::text[]) || jsonb_strip_nulls(
                   jsonb_build_object('withdrawn', now.withdrawn_at, 'reactions', now.reactions,
                       'edited', CASE WHEN now.edit IS NOT NULL AND now.withdrawn_at IS NULL THEN
                           jsonb_build_object('at', now.edited_at, 'original',
                               coalesce(m.extra #>> '{edited,original}', m.content)) END)) AS extra
          FROM unnest(touched) AS wanted (id) JOIN messages m ON m.id = wanted.id
               CROSS JOIN LATERAL cauce_outcome_of(m.id) AS now
    ), shown AS (
        UPDATE messages m
           SET content = s.content, media = s.media, extra = s.extra, updated_at = moment,
               handled = m.handled OR s.withdrawn_at IS NOT NULL
          FROM stands s WHERE m.id = s.id
        RETURNING m.id
    ), counted AS (
        UPDATE conversations c
           SET unhandled = greatest(0, c.unhandled - n.let_go), unread = c.unread + n.news,
               preview = coalesce(n.said, c.preview), updated_at = moment
          FROM (SELECT s.conversation_id,
                       count(*) FILTER (WHERE s.direction = 'in' AND NOT s.handled
                                          AND s.withdrawn_at IS NOT NULL) AS let_go,
                       count(*) FILTER (WHERE s.direction = 'in' AND s.handled
                                          AND s.content <> s.before AND NOT s.was_withdrawn) AS news,
                       max(left(s.content, 140)) FILTER (WHERE s.sequence = last.sequence) AS said
                  FROM stands s
                  JOIN LATERAL (SELECT max(m.sequence) AS sequence FROM messages m
                                 WHERE m.conversation_id = s.conversation_id
                                   AND m.sender <> 'system') AS last ON true
                 GROUP BY s.conversation_id) AS n
         WHERE c.id = n.conversation_id
    )
    SELECT array_agg(json_build_object('kind', 'message.changed', 'conversation', conversation_id,
                                       'message', id)::text)
      INTO news FROM stands;
    PERFORM pg_notify('cauce_live', one) FROM unnest(news) AS one;
    -- The files of what was withdrawn go as well; their bytes after the commit.
    WITH taken AS (
        UPDATE files f SET status = 'erased', heard = 'no', source = '{}', name = NULL, sha256 = NULL,
                           problem = NULL, provider_id = NULL, next_try = NULL, updated_at = moment
          FROM messages m
         WHERE m.id = ANY(touched) AND m.extra ? 'withdrawn' AND f.message_id = m.id
           AND f.status NOT IN ('erased', 'gone')
        RETURNING f.id)
    SELECT array_agg(id) INTO gone FROM taken;
    PERFORM cauce_queue_file('forget_file', id) FROM unnest(gone) AS id;
END;
$$;
