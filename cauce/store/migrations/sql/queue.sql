-- Who adds a job and whose job of the same lock is just ending see each other: without this the one
-- that ends would find nobody waiting, the one that waits would find the lock taken, and neither would
-- wake anybody. Held until the commit.
CREATE FUNCTION cauce_stand_in_line(line text) RETURNS void
LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended(line, 0));
$$;

-- Queues the turn of a conversation, unless one is waiting already. The caller holds the
-- conversation's row lock, so a turn that is just starting cannot miss what was stored.
CREATE FUNCTION cauce_queue_turn(conversation text) RETURNS void
LANGUAGE sql AS $$
    SELECT cauce_stand_in_line('turn:' || conversation);
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args)
    VALUES ('chat', 'turn', 10, 'turn:' || conversation, 'turn:' || conversation,
            jsonb_build_object('conversation_id', conversation))
    ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING;
$$;

-- When a job that held a lock ends, whoever waits for that lock is told at once, not at the next poll.
CREATE FUNCTION cauce_tell_next_in_line() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cauce_stand_in_line(OLD.lock);
    IF EXISTS (SELECT 1 FROM procrastinate_jobs WHERE lock = OLD.lock AND status = 'todo') THEN
        PERFORM pg_notify('procrastinate_queue_v1#' || OLD.queue_name,
                          json_build_object('type', 'job_inserted', 'job_id', OLD.id)::text);
    END IF;
    RETURN NULL;
END;
$$;

CREATE TRIGGER cauce_lock_freed_by_update AFTER UPDATE OF status ON procrastinate_jobs
    FOR EACH ROW WHEN (OLD.lock IS NOT NULL AND OLD.status = 'doing' AND NEW.status <> 'doing')
    EXECUTE FUNCTION cauce_tell_next_in_line();
CREATE TRIGGER cauce_lock_freed_by_delete AFTER DELETE ON procrastinate_jobs
    FOR EACH ROW WHEN (OLD.lock IS NOT NULL AND OLD.status = 'doing')
    EXECUTE FUNCTION cauce_tell_next_in_line();
CREATE INDEX cauce_jobs_waiting_lock ON procrastinate_jobs (lock) WHERE status = 'todo';

-- Gives the work of dead workers to the living, and what a stopping worker had to let go: one job
-- at a time, and where its turn is queued again already, the dead one is simply gone. `attempts`
-- counts the workers that died on a job. Returns how many jobs were freed.
CREATE FUNCTION cauce_free_stalled(stalled_seconds double precision) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    dead bigint;
    freed integer := 0;
BEGIN
    FOR dead IN
        SELECT job.id FROM procrastinate_jobs job
          LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
         WHERE job.status = 'aborted'
            OR (job.status = 'doing'
                AND (job.worker_id IS NULL
                     OR worker.last_heartbeat < now() - make_interval(secs => stalled_seconds)))
         ORDER BY job.id
           FOR UPDATE OF job SKIP LOCKED
    LOOP
        BEGIN
            UPDATE procrastinate_jobs
               SET status = 'todo', worker_id = NULL, scheduled_at = NULL,
                   attempts = attempts + CASE status WHEN 'doing' THEN 1 ELSE 0 END
             WHERE id = dead;
        EXCEPTION WHEN unique_violation THEN
            DELETE FROM procrastinate_jobs WHERE id = dead;
        END;
        freed := freed + 1;
    END LOOP;
    IF freed > 0 THEN
        PERFORM pg_notify('procrastinate_any_queue_v1',
                          json_build_object('type', 'job_inserted', 'job_id', 0)::text);
    END IF;
    RETURN freed;
END;
$$;

-- Queues the delivery of a message, after those of its conversation that wait already.
CREATE FUNCTION cauce_queue_delivery(delivery text, conversation text) RETURNS void
LANGUAGE sql AS $$
    SELECT cauce_stand_in_line('deliver:' || conversation);
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args)
    VALUES ('chat', 'deliver', 5, 'deliver:' || conversation, 'deliver:' || delivery,
            jsonb_build_object('delivery_id', delivery))
    ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING;
$$;

