"""A file that a person of ours chose: checked against its channel, and kept before it is sent."""

import hashlib
from dataclasses import dataclass

from cauce.core.channel import ChannelInfo
from cauce.core.file_limits import MEGABYTE
from cauce.core.files import FileKind, FileType, called, type_of
from cauce.engine.house import House
from cauce.errors import BadInput
from cauce.store.models import File, Message

FIELD = "file"


@dataclass(frozen=True, slots=True)
class Upload:
    """What came from the browser: a name somebody gave it, and its bytes."""

    name: str | None
    content: bytes


def checked(info: ChannelInfo, upload: Upload, most_megabytes: int) -> FileType:
    """What it is. Raises BadInput when it is dangerous, too large, or not for this channel."""
    if not upload.content:
        raise BadInput("The file is empty.", FIELD)
    found = type_of(upload.content, _said(upload.name), upload.name)
    if found is None:
        raise BadInput("This kind of file can harm a computer. It was not sent.", FIELD)
    most = info.files.get(found.mime)
    if most is None:
        raise BadInput("This channel does not take this kind of file.", FIELD)
    if len(upload.content) > min(most, most_megabytes * MEGABYTE):
        raise BadInput("The file is too large for this channel.", FIELD)
    return found


def row_of(house: House, file_id: str, message: Message, upload: Upload, found: FileType) -> File:
    """The file as it is noted with its message."""
    return File(
        id=file_id,
        message_id=message.id,
        conversation_id=message.conversation_id,
        contact_id=message.contact_id,
        direction="out",
        kind=found.kind,
        status="kept",
        name=called(upload.name, found),
        type=found.mime,
        size=len(upload.content),
        sha256=hashlib.sha256(upload.content).hexdigest(),
    )


def id_of(once: str) -> str:
    """The same for the same sending: whoever sends it again replaces the bytes, and adds none."""
    return f"{File.prefix}_{once[:26]}"


def _said(name: str | None) -> FileKind:
    sounds = (".m4a", ".aac", ".weba")
    return "audio" if (name or "").lower().endswith(sounds) else "document"
