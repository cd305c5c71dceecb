"""The Graph API's refusals: one envelope, and a title for every code that is played."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from fastapi import Response

TITLES: Final[Mapping[int, str]] = {
    1: "Something unknown went wrong",
    2: "The service is away for a moment",
    3: "The application has no such capability",
    4: "The application makes too many calls",
    10: "The application has no permission for this",
    17: "The user makes too many calls",
    32: "The page makes too many calls",
    100: "Invalid parameter",
    190: "The access token is not valid",
    200: "The permission is missing",
    368: "Blocked for breaking a policy",
    551: "This person cannot be reached now",
    613: "Calls come faster than agreed",
    2200: "The callback address did not answer the check",
    9004: "The media could not be taken",
    9007: "The media is not ready",
    10900: "This activity was answered in private already",
    10903: "This activity cannot be answered",
    80007: "The business account makes too many calls",
    130429: "Messages come faster than this number may send",
    130472: "This person takes part in an experiment",
    130497: "The business may not write to this country",
    131000: "Something went wrong",
    131005: "Access denied",
    131008: "A required parameter is missing",
    131009: "A parameter has a value that is not allowed",
    131016: "The service is not available",
    131021: "Sender and recipient are the same",
    131026: "The message cannot be delivered",
    131030: "The recipient is not on the list of test numbers",
    131031: "The account is locked",
    131037: "The display name is not approved",
    131042: "There is a problem with the payment",
    131045: "The number is not registered",
    131047: "More than 24 hours have passed since the customer wrote",
    131048: "Too many messages were marked as spam",
    131049: "Not delivered, to keep conversations healthy",
    131050: "The customer wants no marketing messages",
    131051: "This type of message is not supported",
    131052: "The media could not be downloaded",
    131053: "The media could not be uploaded",
    131056: "Too many messages to the same person",
    131057: "The account is being maintained",
    131062: "This message cannot be sent to a user id",
    132000: "The number of parameters does not fit the template",
    132001: "There is no such template in this language",
    132005: "The filled-in text is too long",
    132007: "The text breaks a policy",
    132008: "A parameter of the template is not allowed",
    132012: "A parameter has another format than the template",
    132015: "The template is paused",
    132016: "The template is disabled",
    132069: "The flow is throttled",
    133004: "The server is away",
    133016: "Too many registrations",
    135000: "The message has parameters nobody understands",
}
TRANSIENT: Final = frozenset({1, 2, 131000, 131016, 133004, 131057})
APP_USAGE: Final = "x-app-usage"
_USAGE: Final = "x-business-use-case-usage"


@dataclass(eq=False)
class GraphError(Exception):
    """`details` is what people read; clients go by `code` and `subcode`."""

    code: int
    details: str = ""
    subcode: int | None = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return TITLES.get(self.code, "Refused")

    def as_reported(self) -> dict[str, Any]:
        """The same refusal inside a webhook, where statuses carry it."""
        return {
            "code": self.code,
            "title": self.title,
            "message": self.title,
            "error_data": {"details": self.details or self.title},
        }

    def response(self, trace: str) -> Response:
        error: dict[str, Any] = {
            "message": f"(#{self.code}) {self.title}",
            "type": "OAuthException",
            "code": self.code,
            "fbtrace_id": trace,
        }
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.code in TRANSIENT:
            error["is_transient"] = True
        if self.code >= 130000:
            error["error_data"] = {
                "messaging_product": "whatsapp",
                "details": self.details or self.title,
            }
        elif self.details:
            error["error_user_msg"] = self.details
            if self.code == 100:
                # Sometimes it is an object, sometimes no more than the words.
                error["error_data"] = self.details
        status = self.status or 400
        return Response(
            orjson.dumps({"error": error}), status, dict(self.headers), "application/json"
        )


def app_usage(percent: int) -> str:
    """How much of the application's calls of an hour are used up, as every answer says."""
    used = {"call_count": percent, "total_time": min(percent, 1), "total_cputime": min(percent, 1)}
    return orjson.dumps(used).decode()


def usage_header(account: str, kind: str, seconds: float) -> dict[str, str]:
    """How a throttled client is told when to come back, in whole minutes."""
    row = {
        "type": kind,
        "call_count": 100,
        "total_cputime": 1,
        "total_time": 1,
        "estimated_time_to_regain_access": max(round(seconds / 60), 1),
    }
    return {_USAGE: orjson.dumps({account: [row]}).decode()}
