"""The words in which a customer says that it is urgent."""

from collections.abc import Mapping

from cauce.ai.embedded.phrases import Hit
from cauce.ai.embedded.wording import Wording


def find_urgency(wording: Wording, hits: Mapping[str, tuple[Hit, ...]]) -> str | None:
    """The longest of the urgent phrases, critical ones first."""
    if "urgency.none" in hits:
        return None
    for section in ("urgency.high", "urgency.critical", "ready"):
        found = hits.get(section, ())
        if found:
            longest = max(found, key=lambda hit: hit.last - hit.first)
            return wording.verbatim(longest.first, longest.last)
    return None
