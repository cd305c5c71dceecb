"""Meta's refusals as errors of ours: surely not sent, in every case."""

from collections.abc import Mapping
from typing import Any, Final

from cauce.channels._graph_codes import Meaning, meaning
from cauce.channels._graph_usage import rest
from cauce.errors import DeliveryError, Rejected, Throttled, Unauthorised, Unreachable

_TOO_FAST: Final = frozenset({"slow_account", "slow_number", "slow_person", "pause"})
_CUT_OFF: Final = frozenset({"reconnect", "account"})
# An answer of a proxy, or a code nobody has told us about.
_BUSY: Final = Meaning("slow_account", 60.0)
_STRANGER: Final = Meaning("reconnect")


def refusal(
    error: Mapping[str, Any], headers: Mapping[str, str], status: int | None = None
) -> DeliveryError:
    """The error to raise for Meta's error object."""
    known = meaning(error.get("code"), error.get("error_subcode")) or _by_status(error, status)
    said, code, remedy = _words(error), _code(error), known.remedy
    if remedy in _TOO_FAST:
        return Throttled(said, rest(headers) or known.wait, code, remedy)
    if remedy in _CUT_OFF:
        return Unauthorised(said, code, remedy)
    if remedy == "retry":
        return Unreachable(said, code)
    return Rejected(said, code, remedy)


def _by_status(error: Mapping[str, Any], status: int | None) -> Meaning:
    """What a refusal says that names no code we know."""
    if status == 429:
        return _BUSY
    if status in (401, 403):
        return _STRANGER
    return Meaning("retry" if error.get("is_transient") is True else "final")


def _words(error: Mapping[str, Any]) -> str:
    """What Meta says to people, most useful first."""
    data = error.get("error_data")
    details = data.get("details") if isinstance(data, Mapping) else data
    for said in (details, error.get("error_user_msg"), error.get("message")):
        if isinstance(said, str) and said:
            return f"Meta refused it ({error.get('code')}): {said}"
    return f"Meta refused it ({error.get('code')})."


def _code(error: Mapping[str, Any]) -> str | None:
    """The subcode where that is what says it, as it is told apart from the code by its length."""
    subcode = error.get("error_subcode")
    decisive = subcode is not None and meaning(None, subcode) is not None
    return str(subcode if decisive else error.get("code", "")) or None
