"""Everything that can go wrong, named by what to do about it.

CauceError
├── BadInput             the caller's words: say which field and how to mend it (422)
│   ├── Unreadable       bytes that are not what they claim to be (400)
│   └── TooLarge         over the limit (413)
├── NotFound             no such thing (404)
├── NotAllowed           who asks may not (403)
│   └── NotAuthenticated   nobody known asks (401)
├── Conflict             it has changed meanwhile, or was done already (409)
│   └── FactsChanged     what a decision rested on is no longer so: think again
├── Unavailable          the database is away: try again soon (503)
├── Misconfigured        a setting is missing or wrong: says which, and how to set it
└── DeliveryError        a message did not leave as it should; `remedy` says what that asks for
    ├── Unreachable      surely not sent: retry with back-off
    ├── Throttled        not sent, too fast: retry after `retry_after` seconds
    ├── Rejected         refused for good: this very message is not tried again
    ├── Unauthorised     our credentials are refused: disconnect the channel, tell a person
    └── OutcomeUnknown   may have been sent: reconcile or ask a person, never blindly again
"""


class CauceError(Exception):
    """Root of the tree. `message` is a sentence for people that says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadInput(CauceError):
    """`field` is the path of the field that is wrong, when there is one."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Unreadable(BadInput):
    pass


class TooLarge(BadInput):
    pass


class NotFound(CauceError):
    pass


class NotAllowed(CauceError):
    pass


class NotAuthenticated(NotAllowed):
    pass


class Conflict(CauceError):
    pass


class FactsChanged(Conflict):
    pass


class Unavailable(CauceError):
    pass


class Misconfigured(CauceError):
    pass


class DeliveryError(CauceError):
    """`code` is the platform's own error code, `remedy` one of `core.delivery.REMEDIES`."""

    usual = "final"

    def __init__(self, message: str, code: str | None = None, remedy: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.remedy = remedy or self.usual


class Unreachable(DeliveryError):
    usual = "retry"


class Throttled(DeliveryError):
    """`retry_after` in seconds: 0 where the platform does not say."""

    usual = "slow_account"

    def __init__(
        self,
        message: str,
        retry_after: float = 0.0,
        code: str | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(message, code, remedy)
        self.retry_after = retry_after


class Rejected(DeliveryError):
    pass


class Unauthorised(DeliveryError):
    usual = "reconnect"


class OutcomeUnknown(DeliveryError):
    usual = "unknown"
