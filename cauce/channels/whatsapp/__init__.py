"""WhatsApp, through Meta's Cloud API."""

from cauce.core.channel import ChannelInfo
from cauce.core.file_limits import DOCUMENTS, at_most

CHANNEL = ChannelInfo(
    name="whatsapp",
    titles={"es": "WhatsApp", "en": "WhatsApp", "pt": "WhatsApp"},
    max_text=4096,
    buttons=10,
    max_text_with_buttons=1024,
    object_name="whatsapp_business_account",
    files={
        **at_most(5, "image/jpeg", "image/png"),
        **at_most(16, "audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"),
        **at_most(16, "video/mp4", "video/3gpp"),
        **at_most(100, DOCUMENTS),
    },
    max_caption=1024,
    templates=True,
)
