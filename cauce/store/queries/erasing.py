"""Forgetting a person: what says who they are or what they wrote is emptied, table by table.

Rows stay, so that figures and orders still add up; they only no longer belong to anybody.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_STATEMENTS = tuple(
    text(statement)
    for statement in (
        """UPDATE contacts
              SET name = NULL, emails = '{}', phones = '{}', company = NULL, industry = NULL,
                  company_size = NULL, address = NULL, city = NULL, interests = '{}',
                  preferences = '{}', social_profiles = '{}', company_info = '{}',
                  provenance = '{}'
            WHERE id = :contact""",
        # While it is still known what the platforms call them: no message leads to a payload that
        # was delivered twice.
        """UPDATE raw_messages
              SET body = '', sender = NULL, processed = true, processing_error = NULL
            WHERE id IN (SELECT raw_id FROM messages
                          WHERE contact_id = :contact AND raw_id IS NOT NULL)
               OR (channel, sender) IN
                  (SELECT channel, external_id FROM contact_identities
                    WHERE contact_id = :contact
                    UNION SELECT n.channel, n.name FROM identity_names n
                    JOIN contact_identities i ON i.id = n.identity_id
                    WHERE i.contact_id = :contact)""",
        # Nobody is found by these any more: who writes again is somebody we do not know.
        """DELETE FROM identity_names WHERE identity_id IN
                  (SELECT id FROM contact_identities WHERE contact_id = :contact)""",
        """UPDATE identity_moves SET given = '{}'
            WHERE :contact IN (from_contact_id, to_contact_id)""",
        """UPDATE contact_identities
              SET external_id = 'erased:' || id, display_name = NULL, username = NULL, phone = NULL
            WHERE contact_id = :contact""",
        # The bytes are taken off the shelf after the commit; until then nobody is shown them.
        """WITH erased AS (
               UPDATE files SET status = 'erased', heard = 'no', source = '{}', name = NULL,
                      sha256 = NULL, problem = NULL, provider_id = NULL, next_try = NULL
                WHERE contact_id = :contact AND status <> 'gone'
               RETURNING id)
           SELECT cauce_queue_file('forget_file', id) FROM erased""",
        """UPDATE message_changes SET said = '', data = '{}'
            WHERE (channel, about) IN (SELECT channel, provider_id FROM messages
                                        WHERE contact_id = :contact AND provider_id IS NOT NULL)""",
        """UPDATE messages SET content = '', media = '{}', extra = '{}'
            WHERE contact_id = :contact""",
        """UPDATE conversations
              SET preview = '', memory = '{}', status = 'closed',
                  closed_at = coalesce(closed_at, last_message_at), unhandled = 0, unread = 0
            WHERE contact_id = :contact""",
        """UPDATE deliveries SET status = 'failed', error = NULL
            WHERE status = 'queued' AND conversation_id IN
                  (SELECT id FROM conversations WHERE contact_id = :contact)""",
        """UPDATE cases
              SET description = '', entities = '{}', suggested_reply = NULL, evidence = '{}'
            WHERE contact_id = :contact""",
        "UPDATE consents SET evidence = '' WHERE contact_id = :contact",
        """UPDATE lead_classifications SET evidence = '{}'
            WHERE lead_id IN (SELECT id FROM leads WHERE contact_id = :contact)""",
        "UPDATE lead_intents SET entities = '{}' WHERE contact_id = :contact",
        "UPDATE sentiments SET triggers = '{}' WHERE contact_id = :contact",
        """UPDATE actions SET payload = '{}', result = '{}'
            WHERE decision_id IN (SELECT id FROM decisions WHERE contact_id = :contact)""",
        "UPDATE decisions SET saw = '{}', because = '[]' WHERE contact_id = :contact",
        "UPDATE approvals SET draft = '', sent = NULL, note = NULL WHERE contact_id = :contact",
        """UPDATE approvals SET status = 'expired'
            WHERE contact_id = :contact AND status = 'waiting'""",
        """UPDATE orders SET customer_name = NULL, address = NULL, city = NULL
            WHERE contact_id = :contact""",
        """UPDATE alerts SET message = '', data = '{}'
            WHERE conversation_id IN (SELECT id FROM conversations WHERE contact_id = :contact)""",
        """UPDATE unanswered_questions SET question = '', status = 'dismissed'
            WHERE status = 'open' AND conversation_id IN
                  (SELECT id FROM conversations WHERE contact_id = :contact)""",
        """UPDATE webhook_deliveries
              SET payload = '{}',
                  status = CASE WHEN status = 'queued' THEN 'failed' ELSE status END
            WHERE payload -> 'data' ->> 'contact_id' = :contact
               OR payload -> 'data' ->> 'conversation_id' IN
                  (SELECT id FROM conversations WHERE contact_id = :contact)""",
        """DELETE FROM idempotent_answers
            WHERE body ->> 'id' = :contact OR body ->> 'contact_id' = :contact
               OR body ->> 'id' IN (SELECT id FROM messages WHERE contact_id = :contact)""",
        """UPDATE audit_log SET before = NULL, after = NULL
            WHERE subject = :contact
               OR subject IN (SELECT id FROM approvals WHERE contact_id = :contact)""",
    )
)


async def erase(session: AsyncSession, contact_id: str) -> None:
    """Empties everything personal of this contact, in the session's transaction."""
    for statement in _STATEMENTS:
        await session.execute(statement, {"contact": contact_id})
