-- Queues the turn of a conversation, unless one is waiting already. The caller holds the
-- conversation's row lock, so a turn that is just starting cannot miss what was stored.
CREATE FUNCTION cauce_queue_turn(conversation text) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args)
    VALUES ('chat', 'turn', 10, 'turn:' || conversation, 'turn:' || conversation,
            jsonb_build_object('conversation_id', conversation))
    ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING;
$$;

-- When a job that held a lock ends, whoever waits for that lock is told at once, not at the next poll.
CREATE FUNCTION cauce_tell_next_in_line() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
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
