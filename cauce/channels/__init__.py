"""Where people are: every channel Cauce speaks, and who reads what each platform sends."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from cauce.channels import instagram, messenger, webchat, whatsapp
from cauce.channels._graph_codes import meaning
from cauce.channels._meta import shakes_hands, signed
from cauce.channels.instagram.parse import parse as parse_instagram
from cauce.channels.messenger.parse import parse as parse_messenger
from cauce.channels.whatsapp.parse import parse as parse_whatsapp
from cauce.core.channel import ChannelInfo
from cauce.core.delivery import Remedy
from cauce.core.events import Channel, InboundEvent

Parse = Callable[[Mapping[str, Any], datetime], tuple[InboundEvent, ...]]

ALL: Final = (webchat.CHANNEL, whatsapp.CHANNEL, messenger.CHANNEL, instagram.CHANNEL)
CHANNELS: Final[Mapping[str, ChannelInfo]] = MappingProxyType(
    {channel.name: channel for channel in ALL}
)
_PARSERS: Final[Mapping[Channel, Parse]] = {
    "whatsapp": parse_whatsapp,
    "messenger": parse_messenger,
    "instagram": parse_instagram,
}
_BY_OBJECT: Final = {channel.object_name: channel for channel in ALL if channel.object_name}


def of_object(object_name: object) -> tuple[ChannelInfo, Parse] | None:
    """The channel whose webhook calls say `object_name`, and what reads them; None: nobody's."""
    channel = _BY_OBJECT.get(object_name) if isinstance(object_name, str) else None
    return None if channel is None else (channel, _PARSERS[channel.name])


def what_it_means(code: str | None) -> tuple[Remedy, bool]:
    """What the code of a failed status asks for, and whether the message surely has not arrived.

    A code nobody has told us about may mean anything, so it is told to a person.
    """
    known = meaning(code, code)
    return ("final", False) if known is None else (known.remedy, known.never_arrived)


__all__ = ["ALL", "CHANNELS", "Parse", "of_object", "shakes_hands", "signed", "what_it_means"]
