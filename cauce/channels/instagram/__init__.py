"""Instagram direct messages."""

from cauce.core.channel import ChannelInfo
from cauce.core.file_limits import at_most

CHANNEL = ChannelInfo(
    name="instagram",
    titles={"es": "Instagram", "en": "Instagram", "pt": "Instagram"},
    max_text=1000,
    counts_bytes=True,
    buttons=13,
    button_data=1000,
    draws_cards=True,
    ad_window_hours=7 * 24,
    person_window_hours=7 * 24,
    object_name="instagram",
    files={
        **at_most(8, "image/jpeg", "image/png"),
        **at_most(25, "audio/aac", "audio/mp4", "audio/wav"),
        **at_most(25, "video/mp4", "video/webm", "video/quicktime"),
    },
)
