"""Facebook Messenger, through a page's inbox."""

from cauce.core.channel import ChannelInfo
from cauce.core.file_limits import DOCUMENTS, at_most

CHANNEL = ChannelInfo(
    name="messenger",
    titles={"es": "Messenger", "en": "Messenger", "pt": "Messenger"},
    max_text=2000,
    buttons=13,
    button_data=1000,
    draws_cards=True,
    ad_window_hours=7 * 24,
    person_window_hours=7 * 24,
    object_name="page",
    files={
        **at_most(8, "image/jpeg", "image/png", "image/gif"),
        **at_most(25, "audio/aac", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav"),
        **at_most(25, "video/mp4", "video/webm", "video/quicktime"),
        **at_most(25, DOCUMENTS),
    },
)
