"""Facebook Messenger, through a page's inbox."""

from cauce.core.channel import ChannelInfo

CHANNEL = ChannelInfo(
    name="messenger",
    titles={"es": "Messenger", "en": "Messenger", "pt": "Messenger"},
    max_text=2000,
    buttons=13,
    button_data=1000,
    object_name="page",
)
