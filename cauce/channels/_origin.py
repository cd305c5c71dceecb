"""Where somebody came from before they wrote: an advertisement, a post, a link."""

from typing import Final

from cauce.channels._fields import Fields, identifier, section, text

# How a lead's source is called, by what platforms call it.
_SOURCES: Final = {"ad": "ad", "ads": "ad", "post": "post", "shortlink": "link"}
_LONGEST: Final = 200


def origin(*carriers: Fields) -> tuple[str | None, str | None]:
    """Source and campaign by the first referral that one of these carries; nothing without any."""
    for carrier in carriers:
        referral = section(carrier, "referral")
        if referral:
            kind = text(referral, "source_type") or text(referral, "source")
            shown = section(referral, "ads_context_data")
            name = (
                text(referral, "headline")
                or text(shown, "ad_title")
                or text(referral, "ref")
                or identifier(referral, "ad_id")
                or identifier(referral, "source_id")
                or text(referral, "source_url")
            )
            return _SOURCES.get(kind.lower(), "link"), name[:_LONGEST] or None
    return None, None
