"""Words made comparable, and words made short."""

import unicodedata


def plain(text: str) -> str:
    """Lower case without accents."""
    apart = unicodedata.normalize("NFD", text.lower().replace("’", "'"))
    return "".join(mark for mark in apart if not unicodedata.combining(mark))


def shortened(text: str, most: int) -> str:
    """At most `most` characters, with an ellipsis where something was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
