"""What a vendor's failure is in our words."""

from typing import TYPE_CHECKING

from cauce.ai.failures import FailureKind, ModelFailed

if TYPE_CHECKING:
    from pydantic_ai.exceptions import ModelAPIError

_SHOWN = 300


def named(failure: Exception) -> ModelFailed:
    """Any failure of a request as one of ours; the vendor's words are kept, shortened."""
    from pydantic_ai.exceptions import ModelAPIError, ModelConnectionError  # noqa: PLC0415

    said = str(failure)[:_SHOWN] or type(failure).__name__
    if isinstance(failure, TimeoutError):
        return ModelFailed("timeout", "The model took too long.")
    if isinstance(failure, ModelAPIError):
        return ModelFailed(_kind(failure), said, retry_after=failure.retry_after)
    if isinstance(failure, OSError | ModelConnectionError):
        return ModelFailed("network", said)
    return ModelFailed("garbled", said)


def _kind(failure: "ModelAPIError") -> FailureKind:
    from pydantic_ai import exceptions as known  # noqa: PLC0415

    kinds: tuple[tuple[type[Exception], FailureKind], ...] = (
        (known.ModelQuotaExceededError, "quota"),
        (known.ModelRateLimitError, "rate_limit"),
        (known.ModelUnavailableError, "overloaded"),
        (known.ModelServerError, "server"),
        (known.ModelTimeoutError, "timeout"),
        (known.ModelRequestTimeout, "timeout"),
        (known.ModelConnectionError, "network"),
        (known.ModelContextWindowExceededError, "too_long"),
        (known.ModelAuthenticationError, "key"),
        (known.ModelNotFoundError, "unknown_model"),
        (known.ModelRequestRejectedError, "rejected"),
    )
    for kind, name in kinds:
        if isinstance(failure, kind):
            return name
    if isinstance(failure, known.ModelHTTPError):
        return "rejected" if failure.status_code < 500 else "server"
    return "garbled"
