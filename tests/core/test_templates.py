"""A template's gaps, and what the platform would refuse in them."""

from dataclasses import replace

import pytest

from cauce.core.delivery import OutTemplate
from cauce.core.templates import Button, Template, Wrong, filled, gaps, outgoing, wrong_with

OFFER = Template(
    id="tmpl_1",
    name="offer",
    language="es",
    category="MARKETING",
    status="APPROVED",
    header_format="TEXT",
    header="Para {{1}}",
    body="Hola {{1}}, hay {{2}} de descuento, {{1}}.",
    footer="Responde BAJA.",
    buttons=(
        Button("QUICK_REPLY", "Me interesa"),
        Button("URL", "Ver", "https://shop.example/{{1}}"),
        Button("COPY_CODE", "Copiar"),
    ),
    examples={"body_1": "Ana"},
)
VALUES = {
    "header_1": "clientes",
    "body_1": "Ana",
    "body_2": "10 %",
    "button_1": "a?b=1",
    "button_2": "X10",
}


def test_every_gap_is_asked_for_once_in_the_order_it_is_read() -> None:
    assert [gap.key for gap in gaps(OFFER)] == list(VALUES)
    assert [gap.example for gap in gaps(OFFER)] == ["", "Ana", "", "", ""]


def test_it_reads_as_the_customer_will_read_it() -> None:
    expected = "Para clientes\n\nHola Ana, hay 10 % de descuento, Ana.\n\nResponde BAJA."
    assert filled(OFFER, VALUES) == expected
    assert "{{2}}" in filled(OFFER, {"body_1": "Ana"})


def test_a_value_that_looks_like_a_gap_is_not_filled_in_again() -> None:
    assert "{{2}} hay 10 %" in filled(
        replace(OFFER, body="{{1}} hay {{2}}"), VALUES | {"body_1": "{{2}}"}
    )


def test_what_leaves_names_every_gap_once() -> None:
    assert outgoing(OFFER, VALUES) == OutTemplate(
        "offer",
        "es",
        header=(("1", "clientes"),),
        body=(("1", "Ana"), ("2", "10 %")),
        buttons=((1, "URL", "a?b=1"), (2, "COPY_CODE", "X10")),
    )


@pytest.mark.parametrize(
    ("changed", "key", "why"),
    [
        ({"body_1": " "}, "body_1", "missing"),
        ({"body_2": "a\nb"}, "body_2", "layout"),
        ({"body_2": "a     b"}, "body_2", "layout"),
        ({"body_2": "x" * 501}, "body_2", "long"),
        ({"header_1": "x" * 60}, "header_1", "long"),
        ({"body_1": "x" * 500}, "body_1", "long"),
        ({"body_9": "x"}, "body_9", "unknown"),
    ],
)
def test_what_the_platform_would_refuse_is_told_before(
    changed: dict[str, str], key: str, why: str
) -> None:
    body = "Hola {{1}} {{2}} " + "texto " * 100
    found = wrong_with(replace(OFFER, body=body), VALUES | changed)
    assert found is not None
    assert (found.key, found.why) == (key, why)
    assert wrong_with(OFFER, VALUES) is None


def test_a_picture_above_it_needs_an_address() -> None:
    shown = replace(OFFER, header_format="IMAGE", header="", body="Hola.", buttons=())
    assert wrong_with(shown, {"header_media": "http://x/a.png"}) == Wrong(
        "header_media", "image", "link"
    )
    out = outgoing(shown, {"header_media": "https://x/a.png"})
    assert out.header_media == ("image", "https://x/a.png")


@pytest.mark.parametrize(
    ("changed", "offered"),
    [
        ({}, True),
        ({"status": "FLAGGED"}, True),
        ({"status": "PAUSED"}, False),
        ({"status": "DELETED"}, False),
        ({"category": "AUTHENTICATION"}, False),
        ({"header_format": "LOCATION"}, False),
        ({"header_format": "CAROUSEL"}, False),
        ({"buttons": (Button("FLOW", "Abrir"),)}, False),
    ],
)
def test_only_what_may_leave_and_can_be_filled_in_is_offered(
    changed: dict[str, object], offered: bool
) -> None:
    assert replace(OFFER, **changed).offered is offered  # type: ignore[arg-type]
