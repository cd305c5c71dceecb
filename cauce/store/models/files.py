"""Files that came with messages or leave with them; their bytes lie on a shelf, under their id."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from cauce.store.models.base import Base, JsonObject, Row, one_of, refers_to


class File(Row, Base):
    """One file of a message. `source` is how the platform tells of it; `type` and `size` are those
    of the bytes that were kept.

    `waiting` is to be fetched, `kept` lies on the shelf, the others say in `problem` why not;
    `erased` is to be taken off the shelf, `gone` has been. `heard` is what became of writing a
    voice note down. `provider_id` names an outgoing file on its platform since `uploaded_at`.
    """

    __tablename__ = "files"
    prefix = "file"
    __table_args__ = (
        one_of("direction", ("in", "out")),
        one_of("kind", ("image", "audio", "video", "document", "sticker")),
        one_of("status", ("waiting", "kept", "failed", "too_large", "refused", "erased", "gone")),
        one_of("heard", ("no", "waiting", "done", "failed")),
        Index(
            "ix_files_to_do",
            "updated_at",
            postgresql_where=text("status IN ('waiting', 'erased') OR heard = 'waiting'"),
        ),
    )

    message_id: Mapped[str] = refers_to("messages", cascade=True)
    conversation_id: Mapped[str] = refers_to("conversations", cascade=True, index=False)
    contact_id: Mapped[str] = refers_to("contacts")
    place: Mapped[int] = mapped_column(server_default="1")
    direction: Mapped[str]
    kind: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="waiting")
    source: Mapped[JsonObject] = mapped_column(server_default="{}")
    name: Mapped[str | None]
    type: Mapped[str | None]
    size: Mapped[int | None]
    sha256: Mapped[str | None]
    problem: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    next_try: Mapped[datetime | None]
    heard: Mapped[str] = mapped_column(server_default="no")
    provider_id: Mapped[str | None]
    uploaded_at: Mapped[datetime | None]
