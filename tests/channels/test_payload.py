"""Whatever bytes come in, what comes out can be stored."""

import json
from collections.abc import AsyncIterator

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.channels.payload import MAX_BYTES, MAX_DEPTH, as_object, read_limited
from cauce.core.text import clean
from cauce.errors import TooLarge, Unreadable


def nested(levels: int) -> bytes:
    return b'{"a":' * levels + b"1" + b"}" * levels


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b'{"a": NaN}',
        b'{"a": 01}',
        b'{"a": "\xff"}',
        b'{"a": "\xed\xa0\x80"}',
        b"[" * 5000 + b"]" * 5000,
        b'{"a":' * 100_000,
        b"{'a': 1}",
        b'{"a": "\x00"}',
    ],
)
def test_what_is_not_a_json_object_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        as_object(body)


def test_nesting_is_allowed_up_to_the_limit_and_not_beyond() -> None:
    assert as_object(nested(MAX_DEPTH))
    with pytest.raises(Unreadable, match="deeper"):
        as_object(nested(MAX_DEPTH + 1))
    flat = orjson.dumps({"a": [{} for _ in range(500)]})
    assert len(as_object(flat)["a"]) == 500


def test_a_body_over_three_megabytes_is_too_large() -> None:
    with pytest.raises(TooLarge):
        as_object(b'{"a":"' + b"x" * MAX_BYTES + b'"}')


def test_nul_and_half_surrogates_become_visible_characters() -> None:
    read = as_object(b'{"a\\u0000b": ["x\\u0000y", {"z": "\\ud800 \\udc00"}], "n": 5}')
    assert read == {"a␀b": ["x␀y", {"z": "� �"}], "n": 5}


def test_an_emoji_escaped_as_a_pair_stays_an_emoji() -> None:
    assert as_object(b'{"a": "\\ud83d\\ude00 \\u0000"}') == {"a": "😀 ␀"}


def test_numbers_too_long_to_be_written_again_are_kept_as_well_as_they_can_be() -> None:
    read = as_object(b'{"half": "\\ud800", "n": 123456789012345678901234567890}')
    assert orjson.loads(orjson.dumps(read))["n"] == pytest.approx(1.2345678901234568e29)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=30,
    )
)
def test_whatever_is_read_can_be_written_as_json_without_nul(value: object) -> None:
    body = json.dumps({"value": value}).encode()
    try:
        read = as_object(body)
    except Unreadable:
        assert b"NaN" in body or b"Infinity" in body
        return
    assert b"\\u0000" not in orjson.dumps(read).replace(b"\\\\", b"")


@given(st.text(alphabet=st.characters()))
def test_clean_text_can_always_be_stored(text: str) -> None:
    assert "\x00" not in clean(text)
    assert len(clean(text).encode("utf-8")) >= len(text)
    assert clean(clean(text)) == clean(text)


async def test_reading_stops_as_soon_as_it_is_too_much() -> None:
    given_out = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal given_out
        while True:
            given_out += 1
            yield b"x" * 1000

    with pytest.raises(TooLarge):
        await read_limited(chunks(), limit=10_000)
    assert given_out == 11
