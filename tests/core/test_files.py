"""A file is what its bytes are, whatever it is called."""

import pytest

from cauce.core.files import SHOWN, FileKind, called, type_of

JPEG, OFFICE = b"\xff\xd8\xff\xe0", b"PK\x03\x04....word/document.xml"


@pytest.mark.parametrize(
    ("content", "kind", "name", "mime"),
    [
        (JPEG, "image", "foto.jpg", "image/jpeg"),
        (JPEG, "document", "contrato.pdf", "image/jpeg"),
        (b"RIFF1234WEBPVP8 ", "sticker", None, "image/webp"),
        (b"RIFF1234WAVEfmt ", "audio", None, "audio/wav"),
        (b"OggS\x00\x02", "audio", None, "audio/ogg"),
        (b"\x00\x00\x00\x20ftypisom", "video", None, "video/mp4"),
        (b"\x00\x00\x00\x20ftypisom", "audio", None, "audio/mp4"),
        (b"\x00\x00\x00\x20ftypM4A ", "document", "nota.m4a", "audio/mp4"),
        (b"\x00\x00\x00\x20ftyp3gp4", "video", None, "video/3gpp"),
        (b"\xff\xf1P\x80", "audio", None, "audio/aac"),
        (b"#!AMR\n", "audio", None, "audio/amr"),
        (b"%PDF-1.7", "document", "a.pdf", "application/pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "document", "a.xls", "application/vnd.ms-excel"),
        ("Año, precio\n".encode(), "document", "a.csv", "text/plain"),
        (b"\x00\x01\x02", "document", "raro", "application/octet-stream"),
    ],
)
def test_the_bytes_decide(content: bytes, kind: FileKind, name: str | None, mime: str) -> None:
    found = type_of(content, kind, name)
    assert found is not None
    assert found.mime == mime


def test_an_office_file_is_known_by_what_is_packed_in_it() -> None:
    found = type_of(OFFICE, "document", "carta.zip")
    assert found is not None
    assert found.ending == "docx"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90", "factura.pdf"),
        (b"\x7fELF", None),
        (b"#!/bin/sh\n", "notas.txt"),
        (b"\xca\xfe\xba\xbe", "a"),
        (b"hola", "factura.pdf.exe"),
        (b"hola", "FACTURA.SCR "),
        (b"PK\x03\x04 AndroidManifest.xml", "fotos.zip"),
        (b"PK\x03\x04 word/vbaProject.bin", "carta.docx"),
    ],
)
def test_what_could_harm_a_computer_is_no_file_at_all(content: bytes, name: str | None) -> None:
    assert type_of(content, "document", name) is None


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg onload='x'>", "foto.png"),
        (b"\xef\xbb\xbf\n <!DOCTYPE html>", "foto.jpg"),
        (b"<?xml version='1.0'?>", "a.xml"),
        (b"hola <script>", "carta.html"),
        (b"hola", "carta.svg"),
    ],
)
def test_what_a_browser_would_run_is_never_shown_and_saved_as_something_to_read(
    content: bytes, name: str
) -> None:
    found = type_of(content, "image", name)
    assert found is not None
    assert found.mime not in SHOWN
    assert found.mime == "application/octet-stream"
    assert called(name, found).endswith(".txt")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("foto", "foto.jpg"),
        ("foto.jpeg", "foto.jpeg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\temp\\foto.jpg", "foto.jpg"),
        ("fac\u202etura\x00.jpg", "fac tura .jpg"),
        ("factura.pdf", "factura.pdf.jpg"),
        ("", "image.jpg"),
        ("...", "image.jpg"),
        (None, "image.jpg"),
        ("ñandú «1».jpg", "ñandú «1».jpg"),
    ],
)
def test_a_name_is_safe_and_ends_like_what_the_file_is(name: str | None, safe: str) -> None:
    found = type_of(JPEG, "image", None)
    assert found is not None
    assert called(name, found) == safe


def test_a_name_is_never_longer_than_may_be_shown() -> None:
    found = type_of(JPEG, "image", None)
    assert found is not None
    assert len(called("x" * 500, found)) == 120
