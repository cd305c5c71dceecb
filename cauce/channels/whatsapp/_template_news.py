"""What WhatsApp tells of templates: approved, paused, better or worse, under another heading."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from cauce.channels._fields import Fields, NotUnderstoodError, identifier, section, text
from cauce.core.events import TemplateNews, TemplateTrait

FIELDS: Final = (
    "message_template_status_update",
    "message_template_quality_update",
    "template_category_update",
)
_NO_REASON: Final = ("", "NONE")
# Coming back from a pause or the archive is being approved.
_AS: Final = {"REINSTATED": "APPROVED", "UNARCHIVED": "APPROVED"}


def template_news(field: str, value: Fields, business: str, at: datetime) -> Iterator[TemplateNews]:
    """Raises NotUnderstoodError for news of no template, or that say nothing."""
    named = identifier(value, "message_template_id")
    if named is None or not business:
        raise NotUnderstoodError("it does not say of which template")
    told = tuple(_told(field, value))
    if not told:
        raise NotUnderstoodError("it does not say what is so now")
    for trait, said in told:
        yield TemplateNews(
            channel="whatsapp",
            business=business,
            provider_id=named,
            name=text(value, "message_template_name"),
            language=text(value, "message_template_language"),
            trait=trait,
            value=said,
            at=at,
            reason=_reason(value) if trait == "status" else None,
        )


def _told(field: str, value: Fields) -> Iterator[tuple[TemplateTrait, str]]:
    if field == "message_template_status_update":
        event = text(value, "event").upper()
        if event:
            yield "status", _AS.get(event, event)
    elif field == "message_template_quality_update":
        if text(value, "new_quality_score"):
            yield "quality", text(value, "new_quality_score").upper()
    elif text(value, "correct_category"):
        # It says what will be, and that it is not so yet.
        yield "coming_category", text(value, "correct_category").upper()
    elif text(value, "new_category"):
        yield "category", text(value, "new_category").upper()


def _reason(value: Fields) -> str | None:
    more = section(value, "rejection_info")
    told = " ".join(filter(None, (text(more, "reason"), text(more, "recommendation"))))
    short = text(value, "reason")
    return told or (None if short in _NO_REASON else short)
