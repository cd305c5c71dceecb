"""How long an unpaid order is kept, and what may be done with it and undone."""

from datetime import UTC, datetime, timedelta

import pytest

from cauce.core.business import PaymentMethod
from cauce.policy import paying

NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)
CARD = PaymentMethod("card", "Tarjeta", online=True)
YAPPY = PaymentMethod("yappy", "Yappy", online=True)
CASH = PaymentMethod("cash", "Efectivo")
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("methods", "payment", "kept"),
    [
        ((CARD, CASH), "card", NOW + paying.KEPT),
        ((CARD, CASH), "cash", None),
        ((CARD, CASH), None, None),
        ((CARD, YAPPY), None, NOW + paying.KEPT),
        ((CARD,), "bank_transfer", None),
        ((CASH,), None, None),
        ((), None, None),
        ((), "card", None),
    ],
)
def test_only_what_can_be_paid_no_other_way_than_online_is_given_up_by_itself(
    methods: tuple[PaymentMethod, ...], payment: str | None, kept: datetime | None
) -> None:
    assert paying.kept_until(methods, payment, NOW) == kept


@pytest.mark.parametrize(
    ("status", "pay_by", "due"),
    [
        ("awaiting_payment", NOW - SECOND, True),
        ("awaiting_payment", NOW + SECOND, False),
        ("awaiting_payment", None, False),
        ("paid", NOW - SECOND, False),
        ("cancelled", NOW - SECOND, False),
    ],
)
def test_only_an_unpaid_order_past_its_time_is_due(
    status: str, pay_by: datetime | None, due: bool
) -> None:
    assert paying.is_due(status, pay_by, NOW) is due


@pytest.mark.parametrize(
    ("status", "pay", "cancel"),
    [
        ("awaiting_payment", True, True),
        ("paid", False, True),
        ("preparing", False, False),
        ("shipped", False, False),
        ("delivered", False, False),
        ("cancelled", False, False),
    ],
)
def test_what_may_be_done_with_an_order_depends_on_where_it_is(
    status: str, pay: bool, cancel: bool
) -> None:
    assert (paying.can_be_paid(status), paying.can_be_cancelled(status)) == (pay, cancel)


@pytest.mark.parametrize("status", ["paid", "cancelled"])
def test_a_week_is_left_to_take_a_step_back(status: str) -> None:
    for ago, possible in ((paying.UNDONE_WITHIN, True), (paying.UNDONE_WITHIN + SECOND, False)):
        then = NOW - ago
        paid = then if status == "paid" else None
        cancelled = then if status == "cancelled" else None
        assert paying.can_be_undone(status, paid, cancelled, NOW) is possible
    assert not paying.can_be_undone("awaiting_payment", None, None, NOW)
    assert not paying.can_be_undone("shipped", NOW, None, NOW)