-- Queues the telling of a message that its platform took and then could not deliver.
CREATE FUNCTION cauce_queue_bounced(message text, code text) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args)
    VALUES ('batch', 'bounced', 'bounced:' || message,
            jsonb_build_object('message_id', message, 'code', code))
    ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING;
$$;

-- Deliveries that are neither done nor waiting anywhere, a minute after their time: queues them.
CREATE FUNCTION cauce_queue_undelivered(moment timestamptz) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    lost record;
    found integer := 0;
BEGIN
    FOR lost IN
        SELECT id, conversation_id FROM deliveries d
         WHERE d.status IN ('queued', 'sending')
           AND coalesce(d.next_try, d.updated_at) < moment - interval '1 minute'
           AND NOT EXISTS (SELECT 1 FROM timers t WHERE t.key = 'deliver:' || d.id)
           AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs j
                            WHERE j.queueing_lock = 'deliver:' || d.id
                              AND j.status IN ('todo', 'doing'))
         ORDER BY d.id LIMIT 500
           FOR UPDATE SKIP LOCKED
    LOOP
        PERFORM cauce_queue_delivery(lost.id, lost.conversation_id);
        found := found + 1;
    END LOOP;
    RETURN found;
END;
$$;

-- Conversations with messages nobody took and no job that will: queues their turns.
CREATE FUNCTION cauce_queue_forgotten(moment timestamptz) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    thread text;
    found integer := 0;
BEGIN
    FOR thread IN
        SELECT id FROM conversations c
         WHERE c.unhandled > 0 AND (c.next_try IS NULL OR c.next_try <= moment)
           AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs j
                            WHERE j.lock = 'turn:' || c.id AND j.status IN ('todo', 'doing'))
         ORDER BY c.last_message_at LIMIT 500
           FOR UPDATE SKIP LOCKED
    LOOP
        PERFORM cauce_queue_turn(thread);
        found := found + 1;
    END LOOP;
    RETURN found;
END;
$$;

-- Queues something that is to be done with a file: fetching it, writing it down, taking it away.
CREATE FUNCTION cauce_queue_file(task text, file text) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args)
    VALUES ('files', task, task || ':' || file, jsonb_build_object('file_id', file))
    ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING;
$$;

-- Files that still have something to be done and no job that will, a minute after their time.
CREATE FUNCTION cauce_queue_left_files(moment timestamptz) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    lost record;
    found integer := 0;
BEGIN
    FOR lost IN
        SELECT f.id, task FROM files f,
               LATERAL (SELECT CASE WHEN f.status = 'waiting' THEN 'fetch_file'
                                    WHEN f.status = 'erased' THEN 'forget_file'
                                    ELSE 'hear_file' END AS task) AS wanted
         WHERE (f.status IN ('waiting', 'erased') OR f.heard = 'waiting')
           AND coalesce(f.next_try, f.updated_at) < moment - interval '1 minute'
           AND NOT EXISTS (SELECT 1 FROM timers t WHERE t.key = task || ':' || f.id)
           AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs j
                            WHERE j.queueing_lock = task || ':' || f.id
                              AND j.status IN ('todo', 'doing'))
         ORDER BY f.updated_at LIMIT 500
           FOR UPDATE OF f SKIP LOCKED
    LOOP
        PERFORM cauce_queue_file(lost.task, lost.id);
        found := found + 1;
    END LOOP;
    RETURN found;
END;
$$;

-- Queues what a platform tells of a message template, after what it told of the same one before.
CREATE FUNCTION cauce_queue_template_news(news jsonb) RETURNS void
LANGUAGE sql AS $$
    SELECT cauce_stand_in_line('template:' || (news ->> 'provider_id'));
    INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args)
    VALUES ('batch', 'template_news', 'template:' || (news ->> 'provider_id'),
            jsonb_build_object('news', news));
$$;

-- Queues what somebody told a platform about advertising, after what they told before.
CREATE FUNCTION cauce_queue_wish(wish jsonb) RETURNS void
LANGUAGE sql AS $$
    SELECT cauce_stand_in_line('wish:' || (wish #>> '{names,0}'));
    INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args)
    VALUES ('batch', 'marketing_wish', 'wish:' || (wish #>> '{names,0}'),
            jsonb_build_object('wish', wish));
$$;
