"""The chat on the business's own website: it lives in our database, so nothing leaves the house."""

from cauce.core.channel import ChannelInfo
from cauce.core.file_limits import DOCUMENTS, at_most

CHANNEL = ChannelInfo(
    name="webchat",
    titles={"es": "Chat del sitio web", "en": "Website chat", "pt": "Chat do site"},
    max_text=4000,
    buttons=13,
    button_data=1000,
    window_hours=None,
    in_house=True,
    files={
        **at_most(25, "image/jpeg", "image/png", "image/gif", "image/webp"),
        **at_most(25, "audio/aac", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav"),
        **at_most(25, "video/mp4", "video/webm"),
        **at_most(25, DOCUMENTS),
    },
    max_caption=4000,
)
