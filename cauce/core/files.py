"""Files in messages: what they are by their own bytes, never by what a sender calls them."""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final, Literal

FileKind = Literal["image", "audio", "video", "document", "sticker"]
FILE_KINDS: Final[frozenset[str]] = frozenset({"image", "audio", "video", "document", "sticker"})


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a message, before anybody fetched it.

    `provider_id` is the platform's name of it, `url` where it lies; one of both is there. `said`
    is what the sender calls its type, `sha256` what the platform says of its bytes, in base64.
    """

    kind: FileKind
    provider_id: str | None = None
    url: str | None = None
    said: str | None = None
    name: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class FileType:
    """`ending` is what its names end with."""

    mime: str
    kind: FileKind
    ending: str


# Browsers draw or play these and run nothing of them; the rest is only ever saved.
SHOWN: Final = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/webp",
        "audio/ogg",
        "audio/mpeg",
        "audio/mp4",
        "audio/aac",
        "audio/wav",
        "audio/webm",
        "audio/flac",
        "video/mp4",
        "video/webm",
        "video/3gpp",
    }
)
_OLE: Final = FileType("application/msword", "document", "doc")
_ZIP: Final = FileType("application/zip", "document", "zip")
_MP4: Final = FileType("video/mp4", "video", "mp4")
_TEXT: Final = FileType("text/plain", "document", "txt")
# Nobody knows what it is: it can be kept, and is handed out as mere bytes.
UNKNOWN: Final = FileType("application/octet-stream", "document", "bin")
# What a browser would run is handed out as mere bytes, and saved as something to read.
_PAGE: Final = FileType("application/octet-stream", "document", "txt")

# How files of each type begin.
_BEGINNINGS: Final[tuple[tuple[bytes, FileType], ...]] = (
    (b"\xff\xd8\xff", FileType("image/jpeg", "image", "jpg")),
    (b"\x89PNG\r\n\x1a\n", FileType("image/png", "image", "png")),
    (b"GIF87a", FileType("image/gif", "image", "gif")),
    (b"GIF89a", FileType("image/gif", "image", "gif")),
    (b"OggS", FileType("audio/ogg", "audio", "ogg")),
    (b"ID3", FileType("audio/mpeg", "audio", "mp3")),
    (b"#!AMR", FileType("audio/amr", "audio", "amr")),
    (b"fLaC", FileType("audio/flac", "audio", "flac")),
    (b"\x1a\x45\xdf\xa3", FileType("video/webm", "video", "webm")),
    (b"%PDF-", FileType("application/pdf", "document", "pdf")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLE),
    (b"{\\rtf", FileType("application/rtf", "document", "rtf")),
    (b"PK\x03\x04", _ZIP),
)
# The same for frames of sound, which begin with twelve set bits.
_FRAMES: Final[tuple[tuple[frozenset[int], FileType], ...]] = (
    (frozenset({0xF1, 0xF9}), FileType("audio/aac", "audio", "aac")),
    (frozenset({0xFB, 0xFA, 0xF3, 0xF2}), FileType("audio/mpeg", "audio", "mp3")),
)
_RIFF: Final = {
    b"WEBP": FileType("image/webp", "image", "webp"),
    b"WAVE": FileType("audio/wav", "audio", "wav"),
}
_BRANDS: Final = {
    b"M4A": FileType("audio/mp4", "audio", "m4a"),
    b"3gp": FileType("video/3gpp", "video", "3gp"),
    b"qt ": FileType("video/quicktime", "video", "mov"),
    b"hei": FileType("image/heic", "image", "heic"),
    b"mif": FileType("image/heic", "image", "heic"),
}
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_PACKED: Final[tuple[tuple[bytes, FileType], ...]] = (
    (b"word/", FileType(f"{_OFFICE}wordprocessingml.document", "document", "docx")),
    (b"xl/", FileType(f"{_OFFICE}spreadsheetml.sheet", "document", "xlsx")),
    (b"ppt/", FileType(f"{_OFFICE}presentationml.presentation", "document", "pptx")),
)
_OLE_ENDINGS: Final = {
    "xls": FileType("application/vnd.ms-excel", "document", "xls"),
    "ppt": FileType("application/vnd.ms-powerpoint", "document", "ppt"),
}
# Boxes that hold sound as well as pictures; the sender knows which of both it is.
_AS_SOUND: Final = {
    "video/mp4": FileType("audio/mp4", "audio", "m4a"),
    "video/webm": FileType("audio/webm", "audio", "webm"),
    "video/3gpp": FileType("audio/3gpp", "audio", "3gp"),
}
# Programs of every system, and scripts that say who runs them.
_PROGRAMS: Final = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"dex\n",
    b"#!",
)
# Windows runs these by their names, whatever is in them.
_RUN_BY_NAME: Final = re.compile(
    "apk|app|bat|cmd|com|cpl|dll|dmg|exe|hta|img|iso|jar|jse?|lnk|msi|msix|pif|ps1|reg|scr|sh|vbe?|vbs"
    "|wsf|xll"
)
_PAGES: Final = re.compile("[sx]?html?|svgz?|xml|xht|mht(?:ml)?|url|webloc")
_PROGRAM_INSIDE: Final = (b"AndroidManifest.xml", b"META-INF/MANIFEST.MF", b"vbaProject.bin")
LONGEST_NAME: Final = 120
_MARKUP: Final = re.compile(rb"\s*<(?:!doctype|html|svg|\?xml|script|head|body|!--)", re.IGNORECASE)


def type_of(
    content: bytes, kind: FileKind = "document", name: str | None = None
) -> FileType | None:
    """What the bytes are; None when opening them could do harm. `kind` is the sender's word, and
    only tells sound from pictures where the same box holds either."""
    if _RUN_BY_NAME.fullmatch(_ending(name)):
        return None
    if content.startswith(_PROGRAMS) and not content.startswith(b"#!AMR"):
        return None
    found = _by_bytes(content, name)
    if found is _ZIP and any(sign in content for sign in _PROGRAM_INSIDE):
        return None
    if found is _ZIP:
        found = next((packed for sign, packed in _PACKED if sign in content), _ZIP)
    if kind == "audio":
        found = _AS_SOUND.get(found.mime, found)
    if kind == "sticker" and found.kind == "image":
        return replace(found, kind="sticker")
    return found


def _by_bytes(content: bytes, name: str | None) -> FileType:
    begins = next((found for sign, found in _BEGINNINGS if content.startswith(sign)), None)
    if begins is _OLE:
        return _OLE_ENDINGS.get(_ending(name), _OLE)
    if begins is not None:
        return begins
    if content[:4] == b"RIFF":
        return _RIFF.get(content[8:12], UNKNOWN)
    if content[4:8] == b"ftyp":
        return _BRANDS.get(content[8:11], _MP4)
    if content[:1] == b"\xff":
        second = content[1] if len(content) > 1 else 0
        return next((found for seconds, found in _FRAMES if second in seconds), UNKNOWN)
    if _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")) or _PAGES.fullmatch(_ending(name)):
        return _PAGE
    return _TEXT if _plain(content) else UNKNOWN


def _plain(content: bytes) -> bool:
    """Words and nothing else."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not any(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in text)


def called(name: str | None, found: FileType) -> str:
    """A name that is safe to show and to save under, and ends like what the file is."""
    written = unicodedata.normalize("NFC", (name or "").replace("\\", "/").rpartition("/")[2])
    seen = "".join(
        sign if unicodedata.category(sign)[0] not in "CZ" or sign == " " else " "
        for sign in written
    )
    seen = re.sub(r"[\"*:<>?|]+", " ", seen)
    seen = " ".join(seen.split()).strip(". ")
    stem = seen.rpartition(".")[0] if _ending(seen) else seen
    if found is not UNKNOWN and _ending(seen) not in (found.ending, *_SAME.get(found.ending, ())):
        stem, ending = seen, found.ending
    else:
        ending = _ending(seen) or found.ending
    return f"{(stem or found.kind)[: LONGEST_NAME - len(ending) - 1]}.{ending}"


_SAME: Final = {"jpg": ("jpeg",), "m4a": ("mp4", "aac"), "ogg": ("oga", "opus"), "txt": ("csv",)}


def _ending(name: str | None) -> str:
    before, _, ending = (name or "").rpartition(".")
    return ending.strip().lower() if before and re.fullmatch(r"\w{1,8}", ending.strip()) else ""
