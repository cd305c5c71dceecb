"""Every channel is built the same way."""

import importlib
import inspect
from pathlib import Path

import pytest

from cauce import channels
from cauce.channels import ALL, CHANNELS, of_object
from cauce.core.channel import ChannelInfo
from cauce.core.events import CHANNELS as NAMES
from cauce.core.labels import LANGUAGES

FOLDER = Path(channels.__file__).parent
IDS = [channel.name for channel in ALL]


def test_every_channel_of_the_core_has_its_room_and_no_other_has() -> None:
    rooms = {path.name for path in FOLDER.iterdir() if (path / "__init__.py").exists()}
    assert rooms == set(NAMES) == set(CHANNELS)


@pytest.mark.parametrize("channel", ALL, ids=IDS)
def test_a_channel_says_what_it_is_in_every_language(channel: ChannelInfo) -> None:
    room = importlib.import_module(f"cauce.channels.{channel.name}")
    assert room.CHANNEL is CHANNELS[channel.name]
    assert set(channel.titles) == set(LANGUAGES)
    assert channel.max_text > 0
    assert channel.in_house is (channel.window_hours is None)


@pytest.mark.parametrize("channel", ALL, ids=IDS)
def test_a_channel_has_its_verify_parse_render_and_client(channel: ChannelInfo) -> None:
    for part in ("verify", "parse", "render"):
        module = importlib.import_module(f"cauce.channels.{channel.name}.{part}")
        assert inspect.isfunction(getattr(module, part)), part
    has_client = (FOLDER / channel.name / "client.py").exists()
    assert has_client is not channel.in_house


@pytest.mark.parametrize("channel", [one for one in ALL if not one.in_house], ids=str)
def test_a_client_sends_a_message_through_the_connection_it_is_given(channel: ChannelInfo) -> None:
    module = importlib.import_module(f"cauce.channels.{channel.name}.client")
    clients = [
        kind
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if kind.__module__ == module.__name__
    ]
    assert len(clients) == 1
    assert "http" in inspect.signature(clients[0]).parameters
    sends = inspect.getattr_static(clients[0], "send_message")
    assert list(inspect.signature(sends).parameters) == ["self", "to", "message", "key"]


@pytest.mark.parametrize("channel", ALL, ids=IDS)
def test_a_webhook_object_leads_to_its_channel(channel: ChannelInfo) -> None:
    if channel.object_name is None:
        assert channel.in_house
        return
    found = of_object(channel.object_name)
    assert found is not None
    assert found[0] is channel
    assert found[1].__module__ == f"cauce.channels.{channel.name}.parse"


@pytest.mark.parametrize("stranger", ["telegram", "", None, 7, ["page"]])
def test_an_unknown_object_leads_nowhere(stranger: object) -> None:
    assert of_object(stranger) is None


def test_pure_parts_import_only_the_core_and_each_other() -> None:
    for path in FOLDER.rglob("*.py"):
        if path.stem in ("client", "media", "payload", "__init__") or "graph" in path.stem:
            continue
        if path.stem in ("_messaging_client", "_standing", "templates"):
            continue
        for line in path.read_text().splitlines():
            if line.startswith(("from cauce.", "import cauce")):
                assert line.startswith(("from cauce.core", "from cauce.channels")), (path, line)
