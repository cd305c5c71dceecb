"""Instagram direct messages."""

from cauce.core.channel import ChannelInfo

CHANNEL = ChannelInfo(
    name="instagram",
    titles={"es": "Instagram", "en": "Instagram", "pt": "Instagram"},
    max_text=1000,
    counts_bytes=True,
    buttons=13,
    button_data=1000,
    object_name="instagram",
)
