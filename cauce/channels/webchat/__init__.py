"""The chat on the business's own website: it lives in our database, so nothing leaves the house."""

from cauce.core.channel import ChannelInfo

CHANNEL = ChannelInfo(
    name="webchat",
    titles={"es": "Chat del sitio web", "en": "Website chat", "pt": "Chat do site"},
    max_text=4000,
    buttons=13,
    button_data=1000,
    window_hours=None,
    in_house=True,
)
