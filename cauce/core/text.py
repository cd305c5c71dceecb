"""Text as a database and a browser can hold it."""

import re

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """A NUL becomes the sign for it, half a surrogate pair the replacement character.

    Neither can be stored as UTF-8 text, and neither is worth refusing a whole message for.
    """
    return _UNSTORABLE.sub(lambda found: "␀" if found[0] == "\0" else "\ufffd", text)
