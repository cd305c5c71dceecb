"""Words made comparable, and words made short."""

import unicodedata

_MARKS = {code: None for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code))}


def plain(text: str) -> str:
    """Lower case without accents."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFD", text.lower().replace("’", "'")).translate(_MARKS)


def shortened(text: str, most: int) -> str:
    """At most `most` characters, with an ellipsis where something was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
