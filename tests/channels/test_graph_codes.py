"""Every code of the platforms' documentation asks for something, and it is written down what."""

from typing import Any

import pytest

from cauce.channels import what_it_means
from cauce.channels._graph_codes import CODES, meaning
from cauce.channels._graph_errors import refusal
from cauce.channels._graph_usage import rest, strain
from cauce.core.delivery import REMEDIES
from cauce.errors import Rejected, Throttled, Unauthorised, Unreachable
from cauce.sandbox.graph_error import TITLES

ELSEWHERE = {2200, 9004, 9007}


def test_every_code_the_sandbox_plays_is_known() -> None:
    assert {code for code in TITLES if meaning(code) is None} == ELSEWHERE
    assert {one.remedy for one in CODES.values()} <= set(REMEDIES)


@pytest.mark.parametrize(
    ("codes", "remedy", "never_arrived"),
    [
        ((0, 3, 10, 190, 200, 250, 299, 131005), "reconnect", False),
        ((368, 130497, 131031, 131037, 131042, 131044, 131045), "account", False),
        ((2, 1200, 131016, 131057, 133004), "retry", True),
        ((1, 131000), "retry", False),
        ((4, 17, 32, 613, 80007, 133016, 132069), "slow_account", True),
        ((130429,), "slow_number", True),
        ((131056,), "slow_person", True),
        ((131048, 131064), "pause", True),
        ((131049,), "not_today", False),
        ((130472,), "leave", False),
        ((131050,), "no_marketing", False),
        ((131026, 551), "unreachable", False),
        ((131047, 2018278, 2534022), "template", True),
        ((131052,), "fetch_again", True),
        ((131053,), "upload_again", True),
        ((132001, 132007, 132015, 132016), "template_off", False),
        ((100, 131008, 131009, 131021, 131030, 131051, 132000, 132012, 135000), "final", False),
        ((987654, "", None, "HTTP 404"), "final", False),
    ],
)
def test_a_code_of_a_failed_status_asks_for_this(
    codes: tuple[Any, ...], remedy: str, never_arrived: bool
) -> None:
    for code in codes:
        asked = what_it_means(None if code is None else str(code))
        assert asked == (remedy, never_arrived), code


@pytest.mark.parametrize(
    ("error", "status", "kind", "remedy"),
    [
        ({"code": 10, "error_subcode": 2018278}, 400, Rejected, "template"),
        ({"code": 100, "error_subcode": 2018001}, 400, Rejected, "unreachable"),
        ({"code": 200, "error_subcode": 1545041}, 400, Rejected, "unreachable"),
        ({"code": 131042}, 400, Unauthorised, "account"),
        ({"code": "190", "error_subcode": 463}, 401, Unauthorised, "reconnect"),
        ({"code": 555, "is_transient": True}, 500, Unreachable, "retry"),
        ({"code": 555}, 429, Throttled, "slow_account"),
        ({"code": 131048}, 400, Throttled, "pause"),
        ({"code": 131050}, 400, Rejected, "no_marketing"),
        ({"code": 555}, 400, Rejected, "final"),
    ],
)
def test_a_refusal_carries_what_it_asks_for(
    error: dict[str, Any], status: int, kind: type[Exception], remedy: str
) -> None:
    refused = refusal(error, {}, status)
    assert (type(refused), refused.remedy) == (kind, remedy)


@pytest.mark.parametrize(
    ("headers", "full", "seconds"),
    [
        ({}, 0, 0),
        ({"x-app-usage": '{"call_count":28,"total_time":91,"total_cputime":2}'}, 0.91, 0),
        (
            {"x-business-use-case-usage": '{"1":[{"call_count":9}],"2":[{"total_time":99}]}'},
            0.99,
            0,
        ),
        (
            {"x-business-use-case-usage": '{"1":[{"estimated_time_to_regain_access":19}]}'},
            0,
            1140,
        ),
        ({"retry-after": "7"}, 0, 7),
        ({"x-app-usage": "[]", "x-page-usage": "null", "retry-after": "soon"}, 0, 0),
        ({"x-app-usage": '{"call_count":"many","total_time":true}'}, 0, 0),
    ],
)
def test_how_much_is_used_up_is_read_from_the_headers(
    headers: dict[str, str], full: float, seconds: float
) -> None:
    assert (strain(headers), rest(headers)) == (full, seconds)
