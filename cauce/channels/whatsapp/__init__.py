"""WhatsApp, through Meta's Cloud API."""

from cauce.core.channel import ChannelInfo

CHANNEL = ChannelInfo(
    name="whatsapp",
    titles={"es": "WhatsApp", "en": "WhatsApp", "pt": "WhatsApp"},
    max_text=4096,
    buttons=10,
    object_name="whatsapp_business_account",
)
